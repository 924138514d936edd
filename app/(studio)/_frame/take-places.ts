import type { ProjectView } from "@/lib/domains/projects/schema";
import { canDo } from "./rights";

export const NEW_PROJECT = "new";

interface Places {
  places: { value: string; label: string }[];
  /** What is proposed; "" when there is nothing. */
  first: string;
}

/** Where takes that were let go anywhere may go: projects that one may upload to, and a new one. The open project is proposed first. */
export function listPlaces(projects: readonly ProjectView[], openId: string | null, canCreate: boolean): Places {
  const open = projects.filter(({ role, isArchived }) => canDo(role, "upload") && !isArchived);
  const places = [
    ...open.map(({ id, name }) => ({ value: id, label: name })),
    ...(canCreate ? [{ value: NEW_PROJECT, label: "A new project" }] : []),
  ];
  const first = places.find(({ value }) => value === openId) ?? places[0];
  return { places, first: first?.value ?? "" };
}
