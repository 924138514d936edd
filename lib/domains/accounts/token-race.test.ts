import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { createId } from "@/lib/core/ids";
import { createPerson } from "@/lib/domains/projects/band.fixture";
import { createLogger } from "@/lib/log/logger";
import { buildServices, type Services } from "@/lib/services";
import { readMailedSecret } from "@/lib/testing/mailbox";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { askReset, setPassword, signUp, verifyAccount } from "./commands";
import { askNewAddress, takeNewAddress } from "./identity/commands";
import { deleteAccount } from "./leaving/commands";
import { askToLeave } from "./leaving/leaving.fixture";
import { checkPassword } from "./sessions/commands";

const PRESSES = 20;
const PASSWORD = "slow dynamo 1979";

let stack: TestStack;
/** Two processes of one Segno: whoever presses meets one or the other. */
let processes: [Services, Services];
let mara: PersonActor;

beforeAll(async () => {
  stack = await startTestStack({ env: { MAIL_DAILY_LIMIT: "100000" } });
  const { config, clock } = stack;
  processes = [stack.services, buildServices(config, { clock, log: createLogger("silent") })];
});
afterAll(async () => {
  await processes[1].close();
  await stack.close();
});
beforeEach(async () => {
  mara = await createPerson(stack.services, "Mara");
});

/** Presses twenty times at once, in turn on both processes. Answers which presses won, after the others were told why not. */
async function race(press: (services: Services, at: number) => Promise<unknown>): Promise<number[]> {
  const pressed = Array.from({ length: PRESSES }, (_, at) => press(processes[at % 2 === 0 ? 0 : 1], at));
  const ends = await Promise.allSettled(pressed);
  const whyNot = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
  for (const error of whyNot) expect(error).toMatchObject({ code: "gone", reason: "link_spent" });
  return ends.flatMap((end, at) => (end.status === "fulfilled" ? [at] : []));
}

const freshEmail = () => `${createId()}@example.com`;
const findByEmail = (email: string) => stack.services.db.account.findUnique({ where: { email } });

describe("token-race: of twenty presses of a mailed link at once exactly one wins", () => {
  it("B33: that verifies an address", async () => {
    const email = freshEmail();
    await signUp(stack.services, { email, password: PASSWORD, name: "Mara", timeZone: "Europe/Berlin" });
    const token = await readMailedSecret(stack, email, "verify");
    expect(await race((services) => verifyAccount(services, { token }))).toHaveLength(1);
    expect((await findByEmail(email))?.emailVerifiedAt).not.toBeNull();
  });

  it("B33: that sets a new password, which is the winner's", async () => {
    const { email } = mara;
    await askReset(stack.services, { email });
    const token = await readMailedSecret(stack, email, "reset");
    const wished = (at: number) => `the ${at}th password of Mara`;
    const won = await race((services, at) => setPassword(services, { token, password: wished(at) }));
    expect(won).toHaveLength(1);
    const opens = async (at: number) => (await checkPassword(stack.services, { email, password: wished(at) })) !== null;
    expect(await opens(won[0] ?? -1)).toBe(true);
    expect(await opens(((won[0] ?? 0) + 1) % PRESSES)).toBe(false);
  });

  it("B362: that takes another address, also of two people who both wait for it", async () => {
    const email = freshEmail();
    const theo = await createPerson(stack.services, "Theo");
    const tokens: string[] = [];
    for (const person of [mara, theo]) {
      await askNewAddress(stack.services, person, { email });
      tokens.push(await readMailedSecret(stack, email, "address"));
    }
    // Both links by both processes: 0 and 1 by turns of two.
    const pressed = Array.from({ length: PRESSES }, (_, at) =>
      takeNewAddress(processes[at % 2 === 0 ? 0 : 1], { token: tokens[(at >> 1) % 2] ?? "" }),
    );
    const ends = await Promise.allSettled(pressed);
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const owner = await findByEmail(email);
    expect([mara.accountId, theo.accountId]).toContain(owner?.id);
  });

  it("B348: that deletes an account, which is gone then", async () => {
    const token = await askToLeave(stack, mara);
    expect(await race((services) => deleteAccount(services, { token }))).toHaveLength(1);
    const account = await stack.services.db.account.findUniqueOrThrow({ where: { id: mara.accountId } });
    expect(account.deletedAt).not.toBeNull();
  });
});
