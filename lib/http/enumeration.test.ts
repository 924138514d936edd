import { afterAll, beforeAll, expect, it } from "vitest";
import { createId } from "@/lib/core/ids";
import { createTestPerson, PASSWORD } from "@/lib/testing/actors";
import { type ApiWorld, openApiWorld } from "@/lib/testing/api-world";
import { callNextAuth } from "@/lib/testing/call-auth";
import { buildAuthOptions } from "./auth-options";

let world: ApiWorld;
let known: string;

beforeAll(async () => {
  world = await openApiWorld();
  known = (await createTestPerson(world.stack.services, "Mara")).email;
});
afterAll(() => world.close());

interface Shown {
  status: number;
  body: unknown;
}

/** What somebody outside can ask about an address. */
const QUESTIONS: Record<string, (email: string) => Promise<Shown>> = {
  "signing up": (email) =>
    post("POST /api/accounts", { email, password: PASSWORD, name: "Somebody", timeZone: "Europe/Berlin" }),
  "asking for the link to verify": (email) => post("POST /api/accounts/verification", { email }),
  "asking for a new password": (email) => post("POST /api/accounts/reset", { email }),
  "taking a token": (email) => post("POST /api/tokens", { email, password: "wrong", name: "Script" }),
  "signing in": async (email) => {
    const options = buildAuthOptions(world.stack.services);
    const csrf = await callNextAuth(options, "csrf");
    const { status, body } = await callNextAuth(options, "callback/credentials", {
      body: { email, password: "wrong", ...(csrf.body as object), json: "true" },
      cookies: csrf.cookies,
    });
    return { status, body };
  },
};

async function post(operation: string, body: unknown): Promise<Shown> {
  const { status, json } = await world.call(operation, { token: null, body });
  return { status, body: { ...(json as object), requestId: null } };
}

const ROUNDS = 15;
const middle = (values: number[]) => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

/** Asks in turns, so that whatever else the machine does is felt by both alike. */
async function measure(ask: (email: string) => Promise<Shown>) {
  const [knownMs, unknownMs]: [number[], number[]] = [[], []];
  const answers = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [times, email] of [
      [knownMs, known],
      [unknownMs, `nobody.${createId()}@example.com`],
    ] as const) {
      // How often one may ask is another question.
      await world.stack.services.db.rateLimit.deleteMany();
      const startedAt = performance.now();
      answers.add(JSON.stringify(await ask(email)));
      times.push(performance.now() - startedAt);
    }
  }
  return { answers, knownMs: middle(knownMs), unknownMs: middle(unknownMs) };
}

for (const [name, ask] of Object.entries(QUESTIONS)) {
  it(`enumeration, B352: ${name} has one status, one body and one median time, whether or not the address is known`, async () => {
    // A machine under load may err once; what tells by its time does so again.
    for (let attempt = 1; ; attempt++) {
      const { answers, knownMs, unknownMs } = await measure(ask);
      expect([...answers]).toHaveLength(1);
      const difference = Math.abs(knownMs - unknownMs);
      const allowed = Math.max(8, 0.25 * Math.min(knownMs, unknownMs));
      if (difference <= allowed) return;
      if (attempt === 4) expect({ knownMs, unknownMs }).toBe("alike");
    }
  });
}
