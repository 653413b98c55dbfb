import { isId, Refusal } from '#libs/kernel';
import { applyDecorators, Injectable, type PipeTransform } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { buildMessage, ValidateBy, type ValidationOptions } from 'class-validator';
import { noSuchThing } from './problems/generic.js';

/** An id may come in capitals and is the same (RFC 9562, 4): behind the door ids are compared as they are written. */
const inSmallLetters = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(inSmallLetters);
  return isId(value) ? value.toLowerCase() : value;
};

/** An id, or with `each` a list of them, in a body or a query. */
export const IsId = (options?: Pick<ValidationOptions, 'each'>): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => inSmallLetters(value)),
    ValidateBy(
      {
        name: 'isUuid',
        validator: {
          validate: isId,
          defaultMessage: buildMessage((each) => `${each}$property must be a UUID`, options),
        },
      },
      options,
    ),
  );

/** An id in a path that is no UUID names nothing. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!isId(value)) throw new Refusal(noSuchThing);
    return value.toLowerCase();
  }
}
