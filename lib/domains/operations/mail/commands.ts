import type { Actor } from "@/lib/access/actor";
import { scopeAdmin } from "@/lib/access/scope";
import { notFound } from "@/lib/core/errors";
import { transact } from "@/lib/db/client";
import { resumeLane, stopLane } from "@/lib/mail/control-store";
import { writeJournal } from "@/lib/mail/journal-store";
import { raiseCeiling } from "@/lib/mail/ledger-store";
import { liftSuppression } from "@/lib/mail/suppression-store";
import type { Services } from "@/lib/services";
import { recordAct } from "../auditing/commands";
import { viewMail } from "./reads";
import type { ChangeMailInput, LaneName, MailOverview } from "./schema";

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
