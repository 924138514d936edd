import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/core/clock";
import { Journal } from "./journal";
import type { InngestReport } from "./reports";
import { makeFolder } from "./test-app";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

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

  it("is open in one process only", async () => {
    const { folder, remove } = await makeFolder();
    cleanups.push(remove);
    const journal = await Journal.open(folder, systemClock, () => undefined);
    cleanups.push(() => journal.close());
    await expect(Journal.open(folder, systemClock, () => undefined)).rejects.toMatchObject({ reason: "log_locked" });
  });
});
