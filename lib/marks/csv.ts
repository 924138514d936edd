/** What a spreadsheet would take for a formula (OWASP, "CSV Injection"). */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

/** Spreadsheets take a file without it for one of another century. */
export const BYTE_ORDER_MARK = "\ufeff";

/** A word that somebody wrote: never the start of a formula. */
export function disarm(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** A field as RFC 4180 has it. */
export function quoteField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function writeRows(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(quoteField).join(",")}\r\n`).join("");
}
