import { afterAll, beforeAll, expect, it } from "vitest";
import { createPerson } from "@/lib/domains/projects/band.fixture";
import { createProject } from "@/lib/domains/projects/commands";
import { createShare } from "@/lib/domains/shares/commands";
import { readMailbox, readMailedSecret } from "@/lib/testing/mailbox";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { askReset, signUp, verifyAccount } from "./commands";
import { normalizeEmail } from "./rules";
import { checkPassword } from "./sessions/commands";

let stack: TestStack;
const VICTIM = "mara@example.com";
const [HERS, THEIRS] = ["slow dynamo 1979", "quick as lightning"];

beforeAll(async () => {
  stack = await startTestStack({ env: { MAIL_DAILY_LIMIT: "1000" } });
  await signUp(stack.services, { email: VICTIM, password: HERS, name: "Mara" });
  await verifyAccount(stack.services, { token: await readMailedSecret(stack, VICTIM, "verify") });
});
afterAll(() => stack.close());

/** Other letters that look the same: Cyrillic а, dotless ı, a zero-width joiner's absence is another question. */
const ALIKE = ["m\u0430ra@example.com", "mara@ex\u0430mple.com", "mar\u0251@example.com", "m\u00e1ra@example.com"];
/** Letters that compatibility forms, or an invisible sign, would make hers. */
const FOLDING = ["ｍara@example.com", "mara@ｅxample.com", "𝐦ara@example.com", "mara@example。com"];
const REFUSED = ["mara＠example.com", "ma\u200Bra@example.com", "mara@example.com\u202E", "ma\u00ADra@example.com"];

it("homoglyph-address, B27: an address that only looks like hers is another person's, and gets none of her mail", async () => {
  for (const email of ALIKE) {
    expect(normalizeEmail(email)).not.toBe(VICTIM);
    await signUp(stack.services, { email, password: THEIRS, name: "Eve" });
    const own = normalizeEmail(email) ?? "";
    await verifyAccount(stack.services, { token: await readMailedSecret(stack, own, "verify") });
    await askReset(stack.services, { email });
    expect(await checkPassword(stack.services, { email, password: HERS })).toBeNull();
  }
  expect(await checkPassword(stack.services, { email: VICTIM, password: THEIRS })).toBeNull();
  expect((await readMailbox(stack, VICTIM)).map(({ subject }) => subject)).toEqual(["Verify your address for Segno"]);
});

it("homoglyph-address, B27: one that would be folded into hers names her or nobody, and never makes a second account", async () => {
  for (const email of FOLDING) {
    const identity = normalizeEmail(email);
    // A domain is one whatever its letters' width (UTS 46); before the @ other letters are another person.
    if (identity === VICTIM) {
      await signUp(stack.services, { email, password: THEIRS, name: "Eve" });
      expect(await checkPassword(stack.services, { email, password: THEIRS })).toBeNull();
    } else expect(identity).not.toBe(VICTIM);
  }
  expect(await stack.services.db.account.count({ where: { email: VICTIM } })).toBe(1);
  expect(await checkPassword(stack.services, { email: VICTIM, password: HERS })).toMatchObject({ name: "Mara" });
});

it("homoglyph-address, B27: one with a sign that looks like another or can't be seen is refused at its field", async () => {
  const isEmail = { code: "invalid_input", fields: [{ field: "email" }] };
  for (const email of REFUSED) {
    await expect(signUp(stack.services, { email, password: THEIRS, name: "Eve" })).rejects.toMatchObject(isEmail);
  }
});

it("homoglyph-address, B27: sharing with the one that looks like hers opens nothing to her", async () => {
  const owner = await createPerson(stack.services, "Olga");
  const { id: projectId } = await createProject(stack.services, owner, { name: "Nightferry" });
  const { member, invite } = await createShare(stack.services, owner, {
    ...{ projectId, email: "mar\u0430@example.com", role: "listener" },
  });
  expect([member, invite?.email]).toEqual([null, "mar\u0430@example.com"]);
});
