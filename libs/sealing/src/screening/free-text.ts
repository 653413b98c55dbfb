import { refusal, Refusal } from '#libs/kernel';
import { applyDecorators } from '@nestjs/common';
import { IsString, MaxLength, ValidateBy, type ValidationArguments } from 'class-validator';
import { identifyingKinds, screenFreeText } from './screen-free-text.js';

/** A text that a person writes: at most so many characters, and nothing in it that identifies somebody (R13). */
export function FreeText(charactersMax: number): PropertyDecorator {
  return applyDecorators(IsString(), MaxLength(charactersMax), Screened(charactersMax));
}

/** The form is right and the content is not: a refusal of its own (422), not one of the form's faults (400). */
const Screened = (charactersMax: number): PropertyDecorator =>
  ValidateBy({
    name: 'freeText',
    validator: {
      validate: (value: unknown, given?: ValidationArguments) => {
        if (typeof value === 'string' && value.length <= charactersMax)
          refuseIdentifying(value, `/${given?.property ?? ''}`);
        return true;
      },
    },
  });

/**
 * @param pointer JSON pointer to the text in the request
 * @throws Refusal `free-text/identifies-a-person` (422): names the kinds that were found and where each stands, never what
 */
export function refuseIdentifying(text: string, pointer: string): void {
  const findings = screenFreeText(text);
  if (findings.length === 0) return;
  const kinds = [...new Set(findings.map(({ kind }) => kind))].map((kind) => identifyingKinds[kind]);
  throw new Refusal(
    refusal(
      'free-text/identifies-a-person',
      'unprocessable',
      `The text seems to hold ${kinds.map(({ en }) => en).join(', ')}. Take it out, and tell it to the receiver by telephone where it is needed.`,
      `Le texte semble contenir ${kinds.map(({ fr }) => fr).join(', ')}. Retirez-le et communiquez-le au destinataire par téléphone s’il le faut.`,
    ),
    { pointer, facts: { findings } },
  );
}
