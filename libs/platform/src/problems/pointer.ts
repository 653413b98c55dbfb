/** What a field of the hub could be called; and the indexes of a list. */
const fieldName = /^([A-Za-z][A-Za-z0-9_]{0,39}|\d{1,6})$/;

/**
 * The JSON pointer (RFC 6901) to a field below another. A name that no field has is not said again: somebody may have put
 * there what is about a person (R12).
 */
export function pointerTo(parent: string, name: string): string {
  return `${parent}/${fieldName.test(name) ? name : '…'}`;
}
