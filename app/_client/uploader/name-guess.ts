/** Track numbers in front: "01 ", "1. ", "03 - ", "(4) ". */
const TRACK = /^\(?\d{1,3}\)?(?:\s*[.)-]\s*|\s+)(?=\D)/;
/** What tells one bounce from another at the end of a name. A bare number does not: "Track 1" and "Track 2" are two songs. */
const MARKERS = [
  /[\s([{]*\bv(?:er(?:sion)?)?\s*\d+(?:\.\d+)*[\])}\s]*$/iu,
  /[\s([{]*\b(?:mix|master|mastered|final|rough|bounce|take|edit|rev|print|export|copy|neu|new|latest)\s*\d*[\])}\s]*$/iu,
  /\s*[([{]\s*\d{1,3}\s*[\])}]\s*$/u,
  /[\s([{]*\b\d{4}\s?-?\s?\d{2}\s?-?\s?\d{2}[\])}\s]*$/u,
];

/** A name without its ending, underscores read as spaces. */
function readable(fileName: string): string {
  return fileName
    .replace(/\.[A-Za-z0-9]{1,5}$/, "")
    .replaceAll("_", " ")
    .replace(/\s+/g, " ")
    .trim();
}

/**
 * The song that a name speaks of, as far as a name can tell: "01 Demo", "Demo v3" and "Demo_final 2" are all "Demo". Nothing is
 * ever found by it alone; it makes a proposal that a person sees.
 */
export function guessSongName(name: string): string {
  const whole = readable(name);
  let rest = whole.replace(TRACK, "").trim() || whole;
  for (let isShorter = true; isShorter; ) {
    const shorter = MARKERS.reduce((text, marker) => text.replace(marker, "").trim() || text, rest).replace(
      /[\s,–-]+$/u,
      "",
    );
    isShorter = shorter.length < rest.length && shorter !== "";
    if (isShorter) rest = shorter;
  }
  return rest.slice(0, 200) || name.slice(0, 200);
}

/** Names with the same key speak of the same song: letter case, accents' forms and punctuation aside. */
export function songKeyOf(name: string): string {
  return guessSongName(name)
    .normalize("NFKC")
    .toLocaleLowerCase("en")
    .replace(/[\s.,'’‘"!?–-]+/gu, " ")
    .trim();
}
