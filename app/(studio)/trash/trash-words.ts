import type { TrashItem } from "@/lib/domains/trash/schema";

/** As people call it: a song's name, "v3 of Demo". */
export function nameItem({ kind, name, number, songName }: TrashItem): string {
  return kind === "version" ? `v${number} of ${songName}` : name;
}

/** What it is and where it was. */
export function describePlace({ kind, name, songName, projectName }: TrashItem): string {
  if (kind === "project") return "Project";
  if (kind === "attachment") return `File of ${songName} in ${projectName}`;
  return kind === "song" ? `Song in ${projectName}` : `${name}, in ${projectName}`;
}
