import { askStatus } from "../supervisor/control-client";
import type { PartStatus } from "../supervisor/control-messages";
import { type Check, fail, pass } from "./check";

/** What the supervisor of the data folder says of each part; nothing when none runs. */
export async function checkParts(dataDir: string): Promise<Check[]> {
  const status = await askStatus(dataDir);
  return (status?.parts ?? []).map(toCheck);
}

function toCheck(status: PartStatus): Check {
  const name = `process: ${status.part}`;
  const falls = describeFalls(status);
  if (status.isRunning) return pass(name, `runs; ${falls}`);
  return fail(
    name,
    `is being started again; ${falls}`,
    "Look into the log (data/logs/segno.log) for what it said last.",
  );
}

/** How often a part was started again, and why it ended last. */
export function describeFalls({ restarts, lastReason, lastAt }: Omit<PartStatus, "part" | "isRunning">): string {
  if (lastReason === null) return "never started again";
  const times = restarts === 1 ? "once" : `${restarts} times`;
  return `started again ${times}, ended last at ${lastAt} (${lastReason})`;
}
