import { describe, expect, it } from '@jest/globals';
import { sentenceOf, type Access } from './access-sentence.js';

const access: Access = {
  at: new Date('2026-01-15T03:10:00Z'),
  isRead: true,
  recordType: 'referral',
  deeds: [],
  by: {
    isOwner: false,
    kind: { en: 'Shelter', fr: 'Refuge' },
    role: { en: 'Coordinator of a regional hub', fr: 'Coordination d’un carrefour régional' },
  },
  basis: { kind: 'consent', from: new Date('2026-01-02T00:00:00Z') },
};

/** Intl separates with blanks of several kinds. */
const plain = ({ en, fr }: { en: string; fr: string }) => [en, fr].map((text) => text.replaceAll(/\s/g, ' '));

describe('who saw my file, in plain words (R17, R60)', () => {
  it('says who of another organization read it, in which role, when, and on what consent', () => {
    expect(plain(sentenceOf(access))).toEqual([
      'On January 15, 2026 at 03:10 (UTC), a person with the role “Coordinator of a regional hub”, of another organization (Shelter), read your referral, on the consent that you gave from January 2, 2026 at 00:00 (UTC).',
      'Le 15 janvier 2026 à 03 h 10 (UTC), une personne ayant le rôle « Coordination d’un carrefour régional », d’une autre organisation (Refuge), a lu votre aiguillage, selon le consentement que vous avez donné à compter du 2 janvier 2026 à 00 h 00 (UTC).',
    ]);
  });

  it('names the law where there was no consent', () => {
    const [en, fr] = plain(
      sentenceOf({
        ...access,
        basis: {
          kind: 'law',
          law: { en: 'Criminal Code, s. 487.014', fr: 'Code criminel, art. 487.014' },
          basis: { en: 'Production order', fr: 'Ordonnance de communication' },
          citation: 'no. 12/2026',
        },
      }),
    );
    expect(en).toContain(
      ', without your consent, because a law demands it: Criminal Code, s. 487.014 (Production order, no. 12/2026).',
    );
    expect(fr).toContain(
      ', sans votre consentement, parce qu’une loi l’exige : Code criminel, art. 487.014 (Ordonnance de communication, no. 12/2026).',
    );
  });

  it('says what was changed, by the person’s own organization and by the hub itself', () => {
    const changed: Access = {
      ...access,
      isRead: false,
      recordType: 'grant',
      deeds: [{ en: 'A person agreed.', fr: 'Une personne a donné son accord.' }],
      by: { ...access.by!, isOwner: true },
      basis: null,
    };
    const [en, fr] = plain(sentenceOf(changed));
    expect(en).toContain(', of the organization that helps you, changed your consent (A person agreed).');
    expect(fr).toContain(
      ', de l’organisation qui vous aide, a modifié votre consentement (Une personne a donné son accord).',
    );
    expect(plain(sentenceOf({ ...changed, by: null }))).toEqual([
      expect.stringContaining('the hub itself, by its rules, changed'),
      expect.stringContaining('le carrefour lui-même, selon ses règles, a modifié'),
    ]);
  });

  it('has words for a kind of record that it does not know', () => {
    const [en, fr] = plain(sentenceOf({ ...access, recordType: 'something_new' }));
    expect(en).toContain('read a record about you');
    expect(fr).toContain('a lu un dossier à votre sujet');
  });
});
