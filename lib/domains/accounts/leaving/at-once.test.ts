import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { systemScope } from "@/lib/access/system-scope";
import { askReset, updateAccount } from "@/lib/domains/accounts/commands";
import { askNewAddress } from "@/lib/domains/accounts/identity/commands";
import { startSession } from "@/lib/domains/accounts/sessions/commands";
import { createApiToken } from "@/lib/domains/accounts/tokens/commands";
import { addMember, type Band, createBand } from "@/lib/domains/projects/band.fixture";
import { takeProject } from "@/lib/domains/projects/handover/commands";
import { readProject } from "@/lib/domains/projects/reads";
import { createShare } from "@/lib/domains/shares/commands";
import { acceptInvite, reconcileAllInvites } from "@/lib/domains/shares/invites/commands";
import { beginUpload } from "@/lib/domains/uploads/commands";
import type { Services } from "@/lib/services";
import { readMailbox } from "@/lib/testing/mailbox";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { deleteAccount } from "./commands";
import { askToLeave, dieAt, findEverywhere } from "./leaving.fixture";
import { FORMER_NAME } from "./rules";
import type { ProjectPlan } from "./schema";

let stack: TestStack;
let services: Services;
let band: Band;

beforeAll(async () => {
  stack = await startTestStack({ env: { MAIL_DAILY_LIMIT: "100000" } });
  services = stack.services;
});
afterAll(() => stack.close());
beforeEach(async () => {
  band = await createBand(services);
});

const ask = (person: PersonActor, projects?: ProjectPlan) => askToLeave(stack, person, projects);
const stays = (person: PersonActor, projectId = band.projectId): ProjectPlan => [
  { projectId, offerTo: person.accountId },
];
const find = ({ accountId }: PersonActor) => services.db.account.findUniqueOrThrow({ where: { id: accountId } });
const isDeleted = async (person: PersonActor) => (await find(person)).deletedAt !== null;

describe("cut off and at once", () => {
  it("B348: killed at any statement nothing of it has happened; the next press does all of it", async () => {
    const token = await ask(band.owner, stays(band.editor));
    let step = 1;
    for (; step < 100; step++) {
      const ended = await deleteAccount(dieAt(services, step), { token }).then(
        () => "done",
        () => "died",
      );
      if (ended === "done") break;
      expect([step, await isDeleted(band.owner)]).toEqual([step, false]);
      expect((await readProject(services, band.owner, band.projectId)).role).toBe("owner");
    }
    expect(step).toBeGreaterThan(15);
    expect(await isDeleted(band.owner)).toBe(true);
    expect(await findEverywhere(services.db, band.owner.email)).toEqual([]);
  });

  // In two halves, as no more than the pool's connections can be under way.
  for (const half of [0, 1, 0, 1]) {
    it(`B348: beside uploads, invites, shares, sign-ins, changes and a handover nothing is left that is theirs (${half})`, async () => {
      const [one, other, third] = [await createBand(services), await createBand(services), await createBand(services)];
      const leaver = one.editor;
      await addMember(services, leaver, { projectId: other.projectId }, "editor");
      await services.db.project.update({ where: { id: one.projectId }, data: { offeredToId: leaver.accountId } });
      const share = { projectId: third.projectId, role: "commenter" } as const;
      const email = `guest.${third.projectId}@example.com`;
      const { invite } = await createShare(services, third.owner, { ...share, email });
      const link = invite?.link.split("/").at(-1) ?? "";
      const token = await ask(leaver);
      const file = { fileName: "take.wav", sizeBytes: 1000, contentType: "audio/wav", idempotencyKey: third.projectId };
      const works = [
        () => takeProject(services, leaver, one.projectId),
        () => beginUpload(services, leaver, other, file),
        () => createShare(services, leaver, { ...share, projectId: other.projectId, email: "bass@example.com" }),
        () => startSession(services, { accountId: leaver.accountId, userAgent: "" }),
        () => acceptInvite(services, leaver, { token: link }),
        () => askReset(services, { email: leaver.email }),
        () => askNewAddress(services, leaver, { email: `new.${leaver.email}` }),
        () => updateAccount(services, leaver, { name: "Too late" }),
        () => createApiToken(services, leaver, { name: "Script" }),
        () => reconcileAllInvites(services, systemScope),
      ].filter((_, index) => index % 2 === half);
      const sharing = createShare(services, third.owner, { ...share, email: leaver.email });
      const all = [sharing, deleteAccount(services, { token }), ...works.map((work) => work())];
      const ends = await Promise.allSettled(all);
      // What was refused was refused with words: nothing ran into a lock or broke.
      for (const end of ends) if (end.status === "rejected") expect(end.reason).toHaveProperty("reason");
      await readMailbox(stack);
      if (!(await isDeleted(leaver))) {
        // They owned a project by then, which they had not decided on.
        expect(await services.db.project.count({ where: { ownerId: leaver.accountId } })).toBe(1);
        return;
      }
      // Somebody may invite the address again as soon as it is free.
      const isAsked = (await services.db.invite.count({ where: { email: leaver.email } })) > 0;
      const found = await findEverywhere(services.db, leaver.email);
      expect(found).toEqual(isAsked ? ["email.to_address", "invite.email"] : []);
      expect((await find(leaver)).name).toBe(FORMER_NAME);
      const rows = await services.db.account.findUniqueOrThrow({
        where: { id: leaver.accountId },
        select: { memberships: true, sessions: true, apiTokens: true, tokens: true, projects: true },
      });
      expect(rows).toEqual({ memberships: [], sessions: [], apiTokens: [], tokens: [], projects: [] });
    });
  }

  it("B348: of two owners who leave one another theirs at once one goes, and the other is asked again", async () => {
    const other = await createBand(services);
    await addMember(services, other.owner, { projectId: band.projectId }, "editor");
    await addMember(services, band.owner, { projectId: other.projectId }, "editor");
    const tokens = [
      await ask(band.owner, stays(other.owner)),
      await ask(other.owner, stays(band.owner, other.projectId)),
    ];
    const ends = await Promise.allSettled(tokens.map((token) => deleteAccount(services, { token })));
    // Who was second left theirs to somebody who had gone meanwhile, and is asked again.
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const refused = ends.find(({ status }) => status === "rejected");
    expect(refused).toMatchObject({ reason: { reason: "projects_changed" } });
  });
});
