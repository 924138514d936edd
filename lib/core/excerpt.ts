const MAX_EXCERPT_LENGTH = 280;

/** One short line: white space folded, cut at a whole character with an ellipsis. */
export function cutExcerpt(text: string): string {
  const line = text.replace(/\s+/gu, " ").trim();
  const signs = [...line];
  return signs.length <= MAX_EXCERPT_LENGTH
    ? line
    : `${signs
        .slice(0, MAX_EXCERPT_LENGTH - 1)
        .join("")
        .trimEnd()}…`;
}

/** How much of a text stands before the word that it is shown for. */
const LEAD_LENGTH = 40;

/** As `cutExcerpt`, from a little before the first word that begins with one of `parts` (folded as the search's are). */
export function cutExcerptAt(text: string, parts: string[]): string {
  const line = text.replace(/\s+/gu, " ").trim();
  const words = [...line.matchAll(/[\p{L}\p{N}\p{M}]+/gu)];
  const hit = words.find(([word]) => parts.some((part) => foldWord(word).includes(part)));
  if (!hit || hit.index <= LEAD_LENGTH * 2) return cutExcerpt(line);
  const from = words.find((word) => word.index >= hit.index - LEAD_LENGTH)?.index ?? hit.index;
  return cutExcerpt(`… ${line.slice(from)}`);
}

function foldWord(word: string): string {
  return word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss");
}
