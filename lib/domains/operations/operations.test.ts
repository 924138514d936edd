import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { createId } from "@/lib/core/ids";
import { VERSION_UPLOADED } from "@/lib/core/queue-events";
import { transact } from "@/lib/db/client";
import { writeOutbox } from "@/lib/db/outbox-store";
import { buildServices, type Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { pruneSentEvents, type RelayedEvent, relayOutbox } from "./commands";
import { checkReadiness } from "./reads";

let stack: TestStack;
let services: Services;

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
});
afterAll(() => stack.close());

async function write(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    const data = { versionId: createId() };
    ids.push(
      await transact(services.db, (tx) => writeOutbox(tx, { name: VERSION_UPLOADED, data }, services.clock.now())),
    );
  }
  return ids;
}

describe("the relay", () => {
  it("sends what was committed, with the row's id, once", async () => {
    const ids = await write(3);
    const sent: RelayedEvent[] = [];
    const send = async (events: RelayedEvent[]) => {
      sent.push(...events);
    };
    expect(await relayOutbox(services, systemScope, send)).toBe(3);
    expect(await relayOutbox(services, systemScope, send)).toBe(0);
    expect(sent.map((event) => event.id)).toEqual(ids);
    expect(sent[0]).toMatchObject({ name: VERSION_UPLOADED, data: { versionId: expect.any(String) } });
  });

  it("B68: keeps everything while the queue is down, and sends it later", async () => {
    const ids = await write(2);
    const down = () => Promise.reject(new Error("connection refused"));
    await expect(relayOutbox(services, systemScope, down)).rejects.toThrow("refused");
    expect(await relayOutbox(services, systemScope, down)).toBe(0);
    stack.clock.advance(10_000);
    const sent: string[] = [];
    await relayOutbox(services, systemScope, async (events) => {
      sent.push(...events.map((event) => event.id));
    });
    expect(sent).toEqual(ids);
  });

  it("repeats the same ids after a death between sending and marking", async () => {
    const ids = await write(1);
    const never = relayOutbox(services, systemScope, () => new Promise<void>(() => undefined));
    await expect
      .poll(async () => (await services.db.outbox.findUnique({ where: { id: ids[0] ?? "" } }))?.attempts)
      .toBe(1);
    stack.clock.advance(31_000);
    const sent: string[] = [];
    await relayOutbox(services, systemScope, async (events) => {
      sent.push(...events.map((event) => event.id));
    });
    expect(sent).toEqual(ids);
    expect(never).toBeInstanceOf(Promise);
  });

  it("shares the work with another relay without sending anything twice", async () => {
    const ids = await write(120);
    const sent: string[] = [];
    const send = async (events: RelayedEvent[]) => {
      sent.push(...events.map((event) => event.id));
    };
    await Promise.all([relayOutbox(services, systemScope, send), relayOutbox(services, systemScope, send)]);
    expect(sent.sort()).toEqual(ids.sort());
  });

  it("hints at commit, so that nothing waits for the next look", async () => {
    let hints = 0;
    const stop = services.live.onOutbox(() => hints++);
    await services.live.subscribe("anything", () => undefined);
    const before = hints;
    await write(1);
    await expect.poll(() => hints).toBeGreaterThan(before);
    stop();
  });

  it("forgets what was sent long ago, and only that", async () => {
    await relayOutbox(services, systemScope, async () => undefined);
    const [waiting] = await write(1);
    stack.clock.advance(8 * 86_400_000);
    expect(await pruneSentEvents(services, systemScope)).toBeGreaterThan(0);
    expect(await services.db.outbox.findMany({ select: { id: true } })).toEqual([{ id: waiting }]);
  });
});

describe("readiness", () => {
  it("is ok when database and storage are; a queue that is away is told, with the cure", async () => {
    const { status, checks } = await checkReadiness(services);
    expect(status).toBe("ok");
    const named = new Map(checks.map((check) => [check.name, check]));
    expect([...named.keys()]).toEqual(expect.arrayContaining(["database", "storage", "queue", "outbox", "ffmpeg"]));
    expect(named.get("storage")).toMatchObject({ isOk: true });
    expect(named.get("queue")).toMatchObject({ isOk: false, cure: expect.stringContaining("INNGEST_BASE_URL") });
    expect(named.get("outbox")).toMatchObject({ isOk: false });
  });

  it("writes to storage once in a while, however often it is asked", async () => {
    stack.clock.advance(60_000);
    let puts = 0;
    const storage = {
      ...services.storage,
      put: (...call: Parameters<typeof services.storage.put>) => (puts++, services.storage.put(...call)),
    };
    const counted = { ...services, storage };
    for (let i = 0; i < 5; i++) await checkReadiness(counted);
    expect(puts).toBe(1);
    stack.clock.advance(20_000);
    await checkReadiness(counted);
    expect(puts).toBe(2);
  });

  it("B61, B67: fails when storage or the database is away, without showing where it is or any secret", async () => {
    const config = {
      ...stack.config,
      database: { url: "postgres://hidden-user:hidden-password@127.0.0.1:9/nowhere" },
      s3: { ...stack.config.s3, endpoint: "http://127.0.0.1:9" },
    };
    const broken = buildServices(config, { clock: stack.clock, log: services.log });
    const readiness = await checkReadiness(broken);
    await broken.close();
    expect(readiness.status).toBe("failing");
    expect(JSON.stringify(readiness)).not.toContain("hidden");
  });
});
