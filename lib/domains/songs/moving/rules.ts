import { type Role, strongestRole } from "@/lib/access/policy";
import type { MovePreview } from "./schema";

export interface Right {
  person: { id: string; name: string };
  role: Role;
  /** By the project the song is in, by the one it would be in, or by the song itself, which stays. */
  by: "from" | "to" | "song";
}

/** Whose right a move would change, by name. */
export function compareRights(rights: readonly Right[]): MovePreview["changes"] {
  const people = new Map(rights.map(({ person }) => [person.id, person]));
  const roleOf = (id: string, by: Right["by"][]) =>
    strongestRole(rights.filter((right) => right.person.id === id && by.includes(right.by)).map(({ role }) => role));
  return [...people.values()]
    .map((person) => ({
      person,
      before: roleOf(person.id, ["from", "song"]),
      after: roleOf(person.id, ["to", "song"]),
    }))
    .filter(({ before, after }) => before !== after)
    .sort((a, b) => a.person.name.localeCompare(b.person.name) || a.person.id.localeCompare(b.person.id));
}
