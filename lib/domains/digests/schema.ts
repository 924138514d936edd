import { z } from "zod";

const MINUTE_MS = 60 * 1000;

/**
 * How long a tick of the schedule, and a reader's turn that it made, may wait before it is dropped. This is the one place
 * that says so. What is dropped is not lost: the next tick finds the same readers from their state.
 */
export const DIGEST_START_DEADLINE_MS = 10 * MINUTE_MS;
/** How long a digest that met the end of the quota may wait; the next one is then near. */
export const DIGEST_MAIL_PATIENCE_MS = 20 * 60 * MINUTE_MS;

/** The secret of an unsubscribe link: it works without a session, and for this alone. */
export const unsubscribeSchema = z.object({ token: z.string().min(10).max(300) });
