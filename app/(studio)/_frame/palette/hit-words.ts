import { formatTime } from "@/app/_ui/format-time";
import type { SearchHit, SearchKind } from "@/lib/domains/search/schema";

export const GROUP_NAMES: Record<SearchKind, string> = {
  song: "Songs",
  project: "Projects",
  person: "People",
  tag: "Tags",
  version: "Takes",
  comment: "Comments",
};

/** What a hit is called and where it is: "Too loud" and "Carla in Slow Dynamo v2 at 1:48". */
export function describeHit(hit: SearchHit): { title: string; detail: string } {
  const version = hit.versionNumber === null ? "" : ` v${hit.versionNumber}`;
  const song = `${hit.songName ?? ""}${version}`;
  switch (hit.kind) {
    case "project":
      return { title: hit.title, detail: "" };
    case "song":
      return { title: hit.title, detail: hit.projectName };
    case "person":
      return { title: hit.title, detail: `in ${hit.projectName}` };
    case "tag":
      return { title: hit.title, detail: `songs in ${hit.projectName}` };
    case "version":
      return {
        title: hit.title,
        detail: `${song} · ${hit.projectName}${hit.excerpt === "" ? "" : ` · ${hit.excerpt}`}`,
      };
    case "comment": {
      const place = hit.startSec === null ? "" : ` at ${formatTime(hit.startSec)}`;
      return { title: hit.excerpt, detail: `${hit.title} in ${song}${place}` };
    }
  }
}

/** What a screen reader hears when an answer is there. */
export function countHits(hits: readonly SearchHit[]): string {
  return hits.length === 0 ? "Nothing found" : hits.length === 1 ? "1 result" : `${hits.length} results`;
}

/** What tells a row from every other. */
export function nameHit({ kind, id }: Pick<SearchHit, "kind" | "id">): string {
  return `${kind}:${id}`;
}
