import { Writable } from "node:stream";
import { afterAll, beforeAll, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { sweepMail } from "@/lib/domains/digests/sweeping/commands";
import { createLogger } from "@/lib/log/logger";
import { installServices, type Services } from "@/lib/services";
import { createSessionCookie, createTestPerson, PASSWORD } from "@/lib/testing/actors";
import { type CallRoute, createCaller, type RouteCall } from "@/lib/testing/call-route";
import { planTurns, takeTurns } from "@/lib/testing/digests";
import { readMailbox, readMailedSecret } from "@/lib/testing/mailbox";
import { createReadership, tellReaders } from "@/lib/testing/readers";
import { loadRoutes } from "@/lib/testing/routes-on-disk";
import { startTestStack, type TestStack } from "@/lib/testing/services";

/** The whole of what is logged, at the most talkative level. */
const written: string[] = [];
const sink = new Writable({
  write: (chunk: Buffer, _, done) => {
    written.push(chunk.toString());
    done();
  },
});
let stack: TestStack;
let services: Services;
let call: CallRoute;
let uninstall: () => void;
let callers = 0;
const answers: string[] = [];

beforeAll(async () => {
  stack = await startTestStack({ log: createLogger("trace", sink) });
  services = stack.services;
  uninstall = installServices(services);
  const caller = createCaller(await loadRoutes(), stack.config.app.url);
  call = async (operation, request: RouteCall = {}) => {
    // A network address each, so that no limit is met.
    const headers = { "x-forwarded-for": `192.0.2.${++callers}`, ...request.headers };
    const answer = await caller(operation, { ...request, headers });
    if (answer.status >= 400) answers.push(answer.text);
    return answer;
  };
});
afterAll(async () => {
  uninstall();
  await stack.close();
});

const post = async (operation: string, body: unknown, token?: string) => {
  const { status } = await call(`POST ${operation}`, { body, token: token ?? null });
  return status;
};

/** The same link used, used again, altered, and used while the database fails: what is refused is logged, too. */
async function exhaust(operation: string, body: { token: string; password?: string }, token?: string): Promise<void> {
  await whileDatabaseFails(() => post(operation, body, token));
  expect(await post(operation, body, token)).toBeLessThan(300);
  await post(operation, body, token);
  await post(operation, { ...body, token: `${body.token}x` }, token);
  await post(operation, { ...body, extra: body.token }, token);
}

async function whileDatabaseFails(work: () => Promise<unknown>): Promise<void> {
  const tables = ["email", "account", "account_token", "invite", "session"];
  const known = await services.db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_name = ANY(${tables})`;
  for (const { name } of known) await services.db.$executeRawUnsafe(`ALTER TABLE "${name}" RENAME TO "${name}_away"`);
  try {
    await work();
  } finally {
    for (const { name } of known) await services.db.$executeRawUnsafe(`ALTER TABLE "${name}_away" RENAME TO "${name}"`);
  }
}

/** Signing up, verifying, forgetting, another address: every link that is mailed to oneself. */
async function liveThroughAccountLinks(): Promise<string[]> {
  const email = "mara@example.com";
  await whileDatabaseFails(() => post("/api/accounts", { email, password: PASSWORD, name: "Mara" }));
  await post("/api/accounts", { email, password: PASSWORD, name: "Mara" });
  stack.setMailFaults({ kind: "server_error", times: 1 });
  await post("/api/accounts/verification", { email });
  await post("/api/accounts/verification", { email });
  const verify = await readMailedSecret(stack, email, "verify");
  await exhaust("/api/accounts/verify", { token: verify });
  await post("/api/accounts/reset", { email });
  const reset = await readMailedSecret(stack, email, "reset");
  await exhaust("/api/accounts/password", { token: reset, password: PASSWORD });
  const made = await call("POST /api/tokens", { body: { email, password: PASSWORD, name: "Script" } });
  const { token } = made.json as { token: string };
  await post("/api/account/address", { currentPassword: PASSWORD, email: "mara@example.net" }, token);
  const address = await readMailedSecret(stack, "mara@example.net", "address");
  await exhaust("/api/accounts/address", { token: address });
  await call("GET /api/account", { token: `${token}x` });
  await whileDatabaseFails(() => call("GET /api/account", { token }));
  return [verify, reset, address, token];
}

/** An invite by mail and by its link, and a session's cookie. */
async function liveThroughInvites(): Promise<string[]> {
  const [owner, guest] = [await createTestPerson(services, "Theo"), await createTestPerson(services, "Ines")];
  const project = await call("POST /api/projects", { token: owner.token, body: { name: "Nightferry" } });
  const params = { projectId: (project.json as { id: string }).id };
  const body = { email: "otto@example.com", role: "listener" };
  const shared = await call("POST /api/projects/[projectId]/shares", { token: owner.token, params, body });
  const { invite } = shared.json as { invite: { id: string; link: string } };
  const copied = invite.link.split("/").at(-1) ?? "";
  const [mail] = await readMailbox(stack, body.email);
  const mailed = /\/invites\/([\w.-]+)/.exec(mail?.text ?? "")?.[1] ?? expect.fail("no link in the invite's mail");
  for (const token of [copied, mailed]) {
    await call("GET /api/invites/[token]", { params: { token } });
    await call("GET /api/invites/[token]", { params: { token: `${token}x` } });
    await whileDatabaseFails(() => call("GET /api/invites/[token]", { params: { token } }));
    await post("/api/invites/accept", { token }, guest.token);
    await post("/api/invites/accept", { token: `${token}x` }, guest.token);
  }
  const cookie = await createSessionCookie(services, guest.accountId);
  await call("GET /api/account", { headers: { cookie } });
  await whileDatabaseFails(() => call("GET /api/account", { headers: { cookie } }));
  return [copied, mailed, owner.token, guest.token, cookie.split("=")[1] ?? ""];
}

/** A digest that goes wrong in every way on its way, and the link that ends them. */
async function liveThroughDigests(): Promise<string[]> {
  const wishes = ["Aroha", "Yuki"].map((name) => ({ name, timeZone: "UTC", digestHour: 0 }));
  const readership = await createReadership(services, wishes);
  await tellReaders(services, readership, "Louder.");
  stack.setMailFaults({ kind: "server_error", times: 1 });
  await takeTurns(services, await planTurns(services));
  stack.setMailFaults({ kind: "accept_then_drop", times: 1 });
  for (let minutes = 0; minutes < 3; minutes++) {
    stack.clock.advance(3 * 60_000);
    await sweepMail(services, systemScope);
  }
  const [reader] = readership.readers;
  const [mail] = await readMailbox(stack, reader?.email);
  const token = /token=([^>]+)>/.exec(mail?.headers["List-Unsubscribe"] ?? "")?.[1] ?? expect.fail("no digest came");
  const query = { token: decodeURIComponent(token) };
  await whileDatabaseFails(() => call("POST /api/unsubscribe", { query }));
  expect((await call("POST /api/unsubscribe", { query })).status).toBe(204);
  await call("POST /api/unsubscribe", { query: { token: `${query.token}x` } });
  return [query.token];
}

/** Every text and JSON column but those that hold a mail as it goes out. */
async function readTexts(): Promise<Map<string, string>> {
  const columns = await services.db.$queryRaw<{ table: string; column: string }[]>`
    SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type IN ('text', 'character varying', 'json', 'jsonb', 'ARRAY')`;
  const mail = new Set(["email.html", "email.text", "email.headers"]);
  const texts = new Map<string, string>();
  for (const { table, column } of columns) {
    if (mail.has(`${table}.${column}`)) continue;
    const rows = await services.db.$queryRawUnsafe<{ all: string | null }[]>(
      `SELECT string_agg("${column}"::text, E'\\n') AS all FROM "${table}"`,
    );
    texts.set(`${table}.${column}`, rows[0]?.all ?? "");
  }
  return texts;
}

it("B334: no token of a mailed or copied link, of the API or of a session is in a log, an answer to what failed, or the database beside the mail itself", async () => {
  const secrets = [
    ...(await liveThroughAccountLinks()),
    ...(await liveThroughInvites()),
    ...(await liveThroughDigests()),
    PASSWORD,
  ];
  expect(secrets.filter((secret) => secret.length < 12)).toEqual([]);
  const texts = await readTexts();
  const places = new Map([...texts, ["the log", written.join("")], ["answers to what failed", answers.join("\n")]]);
  const found = secrets.flatMap((secret, at) =>
    [...places].flatMap(([place, text]) =>
      findForms(secret).some((form) => text.includes(form)) ? [[at, place]] : [],
    ),
  );
  expect(found).toEqual([]);
  // It looked where there is something to find: failures were logged, and the mail itself has its link.
  expect(written.filter((line) => line.includes('"level":50')).length).toBeGreaterThan(5);
  expect(texts.size).toBeGreaterThan(40);
  const bodies = await services.db.email.findMany({ where: { lane: "bulk" }, select: { html: true } });
  expect(bodies.some(({ html }) => secrets.some((secret) => html.includes(secret)))).toBe(true);
  // A mail with a secret loses its words once it is over.
  const left = await services.db.email.findMany({
    where: { lane: "transactional", state: { in: ["sent", "expired"] } },
  });
  expect(left.filter(({ html, text }) => html !== "" || text !== "")).toEqual([]);
});

/** As it is, as an address spells it, and the part of a signed token that opens. */
function findForms(secret: string): string[] {
  const signature = secret.includes(".") ? [secret.slice(secret.lastIndexOf(".") + 1)] : [];
  return [secret, encodeURIComponent(secret), ...signature];
}
