import type { BriefDocumentView, BriefItemView } from "@/lib/domains/briefs/schema";
import { describeSpan } from "./span";

/** What a name or a note may not do to the line it stands in. */
function inLine(words: string): string {
  return words.replace(/\s+/g, " ").trim();
}

function nameAll(people: { name: string }[]): string {
  return people.map((person) => inLine(person.name)).join(", ");
}

/** A document as a check-list that other programs understand: `- [ ] 0:12–0:20 Vocals: nudge the double (Mara, Jonas)`. */
export function writeMarkdown(
  document: BriefDocumentView,
  authorsOf: (noteIds: string[]) => { name: string }[],
): string {
  const writeItem = (group: string, item: BriefItemView): string[] => {
    const people = item.people.length > 0 ? ` (${nameAll(item.people)})` : "";
    const words = `${describeSpan(item)} ${inLine(group)}: ${inLine(item.what)}${people}`.trim();
    const sides = item.conflict?.sides.map((side) => {
      const who = nameAll(authorsOf(side.noteIds));
      return `  - ${who === "" ? "" : `${who}: `}${inLine(side.says)}`;
    });
    return [`- [${item.isDone ? "x" : " "}] ${words}`, ...(sides ?? [])];
  };
  const lines = document.groups.flatMap((group) => group.items.flatMap((item) => writeItem(group.title, item)));
  return `# ${inLine(document.title)}\n\n${lines.join("\n")}\n`;
}
