import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { scopeAdmin } from "@/lib/access/scope";
import { createId } from "@/lib/core/ids";
import { transact } from "@/lib/db/client";
import { withTrace } from "@/lib/log/trace";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { type DoneAct, recordAct } from "./commands";
import { readAudit, streamAudit } from "./reads";

let stack: TestStack;
const ada = makeAdmin("Ada");
const eve = makeAdmin("=cmd|'/c calc'!A1");

beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack.close());

function makeAdmin(name: string): PersonActor {
  const account = { accountId: createId(), name, email: `${createId()}@example.com`, isVerified: true };
  return { kind: "session", ...account, isAdmin: true, credentialId: createId() };
}

function record(actor: PersonActor, done: DoneAct): Promise<void> {
  return transact(stack.services.db, (tx) => recordAct(tx, scopeAdmin(actor), done, stack.clock.now()));
}

async function readFile(format: "csv" | "jsonl"): Promise<string> {
  let text = "";
  for await (const piece of streamAudit(stack.services, ada, { format })) text += piece;
  return text;
}

describe("the audit", () => {
  it("B430: keeps who did what to what, in which request, with the values before and after", async () => {
    const target = { kind: "person", id: createId() };
    const values = { before: { quotaBytes: null }, after: { quotaBytes: 5_000_000 } };
    await withTrace({ requestId: "request-1" }, () => record(ada, { act: "person.quota_set", target, ...values }));
    const { items, actors } = await readAudit(stack.services, ada, {});
    const at = stack.clock.now().toISOString();
    expect(items[0]).toEqual({
      ...{ id: expect.any(String), createdAt: at, actorId: ada.accountId, actorName: "Ada", act: "person.quota_set" },
      ...{ targetKind: "person", targetId: target.id, ...values, requestId: "request-1" },
    });
    expect(actors).toEqual([{ id: ada.accountId, name: "Ada" }]);
  });

  it("B430: can't be changed, shortened or emptied by the app's own role", async () => {
    await record(ada, { act: "mail.stopped", target: { kind: "mail" } });
    const { db } = stack.services;
    const refused = "audit_entry is only added to";
    await expect(db.auditEntry.updateMany({ data: { actorName: "Nobody" } })).rejects.toThrow(refused);
    await expect(db.auditEntry.deleteMany()).rejects.toThrow(refused);
    await expect(db.$executeRaw`TRUNCATE audit_entry`).rejects.toThrow(refused);
    expect((await readAudit(stack.services, ada, {})).items[0]?.act).toBe("mail.stopped");
  });

  it("B430: is gone with the act whose transaction fails", async () => {
    const before = (await readAudit(stack.services, ada, {})).items.length;
    const dying = transact(stack.services.db, async (tx) => {
      await recordAct(tx, scopeAdmin(ada), { act: "mail.resumed", target: { kind: "mail" } }, stack.clock.now());
      throw new Error("killed between two lines");
    });
    await expect(dying).rejects.toThrow("killed");
    expect((await readAudit(stack.services, ada, {})).items).toHaveLength(before);
  });

  it("B430: shows an act under the name of then, also when nobody has the account any more", async () => {
    await record({ ...ada, name: "Ada Countess" }, { act: "mail.resumed", target: { kind: "mail" } });
    const { items, actors } = await readAudit(stack.services, ada, { actorId: ada.accountId });
    expect(items.slice(0, 2).map(({ actorName }) => actorName)).toEqual(["Ada Countess", "Ada"]);
    expect(actors.map(({ name }) => name)).toEqual(["Ada Countess"]);
  });

  it("is narrowed by who, what and when, and comes in pages that miss and repeat nothing", async () => {
    stack.clock.advance(60_000);
    const from = stack.clock.now().toISOString();
    for (let i = 0; i < 120; i++)
      await record(eve, { act: "work.retried", target: { kind: "analysis", id: createId() } });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await readAudit(stack.services, ada, { act: "work.retried", from, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(120);
    expect(seen).toHaveLength(120);
    expect((await readAudit(stack.services, ada, { until: from, actorId: eve.accountId })).items).toEqual([]);
    await expect(readAudit(stack.services, ada, { cursor: "nonsense" })).rejects.toMatchObject({
      reason: "bad_cursor",
    });
  });

  it("B431: leaves as CSV without a formula in it, and as a line of JSON each", async () => {
    await record(eve, { act: "suppression.lifted", target: { kind: "address", id: "+1@example.com" } });
    const csv = await readFile("csv");
    const [head, line] = csv.split("\r\n");
    expect(head).toBe("\ufeffTime,Act,By,By (id),Of,Of (id),Before,After,Request,Id");
    expect(line).toContain(",'=cmd|'/c calc'!A1,");
    expect(line).toContain(",'+1@example.com,");
    expect(
      csv
        .split("\r\n")
        .slice(1)
        .filter((row) => /(^|,)[=+\-@]/.test(row)),
    ).toEqual([]);
    const lines = (await readFile("jsonl")).trim().split("\n");
    const { items } = await readAudit(stack.services, ada, {});
    expect(JSON.parse(lines[0] ?? "")).toEqual(items[0]);
    expect(lines).toHaveLength(await stack.services.db.auditEntry.count());
  });

  it("is for administrators alone, also as a file", async () => {
    const nobody = { ...ada, isAdmin: false };
    await expect(readAudit(stack.services, nobody, {})).rejects.toMatchObject({ reason: "not_admin" });
    expect(() => streamAudit(stack.services, nobody, { format: "csv" })).toThrow("administrator");
  });
});
