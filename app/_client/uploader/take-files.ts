import { MAX_FILE_BYTES } from "@/lib/domains/uploads/schema";

/** So many takes go at once. */
export const MAX_TAKES = 200;
/** Endings of what Segno plays. What a file really is, the server finds out from its bytes. */
const SOUND = /\.(wav|wave|bwf|aif|aiff|aifc|flac|mp3|m4a|mp4|m4b|aac|ogg|oga|opus|caf)$/i;
const COLLATOR = new Intl.Collator("en", { numeric: true });

/** A file, and where in what was dropped it lay: "Album/CD 1/01 Demo.wav". */
export interface FoundFile {
  file: File;
  path: string;
}

export interface LeftOut {
  name: string;
  why: "no sound" | "hidden" | "larger than 2 GB";
}

export interface Takes {
  files: File[];
  leftOut: LeftOut[];
}

/** The takes among some files, in the order a person reads their names ("v2" before "v10"), and what is left out with its reason. */
export function sortTakes(found: readonly FoundFile[]): Takes {
  const ordered = [...found].sort((one, other) => COLLATOR.compare(one.path, other.path));
  const judged = ordered.map(({ file, path }) => ({ file, why: whyNot(file, path) }));
  return {
    files: judged.filter(({ why }) => why === null).map(({ file }) => file),
    leftOut: judged.flatMap(({ file, why }) => (why === null ? [] : [{ name: file.name, why }])),
  };
}

/** The folder that everything lay in; null when there was none, or more than one. */
export function nameFolder(found: readonly FoundFile[]): string | null {
  const tops = new Set(found.map(({ path }) => (path.includes("/") ? path.slice(0, path.indexOf("/")) : "")));
  const [top = ""] = tops;
  return tops.size === 1 && top !== "" ? top : null;
}

function whyNot(file: File, path: string): LeftOut["why"] | null {
  if (path.split("/").some((name) => name.startsWith("."))) return "hidden";
  const hasEnding = /\.[A-Za-z0-9]{1,5}$/.test(file.name);
  const isSound = SOUND.test(file.name) || file.type.startsWith("audio/") || (!hasEnding && file.type === "");
  if (!isSound) return "no sound";
  return file.size > MAX_FILE_BYTES ? "larger than 2 GB" : null;
}

/** "cover.jpg and notes.txt (no sound), .DS_Store (hidden)"; empty when nothing was left out. */
export function describeLeftOut(leftOut: readonly LeftOut[]): string {
  const reasons = [...new Set(leftOut.map(({ why }) => why))];
  return reasons
    .map((why) => `${listNames(leftOut.filter((one) => one.why === why).map(({ name }) => name))} (${why})`)
    .join(", ");
}

const MOST_NAMED = 3;

function listNames(names: string[]): string {
  const named = names.slice(0, MOST_NAMED);
  const rest = names.length - named.length;
  if (rest > 0) return `${named.join(", ")} and ${rest} more`;
  return named.length === 1 ? (named[0] ?? "") : `${named.slice(0, -1).join(", ")} and ${named.at(-1)}`;
}
