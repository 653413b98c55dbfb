import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Refusal } from '#libs/kernel';
import { validate } from 'class-validator';
import { FreeText } from './free-text.js';

class Note {
  @FreeText(60)
  note!: unknown;
}

/** The faults of the form, or the refusal. */
async function judged(note: unknown): Promise<unknown> {
  try {
    return await validate(Object.assign(new Note(), { note }));
  } catch (error) {
    return error;
  }
}

describe('a free text (R13)', () => {
  it('is taken with words, in both languages', async () => {
    for (const note of ['Has two children and needs a lift.', 'A deux enfants; ascenseur nécessaire.'])
      expect(await judged(note)).toEqual([]);
  });

  it('has a limit, and is a text', async () => {
    expect(await judged('a'.repeat(61))).toMatchObject([{ constraints: { maxLength: expect.any(String) } }]);
    expect(await judged(5)).toMatchObject([{ constraints: { isString: expect.any(String) } }]);
  });

  it('that identifies a person is refused in both languages: the kinds and the places, never what was found', async () => {
    const note = 'Call 416 555-1234 or ana@example.org, SIN 046 454 286.';
    const refused = (await judged(note)) as Refusal;
    expect(refused).toBeInstanceOf(Refusal);
    expect(refused).toMatchObject({
      code: 'free-text/identifies-a-person',
      kind: 'unprocessable',
      titles: {
        en: expect.stringContaining('a telephone number, an e-mail address, a social insurance number'),
        fr: expect.stringContaining(
          'un numéro de téléphone, une adresse courriel, un numéro d’assurance sociale',
        ),
      },
      more: {
        pointer: '/note',
        facts: {
          findings: [
            { kind: 'telephone', start: 5, end: 17 },
            { kind: 'email', start: 21, end: 36 },
            { kind: 'sin', start: 42, end: 53 },
          ],
        },
      },
    });
    const shown = JSON.stringify([refused, refused.message, refused.stack, refused.more]);
    for (const value of ['416', '555', '1234', 'ana', 'example', '046', '454', '286'])
      expect(shown.replaceAll(/:\d+:\d+\)?/g, '')).not.toContain(value);
  });
});
