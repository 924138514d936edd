import type { SystemScope } from "@/lib/access/system-scope";
import type { Services } from "@/lib/services";
import { findContents } from "../store";
import { findOpenNotes, type Work } from "../writing/store";
import type { Pen } from "../writing/telling/commands";
import { composeByRules } from "./rules";
import { type BriefMatter, type Composed, contentSchema } from "./schema";

/** Writes an answer with the composer that was asked for. @throws AppError of a model that fails. */
export async function compose(services: Services, scope: SystemScope, work: Work, pen: Pen): Promise<Composed> {
  const matter = await gather(services, scope, work);
  const composed = composeByRules(matter);
  for (const sentence of composed.text.split(/(?<=\n)/)) pen.write(sentence);
  return composed;
}

/** The notes are those that are open at this moment, not those of the first turn. */
async function gather(services: Services, scope: SystemScope, work: Work): Promise<BriefMatter> {
  const { brief, number } = work;
  const notes = await findOpenNotes(scope, services.db, brief.versionId);
  const before = brief.turns.filter((turn) => turn.number < number);
  const answered = before.findLast((turn) => turn.document !== null);
  const kept = answered && (await findContents(scope, services.db, [answered.id])).get(answered.id);
  return {
    versionNumber: brief.version.number,
    notes,
    previous: kept === undefined ? null : contentSchema.parse(kept),
    requests: before.filter((turn) => turn.role === "person").map((turn) => turn.text),
  };
}
