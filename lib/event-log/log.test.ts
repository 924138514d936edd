import { mkdtemp, readdir, rm, stat, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "@/lib/core/errors";
import { type EventLog, type JsonValue, openEventLog, type StoredEvent } from "./log";

let folder: string;
let log: EventLog | undefined;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "event-log-"));
});
afterEach(async () => {
  await log?.close();
  log = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function collect(source: AsyncIterable<StoredEvent>): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of source) events.push(event);
  return events;
}

async function measureFiles(): Promise<number> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".ndjson"));
  const sizes = await Promise.all(names.map(async (name) => (await stat(path.join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

const event = (id: string, data: JsonValue = null) => ({ id, type: "noted", data });

const HARD_TEXTS = [
  "é",
  "🎉",
  "日本語のうた",
  "e\u0301\u0323",
  "a\nb\r\nc",
  "\u2028\u2029",
  "\u0000",
  "\ud800 alone",
  '"quo\\ted"',
  "\ufeffbom",
  "",
];

describe("append and read", () => {
  it("B77 B78 B79: keeps any text as one line beside any neighbour, before and after a restart", async () => {
    log = await openEventLog(folder);
    for (const [n, text] of HARD_TEXTS.entries())
      await log.append([event(`id-${n}-${text}`, { text, [text]: [text] })]);
    const check = async (opened: EventLog) => {
      for (const [n, text] of HARD_TEXTS.entries()) {
        expect((await opened.read(`id-${n}-${text}`))?.data).toEqual({ text, [text]: [text] });
      }
    };
    await check(log);
    await log.close();
    log = await openEventLog(folder);
    await check(log);
    expect((await log.stats()).events).toBe(HARD_TEXTS.length);
  });

  it("keeps a line longer than any read buffer", async () => {
    log = await openEventLog(folder);
    const long = "x🎉".repeat(800_000);
    await log.append([event("before"), event("long", long), event("after")]);
    await log.close();
    log = await openEventLog(folder);
    expect((await log.read("long"))?.data).toBe(long);
    expect((await collect(log.scan())).map(({ id }) => id)).toEqual(["before", "long", "after"]);
  });

  it("refuses a known id and keeps nothing of that call, or ignores it and tells its number", async () => {
    log = await openEventLog(folder);
    await log.append([event("a", 1), event("b", 2)]);
    await expect(log.append([event("c"), event("a")])).rejects.toMatchObject({
      reason: "duplicate_event",
      message: 'An event with the id "a" is already kept.',
      fields: [{ field: "id", message: "Use a new id, or ask for duplicates to be ignored." }],
    });
    await expect(log.append([event("d"), event("d")])).rejects.toMatchObject({ code: "conflict" });
    expect([log.has("c"), log.has("d")]).toEqual([false, false]);
    const { events } = await log.append([event("b", 9), event("c"), event("c")], { onDuplicate: "ignore" });
    expect(events).toEqual([
      { id: "b", seq: 2, isDuplicate: true },
      { id: "c", seq: 3, isDuplicate: false },
      { id: "c", seq: 3, isDuplicate: true },
    ]);
    expect((await log.read("b"))?.data).toBe(2);
  });

  it("gives one id to exactly one of many who ask at once", async () => {
    const opened = await openEventLog(folder);
    log = opened;
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => opened.append([event("one", n)])));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await opened.stats()).events).toBe(1);
  });

  it("refuses what it can't keep, naming the field", async () => {
    log = await openEventLog(folder);
    const refused = await log.append([event("")]).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AppError);
    expect(refused).toMatchObject({ code: "invalid_input", fields: [{ field: "id" }] });
  });

  it("B88: says which durability it gave", async () => {
    log = await openEventLog(folder);
    expect((await log.append([event("a")], { durability: "os" })).durability).toBe("os");
    expect((await log.append([event("b")])).durability).toBe("fsync");
    expect((await log.append([event("c")], { durability: "os" })).durability).toBe("os");
    expect((await log.append([event("c")], { onDuplicate: "ignore" })).durability).toBe("fsync");
  });

  it("refuses every call after closing, and closes twice", async () => {
    log = await openEventLog(folder);
    await Promise.all([log.append([event("a")]), log.close()]);
    await log.close();
    await expect(log.append([event("b")])).rejects.toMatchObject({ reason: "log_closed" });
    await expect(log.read("a")).rejects.toMatchObject({ reason: "log_closed" });
    await expect(log.stats()).rejects.toMatchObject({ reason: "log_closed" });
  });
});

describe("one truth for all readers", () => {
  it("B80 B81: stats equal the files and no id is seen without its bytes, while many append", async () => {
    const opened = await openEventLog(folder, { maxSegmentBytes: 20_000 });
    log = opened;
    let isRunning = true;
    const appender = async (name: number) => {
      for (let n = 0; n < 40; n += 1) {
        const id = `${name}-${n}`;
        const written = opened.append([event(id, "é🎉".repeat(n))], { durability: n % 2 ? "os" : "fsync" });
        if (opened.has(id)) expect((await opened.read(id))?.id).toBe(id);
        await written;
        expect((await opened.read(id))?.data).toBe("é🎉".repeat(n));
      }
    };
    const watcher = async () => {
      while (isRunning) {
        const stats = await opened.stats();
        const lines = await collect(opened.scan());
        expect(lines.length).toBeGreaterThanOrEqual(stats.events);
        expect(stats.lastSeq).toBe(stats.events);
        expect(stats.bytes).toBe(stats.indexedBytes);
      }
    };
    const watching = watcher();
    await Promise.all(Array.from({ length: 16 }, (_, name) => appender(name)));
    isRunning = false;
    await watching;
    const stats = await opened.stats();
    expect(stats).toMatchObject({ events: 640, lastSeq: 640, bytes: await measureFiles() });
    expect(stats.segments).toBeGreaterThan(2);
  });

  it("scans from a number across segments, and sees what arrives meanwhile", async () => {
    log = await openEventLog(folder, { maxSegmentBytes: 500 });
    for (let n = 1; n <= 30; n += 1) await log.append([event(`e${n}`, n)]);
    const seen: number[] = [];
    for await (const { seq } of log.scan(21)) {
      if (seq === 25) await log.append([event("late")]);
      seen.push(seq);
    }
    expect(seen).toEqual([21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31]);
  });

  it("B87: appending, restarting, cutting and compacting in any order equals a simple model", async () => {
    const action = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          do: fc.constant("append" as const),
          ids: fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
          data: fc.jsonValue(),
        }),
      },
      { weight: 2, arbitrary: fc.constant({ do: "reopen" as const }) },
      {
        weight: 1,
        arbitrary: fc.record({ do: fc.constant("compact" as const), modulo: fc.integer({ min: 1, max: 4 }) }),
      },
      { weight: 1, arbitrary: fc.record({ do: fc.constant("tear" as const), bytes: fc.integer({ min: 1, max: 20 }) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (actions) => {
        const place = await mkdtemp(path.join(folder, "run-"));
        let opened = await openEventLog(place, { maxSegmentBytes: 400 });
        let model: { seq: number; id: string; data: string }[] = [];
        let lastSeq = 0;
        for (const step of actions) {
          if (step.do === "append") {
            const isKnown = step.ids.some(
              (id, n) => model.some((kept) => kept.id === id) || step.ids.indexOf(id) !== n,
            );
            const data = JSON.parse(JSON.stringify(step.data)) as JsonValue;
            const asked = opened.append(step.ids.map((id) => event(id, data)));
            if (isKnown) await expect(asked).rejects.toMatchObject({ reason: "duplicate_event" });
            else {
              await asked;
              for (const id of step.ids) model.push({ seq: (lastSeq += 1), id, data: JSON.stringify(data) });
            }
          } else if (step.do === "compact") {
            await opened.compact(({ seq }) => seq % step.modulo === 0);
            model = model.filter(({ seq }) => seq % step.modulo === 0);
          } else {
            const { bytes } = await opened.stats();
            await opened.close();
            if (step.do === "tear" && bytes > 0 && model.length > 0) {
              // The last file may be empty after a rotation; only a line in it can be torn.
              const names = (await readdir(place)).filter((name) => name.endsWith(".ndjson")).sort();
              const file = path.join(place, names.at(-1) ?? "");
              const { size } = await stat(file);
              if (size > 0) {
                await truncate(file, size - step.bytes);
                lastSeq = -1;
                model.pop();
              }
            }
            opened = await openEventLog(place, { maxSegmentBytes: 400 });
            if (lastSeq === -1) ({ lastSeq } = await opened.stats());
          }
        }
        const events = await collect(opened.scan());
        expect(events.map(({ seq, id, data }) => ({ seq, id, data: JSON.stringify(data) }))).toEqual(model);
        expect((await opened.stats()).lastSeq).toBe(lastSeq);
        for (const { id, seq } of model) expect((await opened.read(id))?.seq).toBe(seq);
        await opened.close();
      }),
      { numRuns: 40 },
    );
  });
});

describe("hold", () => {
  it("keeps the files as they are while reads go on; what waited is kept afterwards, in order", async () => {
    log = await openEventLog(folder);
    await log.append([event("before")]);
    const release = await log.hold();
    const bytes = await measureFiles();
    const order: string[] = [];
    const waiting = [
      log.append([event("while")]).then(() => order.push("append")),
      log.compact(({ id }) => id !== "before").then(() => order.push("compact")),
    ];
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await measureFiles()).toBe(bytes);
    expect(order).toEqual([]);
    expect((await log.read("before"))?.id).toBe("before");
    release();
    await Promise.all(waiting);
    expect(order).toEqual(["append", "compact"]);
    expect((await collect(log.scan())).map(({ id }) => id)).toEqual(["while"]);
  });
});
