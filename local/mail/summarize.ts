const MAX_CHARS = 140;
const MAX_SOURCE_CHARS = 20_000;
const NAMED: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  nbsp: " ",
  middot: "·",
  mdash: "—",
  ndash: "–",
};

/** The first words of a mail on one line, for a list. It is shown as text, so an odd entity does no harm. */
export function summarize(message: { text: string | null; html: string | null }): string {
  const words = message.text ?? stripMarkup(message.html ?? "");
  const line = words
    .slice(0, MAX_SOURCE_CHARS)
    .replace(/[\s\u200b-\u200f\u2060\ufeff\u034f\u00ad]+/g, " ")
    .trim();
  return line.length > MAX_CHARS ? `${line.slice(0, MAX_CHARS).trimEnd()}…` : line;
}

function stripMarkup(html: string): string {
  return html
    .slice(0, MAX_SOURCE_CHARS * 4)
    .replace(/<!--[\s\S]*?-->|<(head|style|script|title)\b[\s\S]*?<\/\1\s*>/gi, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/&(?:#(\d{1,6})|#x([0-9a-f]{1,6})|(\w+));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    });
}
