import { CAMELOT_KEYS } from "@/lib/audio/key/camelot";
import { SONG_STAGES, STAGE_NAMES } from "@/lib/domains/songs/schema";

/** What songs are sought by, as the address of the page and the API's query have it; nothing is "". */
export const FILTER_NAMES = [
  "tags",
  "bpmFrom",
  "bpmTo",
  "halfAndDouble",
  "key",
  "neighbours",
  "person",
  "stage",
] as const;
export type SongFilter = Record<(typeof FILTER_NAMES)[number], string>;

export function readFilter(params: Pick<URLSearchParams, "get">): SongFilter {
  return Object.fromEntries(FILTER_NAMES.map((name) => [name, params.get(name) ?? ""])) as SongFilter;
}

/** "" when nothing is sought. What only refines a part that is not set is left out. */
export function writeFilter(filter: SongFilter): string {
  const hasTempo = filter.bpmFrom !== "" || filter.bpmTo !== "";
  const isIdle = { halfAndDouble: !hasTempo, neighbours: filter.key === "" } as Record<string, boolean | undefined>;
  const set = FILTER_NAMES.filter((name) => filter[name] !== "" && !isIdle[name]);
  return new URLSearchParams(set.map((name) => [name, filter[name]])).toString();
}

export function listTags(filter: SongFilter): string[] {
  return filter.tags === "" ? [] : filter.tags.split(",");
}

/** One part of the filter in words, and the filter without it. */
export interface FilterPart {
  label: string;
  without: SongFilter;
}

/** `labelOf` names a tag as it is shown, `personOf` a person. */
export function listParts(
  filter: SongFilter,
  labelOf: (name: string) => string,
  personOf: (id: string) => string,
): FilterPart[] {
  const tags = listTags(filter);
  const { bpmFrom, bpmTo, key } = filter;
  const parts = tags.map((name) => ({
    label: labelOf(name),
    without: { ...filter, tags: tags.filter((other) => other !== name).join() },
  }));
  if (bpmFrom !== "" || bpmTo !== "") {
    const half = filter.halfAndDouble === "yes" ? ", half and double" : "";
    parts.push({ label: `${nameRange(bpmFrom, bpmTo)} BPM${half}`, without: { ...filter, bpmFrom: "", bpmTo: "" } });
  }
  if (key !== "") {
    const beside = filter.neighbours === "yes" ? " and beside it" : "";
    parts.push({ label: `${nameKey(key)}${beside}`, without: { ...filter, key: "" } });
  }
  if (filter.stage !== "") parts.push({ label: nameStage(filter.stage), without: { ...filter, stage: "" } });
  if (filter.person !== "") {
    parts.push({ label: `with ${personOf(filter.person)}`, without: { ...filter, person: "" } });
  }
  return parts;
}

function nameRange(from: string, to: string): string {
  if (from === "") return `up to ${to}`;
  if (to === "") return `from ${from}`;
  return from === to ? from : `${from}–${to}`;
}

/** An address that somebody wrote by hand may hold any word. */
function nameStage(stage: string): string {
  const known = SONG_STAGES.find((name) => name === stage);
  return known ? STAGE_NAMES[known] : stage;
}

function nameKey(code: string): string {
  return CAMELOT_KEYS.find((key) => key.code === code)?.name ?? code;
}
