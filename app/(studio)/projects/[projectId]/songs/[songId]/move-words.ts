import type { MovePreview } from "@/lib/domains/songs/moving/schema";

type Changes = MovePreview["changes"];

const NAMED = 6;
const RIGHTS = { listener: "listen", commenter: "comment", editor: "edit", owner: "do all" } as const;

/** What a move changes, a sentence each: who loses the song, who gets it, who may do something else with it. */
export function describeMove(changes: Changes): string[] {
  const lost = changes.filter(({ after }) => after === null);
  const gained = changes.filter(({ before }) => before === null);
  const others = changes.flatMap(({ person, before, after }) =>
    before && after ? [`${person.name} may ${RIGHTS[after]} then, not ${RIGHTS[before]} as now.`] : [],
  );
  const lines = [
    ...(lost.length > 0 ? [`${nameAll(lost)} can't open it any more.`] : []),
    ...(gained.length > 0 ? [`${nameAll(gained)} can open it from then on.`] : []),
    ...others,
  ];
  return lines.length > 0 ? lines : ["The same people can open it, with the same rights."];
}

function nameAll(changes: Changes): string {
  const names = changes.slice(0, NAMED).map(({ person }) => person.name);
  const rest = changes.length - names.length;
  const shown = rest > 0 ? [...names, `${rest} more`] : names;
  return shown.length === 1 ? (shown[0] ?? "") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1) ?? ""}`;
}
