import { v7, validate } from "uuid";

/** A new UUID v7: ids made later sort later. */
export function createId(): string {
  return v7();
}

export function isId(value: string): boolean {
  return validate(value);
}
