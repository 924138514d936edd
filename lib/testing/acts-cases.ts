import { createTestPerson } from "./actors";
import { type ApiCase, row } from "./api-case";

const PERSON = "/api/operations/people/[accountId]";

/** Of administrators' acts; the owner is one of them. */
const ADMINS = (status: number): Parameters<typeof row>[1] => [401, 403, 403, 403, 403, status, 403, 403];

// biome-ignore format: a table
export const ACTS_CASES: ApiCase[] = [
  row("GET /api/operations/audit",      ADMINS(200)),
  row("GET /api/operations/audit/file", ADMINS(200), () => ({ query: { format: "csv" } })),
  row("GET /api/operations/functions",  ADMINS(200)),
  row("POST /api/operations/functions/[functionId]", ADMINS(200), async ({ services }) => {
    await services.db.pausedFunction.deleteMany();
    return { params: { functionId: "make-export" }, body: { isPaused: true } };
  }),
  row("GET /api/operations/repairs",      ADMINS(200)),
  row("GET /api/operations/story",        ADMINS(200), ({ target: { versionId } }) => ({ query: { id: versionId } })),
  row("GET /api/operations/failed-work",  ADMINS(200)),
  row("POST /api/operations/failed-work", ADMINS(200), ({ target: { failedVersionId } }) => ({
    body: { action: "retry", kind: "analysis", id: failedVersionId },
  })),
  row(`POST ${PERSON}/sign-out`, ADMINS(200), async ({ services }) => {
    const { accountId } = await createTestPerson(services, "Leaver");
    return { params: { accountId }, body: { withTokens: true } };
  }),
  row(`POST ${PERSON}/invites`, ADMINS(200), async ({ services, target }) => {
    const { accountId } = await createTestPerson(services, "Invited");
    const { email } = await services.db.account.findUniqueOrThrow({ where: { id: accountId } });
    await services.db.invite.update({ where: { id: target.inviteId }, data: { email } });
    return { params: { accountId } };
  }),
  row(`PUT ${PERSON}/quota`, ADMINS(200), async ({ services }) => {
    const { accountId } = await createTestPerson(services, "Collector");
    return { params: { accountId }, body: { quotaBytes: 5_000_000_000 } };
  }),
  row("PUT /api/operations/projects/[projectId]/quota", ADMINS(200), () => ({ body: { quotaBytes: 5_000_000_000 } })),
  row("PUT /api/operations/mail/limit", ADMINS(200), () => ({ body: { dailyLimit: 1_000 } })),
  row("POST /api/operations/invites/[inviteId]/mail", ADMINS(204), ({ target: { inviteId } }) => ({ params: { inviteId } })),
];
