/**
 * A list as one text in PostgreSQL's own form (Arrays, "Array Input and Output Syntax"), to be cast to its type. The client
 * takes a real list apart value by value, which thousands of followers make slow. For ids, numbers and truths: they hold
 * nothing that would have to be quoted.
 */
export function toArrayLiteral(values: readonly (string | number | boolean)[]): string {
  return `{${values.join(",")}}`;
}
