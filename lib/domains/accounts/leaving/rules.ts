import { AppError, type FieldIssue } from "@/lib/core/errors";
import type { ProjectPlan } from "./schema";

/** How somebody is called from then on, beside what they said. */
export const FORMER_NAME = "A former member";
/** A sign-in that is no older proves who has no password. */
export const FRESH_MS = 10 * 60 * 1000;

export interface Owned {
  id: string;
  memberIds: string[];
}

/** @throws AppError invalid_input `bad_plan`: of somebody else's project, or for somebody who is not in it. */
export function requirePlanFits(owned: readonly Owned[], plan: ProjectPlan): void {
  const members = new Map(owned.map(({ id, memberIds }) => [id, memberIds]));
  const fields = plan.flatMap(({ projectId, offerTo }, index): FieldIssue[] => {
    const memberIds = members.get(projectId);
    const at = `projects.${index}`;
    if (!memberIds) return [{ field: `${at}.projectId`, message: "You don't own this project any more." }];
    if (offerTo === null || memberIds.includes(offerTo)) return [];
    return [{ field: `${at}.offerTo`, message: "They are not in this project. Choose one of its members." }];
  });
  if (fields.length === 0) return;
  throw new AppError("invalid_input", "bad_plan", "Your projects are not as they were. Look at the list again.", {
    fields,
  });
}

/** What was decided still holds for each project that is owned, and for no other. */
export function isWholePlan(owned: readonly Owned[], plan: ProjectPlan): boolean {
  const planned = new Map(plan.map(({ projectId, offerTo }) => [projectId, offerTo]));
  return (
    planned.size === owned.length &&
    owned.every(({ id, memberIds }) => {
      const offerTo = planned.get(id);
      return offerTo === null || (offerTo !== undefined && memberIds.includes(offerTo));
    })
  );
}
