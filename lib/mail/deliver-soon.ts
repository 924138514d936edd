import { deliverEmail, type MailContext } from "./deliver";

const running = new WeakMap<object, Set<Promise<void>>>();

/**
 * Starts sending a committed mail without making anybody wait: the answer neither hangs on the provider nor tells by its
 * time whether there was something to send. What fails is logged, and the sweeper tries again.
 */
export function deliverSoon(context: MailContext, emailId: string): void {
  const mine = running.get(context.db) ?? new Set<Promise<void>>();
  running.set(context.db, mine);
  const delivery = deliverEmail(context, emailId).then(
    () => undefined,
    (err: unknown) => context.log.error({ err }, "sending a mail failed; the sweeper tries again"),
  );
  mine.add(delivery);
  void delivery.finally(() => mine.delete(delivery));
}

/** Resolves when everything that `deliverSoon` started has ended: before the database is let go of. */
export async function settleDeliveries(context: Pick<MailContext, "db">): Promise<void> {
  await Promise.all([...(running.get(context.db) ?? [])]);
}
