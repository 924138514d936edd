import { NIL, v7, validate } from "uuid";

/** An id that nothing has. */
export const NO_ID = NIL;

/** A new UUID v7: ids made later sort later. */
export function createId(): string {
  return v7();
}

export function isId(value: string): boolean {
  return validate(value);
}
