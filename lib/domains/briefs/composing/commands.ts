import type { SystemScope } from "@/lib/access/system-scope";
import { AppError } from "@/lib/core/errors";
import { readAi } from "@/lib/domains/projects/reads";
import type { Services } from "@/lib/services";
import { findContents } from "../store";
import { findOpenNotes, type Work } from "../writing/store";
import type { Pen } from "../writing/telling/commands";
import { toAnswerGroups, toBriefNotes, toContent } from "./modelled/rules";
import { composeByRules } from "./rules";
import { type BriefMatter, type Composed, contentSchema } from "./schema";

/** Writes an answer with the composer that was asked for. @throws AppError of a model that fails. */
export async function compose(services: Services, scope: SystemScope, work: Work, pen: Pen): Promise<Composed> {
  const matter = await gather(services, scope, work);
  // A model has nothing to say of nothing.
  if (work.composer === "ai" && matter.notes.length > 0) return await composeByModel(services, work, matter, pen);
  const composed = composeByRules(matter);
  for (const sentence of composed.text.split(/(?<=\n)/)) pen.write(sentence);
  return composed;
}

async function composeByModel(services: Services, work: Work, matter: BriefMatter, pen: Pen): Promise<Composed> {
  const { briefWriter } = services;
  // Consent may have been taken back since somebody asked.
  if (!briefWriter || !readAi(services, work.brief.version.song.project).readsNotes) throw notAllowed();
  const previous = matter.previous && toAnswerGroups(matter.previous);
  const request = { notes: toBriefNotes(matter.notes), requests: matter.requests, previous };
  const { answer, usage } = await briefWriter.write(request, pen);
  return { text: `${answer.summary}\n`, content: toContent(answer, matter), usage };
}

function notAllowed(): AppError {
  const message =
    "The AI model may not read this project's notes any more. Make a brief by the rules, or ask its owner.";
  return new AppError("forbidden", "ai_off", message);
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
