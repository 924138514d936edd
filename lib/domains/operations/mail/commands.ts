import type { Actor } from "@/lib/access/actor";
import { scopeAdmin } from "@/lib/access/scope";
import { AppError, notFound } from "@/lib/core/errors";
import { transact } from "@/lib/db/client";
import { resumeLane, stopLane } from "@/lib/mail/control-store";
import { writeJournal } from "@/lib/mail/journal-store";
import { endWaitForQuota, raiseCeiling } from "@/lib/mail/ledger-store";
import { readSetLimit, writeSetLimit } from "@/lib/mail/limit-store";
import { liftSuppression } from "@/lib/mail/suppression-store";
import type { Services } from "@/lib/services";
import { recordAct } from "../auditing/commands";
import { viewMail } from "./reads";
import type { ChangeMailInput, LaneName, MailOverview, SetMailLimit } from "./schema";

const LANE_WORDS: Record<LaneName, string> = { bulk: "Digests", transactional: "Account mail" };

/**
 * Stops lanes of the mail, or lets them go on. A sender asks before each mail, so it holds for the very next one. Whoever
 * lets digests go on that too many an hour had stopped lets today's hours have more. Asked again it changes nothing.
 * @throws AppError unauthenticated, forbidden/not_admin.
 */
export async function changeMail(
  services: Services,
  actor: Actor | null,
  input: ChangeMailInput,
): Promise<MailOverview> {
  const scope = scopeAdmin(actor);
  const { name: actorName } = scope;
  const now = services.clock.now();
  await transact(services.db, async (tx) => {
    const changed: LaneName[] = [];
    for (const lane of new Set(input.lanes)) {
      if (input.action === "stop") {
        if (!(await stopLane(tx, lane, "person", now))) continue;
        await writeJournal(tx, { kind: "stopped", actorName, detail: `${LANE_WORDS[lane]} stopped` }, now);
      } else {
        const reason = await resumeLane(tx, lane);
        if (reason === null) continue;
        if (reason === "volume") await raiseCeiling(tx, now);
        await writeJournal(tx, { kind: "resumed", actorName, detail: `${LANE_WORDS[lane]} may go again` }, now);
      }
      changed.push(lane);
    }
    if (changed.length === 0) return;
    const act = input.action === "stop" ? "mail.stopped" : "mail.resumed";
    await recordAct(tx, scope, { act, target: { kind: "mail" }, after: { lanes: changed } }, now);
  });
  services.log.warn({ ...input, by: scope.accountId }, "an administrator changed what mail may go");
  return viewMail(services, scope);
}

/**
 * Sets how many mails a day may go, or lets what is configured hold again. With more than before, what waits for the next day
 * goes now. Asked again it changes nothing.
 * @throws AppError unauthenticated, forbidden/not_admin, conflict/mail_off where the configuration lets none go.
 */
export async function setMailLimit(
  services: Services,
  actor: Actor | null,
  { dailyLimit }: SetMailLimit,
): Promise<MailOverview> {
  const scope = scopeAdmin(actor);
  const { name: actorName } = scope;
  const now = services.clock.now();
  const configured = services.config.mail;
  if (configured.dailyLimit === 0 && dailyLimit !== null) throw refuseLimit();
  await transact(services.db, async (tx) => {
    const set = await readSetLimit(tx);
    if ((set?.dailyLimit ?? null) === dailyLimit) return;
    const [before, after] = [set?.dailyLimit ?? configured.dailyLimit, dailyLimit ?? configured.dailyLimit];
    await writeSetLimit(tx, dailyLimit === null ? null : { dailyLimit, actorName, createdAt: now });
    if (after > before) await endWaitForQuota(tx, now);
    const detail = `${after} mails a day may go, it was ${before}`;
    await writeJournal(tx, { kind: "limit_set", actorName, detail }, now);
    const values = { before: { mailsADay: set?.dailyLimit ?? null }, after: { mailsADay: dailyLimit } };
    await recordAct(tx, scope, { act: "mail.limit_set", target: { kind: "mail" }, ...values }, now);
  });
  services.log.warn({ dailyLimit, by: scope.accountId }, "an administrator set how many mails a day may go");
  return viewMail(services, scope);
}

function refuseLimit(): AppError {
  const message = "MAIL_DAILY_LIMIT is 0, so that no mail goes at all. Set it to another number and restart first.";
  return new AppError("conflict", "mail_off", message, { fields: [{ field: "dailyLimit", message }] });
}

/** Lets mail go to an address again. @throws AppError unauthenticated, forbidden/not_admin, not_found. */
export async function liftSuppressionOf(
  services: Services,
  actor: Actor | null,
  input: { address: string },
): Promise<void> {
  const scope = scopeAdmin(actor);
  const { name: actorName } = scope;
  const now = services.clock.now();
  const address = input.address.toLowerCase();
  await transact(services.db, async (tx) => {
    if (!(await liftSuppression(tx, address, now))) throw notFound("suppression");
    await writeJournal(tx, { kind: "suppression_lifted", actorName, detail: `Mail may go to ${address} again` }, now);
    await recordAct(tx, scope, { act: "suppression.lifted", target: { kind: "address", id: address } }, now);
  });
}
