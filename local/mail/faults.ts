import { z } from "zod";
import { ResendError } from "./resend-error";

const CAN_REPEAT = {
  /** Calls that get through first. */
  after: z.int().min(0).default(0),
  /** Calls that suffer; left out: every one until the faults are changed. */
  times: z.int().min(1).optional(),
};

/** What sending meets: one kind at a time, counted in calls of `POST /emails` and `POST /emails/batch`. */
export const faultsSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.enum(["daily_quota_exceeded", "monthly_quota_exceeded"]), ...CAN_REPEAT }),
  z.strictObject({
    kind: z.literal("rate_limit_exceeded"),
    retryAfterSec: z.int().min(0).max(86_400).default(1),
    ...CAN_REPEAT,
  }),
  z.strictObject({ kind: z.literal("server_error"), status: z.int().min(500).max(599).default(500), ...CAN_REPEAT }),
  z.strictObject({ kind: z.literal("slow"), delayMs: z.int().min(1).max(600_000), ...CAN_REPEAT }),
  z.strictObject({ kind: z.literal("accept_then_drop"), ...CAN_REPEAT }),
  z.strictObject({
    kind: z.literal("last_in_window"),
    resetSec: z.int().min(0).max(86_400).default(1),
    ...CAN_REPEAT,
  }),
]);

export type MailFaults = z.input<typeof faultsSchema>;
type ActiveFaults = z.output<typeof faultsSchema>;

const QUOTA_MESSAGES = {
  daily_quota_exceeded: "You have reached your daily email sending quota.",
  monthly_quota_exceeded: "You have reached your monthly email sending quota.",
};

/** Counts the calls and says what each of them meets. */
export class FaultSwitch {
  #faults: ActiveFaults = { kind: "none" };

  get current(): ActiveFaults {
    return this.#faults;
  }

  set(faults: MailFaults): void {
    this.#faults = faultsSchema.parse(faults);
  }

  /** What the next call of the sending API meets. */
  take(): ActiveFaults {
    const faults = this.#faults;
    if (faults.kind === "none") return faults;
    if (faults.after > 0) {
      this.#faults = { ...faults, after: faults.after - 1 };
      return { kind: "none" };
    }
    if (faults.times !== undefined) {
      this.#faults = faults.times === 1 ? { kind: "none" } : { ...faults, times: faults.times - 1 };
    }
    return faults;
  }
}

/** What the answer to a call that was taken says of the rate. */
export function describeRate(faults: ActiveFaults): Record<string, string> {
  if (faults.kind !== "last_in_window") return {};
  return { "ratelimit-remaining": "0", "ratelimit-reset": String(faults.resetSec) };
}

/** The refusal that a fault answers with, or undefined when the call is taken in spite of it. */
export function describeRefusal(faults: ActiveFaults): ResendError | undefined {
  switch (faults.kind) {
    case "daily_quota_exceeded":
    case "monthly_quota_exceeded":
      return new ResendError(429, faults.kind, QUOTA_MESSAGES[faults.kind]);
    case "rate_limit_exceeded":
      return new ResendError(429, faults.kind, "Too many requests. Please limit the number of requests per second.", {
        "retry-after": String(faults.retryAfterSec),
        "ratelimit-remaining": "0",
        "ratelimit-reset": String(faults.retryAfterSec),
      });
    case "server_error": {
      const name = faults.status === 500 ? "internal_server_error" : "application_error";
      return new ResendError(faults.status, name, "An unexpected error occurred.");
    }
    case "accept_then_drop":
    case "last_in_window":
    case "none":
    case "slow":
      return undefined;
  }
}
