import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/core/clock";
import { planRun } from "./create-run";
import { Journal } from "./journal";
import { limits } from "./limits";
import type { InngestReport } from "./reports";
import { replayRun } from "./run-views";
import { makeFolder } from "./test-app";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const STEPS = {
  step: { id: "step", name: "step", runtime: { type: "http", url: "http://127.0.0.1:1" }, retries: { attempts: 1 } },
};

/** @returns the id of a run of the only function that failed at once. */
async function failRun(journal: Journal, eventId: string, nowMs: number): Promise<string> {
  const event = { id: eventId, name: "t/take", data: {}, ts: nowMs };
  const [spec] = journal.state.functions.values();
  if (!spec) throw new Error("No function is registered.");
  const created = planRun(journal.state, { spec, eventId, event, nowMs });
  const [run] = created.flatMap((change) => (change.do === "run.created" ? [change.run] : []));
  if (!run) throw new Error("No run came of it.");
  await journal.commit([{ do: "event.received", id: eventId, event, source: "api", fate: "routed" }, ...created]);
  const error = { name: "Error", message: "cut short" };
  await journal.commit([{ do: "run.finished", runId: run.id, status: "failed", error }]);
  return run.id;
}

describe("journal", () => {
  it("halts when a record can't be written, and says so", async () => {
    const { folder, remove } = await makeFolder();
    cleanups.push(remove);
    const reports: InngestReport[] = [];
    const journal = await Journal.open(folder, systemClock, (report) => reports.push(report));
    const event = { id: "e", name: "t/e", data: {}, ts: 0 };
    await journal.commit([{ do: "event.received", id: "e", event, source: "api", fate: "unmatched" }]);
    await journal.log.close();
    const lost = journal.commit([{ do: "run.skipped", functionId: "f", eventId: "e", reason: "singleton" }]);
    await expect(lost).rejects.toMatchObject({ code: "unavailable" });
    await expect(journal.flush()).rejects.toMatchObject({ reason: "engine_halted" });
    await expect(journal.commit([])).resolves.toBeUndefined();
    expect(journal.isHalted).toBe(true);
    expect(reports.map(({ kind }) => kind)).toContain("halted");
    const again = await Journal.open(folder, systemClock, () => undefined);
    cleanups.push(() => again.close());
    expect(await again.readEvent("e")).toEqual(event);
    expect(again.state.counts.size).toBe(0);
  });

  it("keeps the event of a run that is replayed while what is past its retention is looked for", async () => {
    const { folder, remove } = await makeFolder();
    cleanups.push(remove);
    let nowMs = Date.parse("2026-03-02T09:00:00Z");
    const clock = { now: () => new Date(nowMs) };
    const journal = await Journal.open(folder, clock, () => undefined);
    cleanups.push(() => journal.close());
    const measure = { id: "t-measure", name: "Measure", triggers: [{ event: "t/take" }], steps: STEPS };
    await journal.commit([
      { do: "app.synced", url: "http://127.0.0.1:1", appId: "t", sdk: "js:v4", functions: [measure] },
    ]);
    const [replayed, forgotten] = [
      await failRun(journal, "replayed", nowMs),
      await failRun(journal, "forgotten", nowMs),
    ];
    nowMs += limits.retentionMs + 1;

    // The last look at the log is over, the next turn forgets what it found.
    const scan = journal.log.scan.bind(journal.log);
    let scans = 0;
    let runId = "";
    journal.log.scan = async function* (...given) {
      yield* scan(...given);
      if (++scans === 2) runId = await replayRun(journal, replayed, nowMs);
    };
    await journal.prune(nowMs);
    expect(scans).toBe(2);
    expect(journal.state.runs.get(runId)?.status).toBe("queued");
    expect(await journal.readEvent("replayed")).toMatchObject({ name: "t/take" });
    expect(journal.state.events.has("forgotten")).toBe(false);
    await expect(replayRun(journal, forgotten, nowMs)).rejects.toMatchObject({ code: "not_found" });
  });

  it("is open in one process only", async () => {
    const { folder, remove } = await makeFolder();
    cleanups.push(remove);
    const journal = await Journal.open(folder, systemClock, () => undefined);
    cleanups.push(() => journal.close());
    await expect(Journal.open(folder, systemClock, () => undefined)).rejects.toMatchObject({ reason: "log_locked" });
  });
});
