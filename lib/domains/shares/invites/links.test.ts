import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { createId } from "@/lib/core/ids";
import { createTestPerson, type TestPerson } from "@/lib/testing/actors";
import { readMailbox } from "@/lib/testing/mailbox";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { createShare, removeShare } from "../commands";
import { readShares } from "../reads";
import { acceptInvite } from "./commands";

let stack: TestStack;
let owner: TestPerson;
let counter = 0;

beforeAll(async () => {
  stack = await startTestStack({ env: { MAIL_DAILY_LIMIT: "1000" } });
  owner = await createTestPerson(stack.services, "Mara");
});
afterAll(() => stack.close());

const act = ({ accountId, email }: TestPerson): PersonActor => ({
  ...{ kind: "session", accountId, email, name: "", isVerified: true, isAdmin: false, credentialId: accountId },
});

async function createProject(): Promise<string> {
  const projectId = createId();
  await stack.services.db.project.create({ data: { id: projectId, ownerId: owner.accountId, name: "Nightferry" } });
  await addMember(projectId, owner, "owner");
  return projectId;
}

const addMember = (projectId: string, { accountId }: TestPerson, role: "owner" | "editor") =>
  stack.services.db.membership.create({ data: { id: createId(), accountId, projectId, role } });
const newAddress = () => `invited${++counter}@example.com`;
const tokenOf = (link: string) => link.split("/").at(-1) ?? "";
const give = (projectId: string, email: string, role: "listener" | "editor", by: TestPerson = owner) =>
  createShare(stack.services, act(by), { projectId, email, role });
const rolesOf = async ({ accountId }: TestPerson) =>
  (await stack.services.db.membership.findMany({ where: { accountId } })).map((row) => row.role);
const copiedFor = async (projectId: string, email: string) => {
  const { invites } = await readShares(stack.services, act(owner), { projectId });
  return tokenOf(invites.find((one) => one.email === email)?.link ?? "");
};
const mailedTo = async (email: string) =>
  tokenOf(/\S+\/invites\/\S+/.exec((await readMailbox(stack, email))[0]?.text ?? "")?.[0] ?? "");

describe("links that must not work any more", () => {
  it("an invite that was withdrawn and is given again has new links, copied and mailed", async () => {
    const projectId = await createProject();
    const email = newAddress();
    const first = (await give(projectId, email, "listener")).invite;
    const old = [tokenOf(first?.link ?? ""), await mailedTo(email)];
    await removeShare(stack.services, act(owner), { projectId, shareId: first?.id ?? "" });
    await give(projectId, email, "listener");
    const guest = await createTestPerson(stack.services, "Guest");
    for (const token of old) {
      await expect(acceptInvite(stack.services, act(guest), { token })).rejects.toMatchObject({ code: "not_found" });
    }
    await acceptInvite(stack.services, act(guest), { token: await copiedFor(projectId, email) });
    expect(await rolesOf(guest)).toEqual(["listener"]);
  });

  it("an editor who was removed does not come back by a link they copied; the mailed one still works", async () => {
    const projectId = await createProject();
    const editor = await createTestPerson(stack.services, "Ines");
    const { id: shareId } = await addMember(projectId, editor, "editor");
    const email = newAddress();
    await give(projectId, email, "editor", editor);
    const copied = await copiedFor(projectId, email);
    await removeShare(stack.services, act(owner), { projectId, shareId });
    const back = acceptInvite(stack.services, act(editor), { token: copied });
    await expect(back).rejects.toMatchObject({ code: "not_found" });
    expect(await copiedFor(projectId, email)).not.toBe(copied);
    const guest = await createTestPerson(stack.services, "Guest");
    await acceptInvite(stack.services, act(guest), { token: await mailedTo(email) });
    expect(await rolesOf(guest)).toEqual(["editor"]);
  });
});
