import { Cron } from "croner";
import { AppError } from "./errors";

const zonePattern = /^(?:CRON_)?TZ=(\S+)\s+(.+)$/;
const parsedByText = new Map<string, Cron>();

/**
 * A five-field cron expression or descriptor, with an optional `TZ=<IANA zone>` in front (UTC without it).
 * @throws AppError invalid_input when it can't be read.
 */
export function parseCron(text: string): Cron {
  const known = parsedByText.get(text);
  if (known !== undefined) return known;
  const zoned = zonePattern.exec(text.trim());
  const pattern = zoned?.[2] ?? text.trim();
  try {
    const isDescriptor = pattern.startsWith("@");
    const options = { timezone: zoned?.[1] ?? "UTC", paused: true, mode: isDescriptor ? "auto" : "5-part" } as const;
    const cron = new Cron(pattern, options);
    // The zone is looked at only when a date is computed.
    cron.nextRun(new Date(0));
    parsedByText.set(text, cron);
    return cron;
  } catch (error) {
    throw new AppError(
      "invalid_input",
      "bad_cron",
      `"${text}" is not a five-field cron expression with a known zone.`,
      {
        cause: error,
      },
    );
  }
}

/** The first tick after an instant, or null when there is none. */
export function findNextTickMs(text: string, afterMs: number): number | null {
  return parseCron(text).nextRun(new Date(afterMs))?.getTime() ?? null;
}

/** The newest tick at or before an instant, or null when there is none. */
export function findLastTickMs(text: string, nowMs: number): number | null {
  return (
    parseCron(text)
      .previousRuns(1, new Date(nowMs + 1))[0]
      ?.getTime() ?? null
  );
}
