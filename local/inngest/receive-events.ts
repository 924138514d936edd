import { z } from "zod";
import type { FieldIssue } from "@/lib/core/errors";
import { AppError } from "@/lib/core/errors";
import { createEventIds } from "./event-ids";
import type { Journal } from "./journal";
import { limits } from "./limits";
import { type IncomingEvent, type InngestEvent, incomingEventSchema, type JsonValue } from "./protocol";
import type { Change } from "./records";
import type { Report } from "./reports";
import { planEvent } from "./route-event";
import { findKnownEvent } from "./state";

interface Intake {
  journal: Journal;
  nowMs: () => number;
  /** Whether an app may still turn up that knows the event. */
  isWaitingForApps: () => boolean;
  maxOpenRuns: number;
  onReport: Report;
}

/**
 * Takes the events of one request and answers their internal ids once all are durable. An event whose name and id were
 * seen within 24 hours is answered with the id it had and starts nothing.
 * @throws AppError invalid_input, too_large.
 */
export async function receiveEvents(intake: Intake, body: JsonValue, seed: string | undefined): Promise<string[]> {
  intake.journal.requireRoom();
  const events = readEvents(body);
  requirePlaces(intake);
  const nowMs = intake.nowMs();
  const freshIds = createEventIds(events.length, seed, nowMs);
  const commits: Promise<void>[] = [];
  const ids = events.map((event, index) => {
    const id = freshIds[index] ?? "";
    const { changes, knownId } = planIntake(intake, id, event, nowMs);
    commits.push(intake.journal.commit(changes));
    return knownId ?? id;
  });
  await Promise.all(commits);
  // A repeated event's first record may still be on its way to the disk.
  await intake.journal.flush();
  return ids;
}

/** More than the memory is made for: the sender keeps its events and tries again. */
function requirePlaces({ journal: { state }, maxOpenRuns }: Intake): void {
  if (state.openRuns.size + state.keptEvents.size < maxOpenRuns) return;
  throw new AppError("unavailable", "queue_full", `${maxOpenRuns} runs are not finished. Send the events again later.`);
}

function readEvents(body: JsonValue): IncomingEvent[] {
  const list = Array.isArray(body) ? body : [body];
  if (list.length > limits.eventsPerRequest) {
    throw new AppError("too_large", "too_many_events", `Send at most ${limits.eventsPerRequest} events at once.`);
  }
  const parsed = z.array(incomingEventSchema).safeParse(list);
  if (!parsed.success) throw refuseEvents(parsed.error.issues.map(toFieldIssue));
  for (const [index, event] of parsed.data.entries()) {
    if (event.name.startsWith("inngest/")) {
      throw refuseEvents([{ field: `${index}.name`, message: "Names that start with inngest/ are reserved." }]);
    }
    if (Buffer.byteLength(JSON.stringify(event)) > limits.eventBytes) {
      throw new AppError(
        "too_large",
        "event_too_large",
        `The event ${event.name} is larger than 512 KB. Send a reference.`,
      );
    }
  }
  return parsed.data;
}

function toFieldIssue(issue: { path: PropertyKey[]; message: string }): FieldIssue {
  return { field: issue.path.map(String).join("."), message: issue.message };
}

function refuseEvents(fields: FieldIssue[]): AppError {
  const [first] = fields;
  return new AppError("invalid_input", "bad_event", `${first?.field ?? "event"}: ${first?.message ?? "not an event"}`, {
    fields,
  });
}

function planIntake(
  { journal, isWaitingForApps, onReport }: Intake,
  id: string,
  given: IncomingEvent,
  nowMs: number,
): { changes: Change[]; knownId?: string } {
  const { state } = journal;
  const event: InngestEvent = { id: given.id ?? id, name: given.name, data: given.data, ts: given.ts ?? nowMs };
  if (given.user) event.user = given.user;
  if (given.v) event.v = given.v;
  const known = findKnownEvent(state, event);
  if (known !== undefined && nowMs - known.receivedAt < limits.eventIdMemoryMs) {
    return { changes: [], knownId: known.id };
  }
  const [received, ...effects] = planEvent(state, { id, event, source: "api" }, nowMs);
  if (received?.do !== "event.received") return { changes: [] };
  if (received.fate === "unmatched" && isWaitingForApps()) received.fate = "kept";
  if (received.fate === "unmatched") onReport({ kind: "event_unmatched", name: event.name });
  return { changes: [received, ...effects] };
}
