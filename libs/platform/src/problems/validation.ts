import { Refusal, type Bilingual } from '#libs/kernel';
import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { requestInvalid } from './generic.js';
import { pointerTo } from './pointer.js';
import type { FieldFault } from './problem.js';

/** Each rule of class-validator that the hub uses, in French; English is the library's own sentence. */
const french: Readonly<Record<string, string>> = {
  whitelistValidation: 'Ce champ n’existe pas.',
  isString: 'Doit être un texte.',
  isUuid: 'Doit être un UUID.',
  isInt: 'Doit être un nombre entier.',
  isBoolean: 'Doit être vrai ou faux.',
  isIn: 'N’est pas l’une des valeurs permises.',
  isEnum: 'N’est pas l’une des valeurs permises.',
  isArray: 'Doit être une liste.',
  arrayMaxSize: 'La liste est trop longue.',
  arrayMinSize: 'La liste est trop courte.',
  arrayNotEmpty: 'La liste ne peut être vide.',
  arrayUnique: 'La liste contient des doublons.',
  maxLength: 'Le texte est trop long.',
  minLength: 'Le texte est trop court.',
  isNotEmpty: 'Ne peut être vide.',
  isLength: 'Le texte n’a pas la bonne longueur.',
  min: 'Le nombre est trop petit.',
  max: 'Le nombre est trop grand.',
  isUrl: 'Doit être une adresse URL.',
  isIso8601: 'Doit être une date et une heure avec leur décalage, par exemple 2026-11-26T03:00:00Z.',
  isDateString: 'Doit être une date ISO 8601.',
  isObject: 'Doit être un objet.',
  nestedValidation: 'Doit être un objet.',
  matches: 'N’a pas la forme demandée.',
};

/** The library's sentence repeats the name. */
const noSuchField = 'This field does not exist.';

/** Unknown fields are refused, wrong ones named by JSON pointer, all at once. */
export const validation = new ValidationPipe({
  whitelist: true,
  forbidNonWhitelisted: true,
  transform: true,
  stopAtFirstError: true,
  exceptionFactory: (errors) =>
    new Refusal(requestInvalid, { facts: { errors: errors.flatMap((error) => faultsOf(error, '')) } }),
});

function faultsOf(error: ValidationError, path: string): FieldFault[] {
  const pointer = pointerTo(path, error.property);
  const own = Object.entries(error.constraints ?? {}).map(([code, library]) => {
    const en = code === 'whitelistValidation' ? noSuchField : library;
    const details: Bilingual = { en, fr: french[code] ?? 'N’est pas valable.' };
    return { pointer, code, detail: en, details };
  });
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, pointer))];
}
