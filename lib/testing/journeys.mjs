// In which order the journeys are walked when there may not be time for all of them.
import { readdirSync } from "node:fs";
import path from "node:path";

const FOLDER = path.resolve(import.meta.dirname, "../../e2e");
const END = ".spec.ts";

/** What a band can't do without, and each source incident: walked whatever the time. */
export const CORE = [
  ...["newcomer", "same-name", "invite", "digest", "month-asleep", "mail-storm", "upload-album", "upload-resume"],
  ...["links", "brief", "exports", "panel", "administrators-morning", "start"],
];

/** Each batch starts a Segno of its own, so there are few. */
const BATCHES = 3;

/** The names of all files with journeys, without `.spec.ts`. */
export function listJourneys() {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(END));
  return files.map((name) => name.slice(0, -END.length));
}

/**
 * The core, then the others in batches, each day another one first: where there is time for one only, a week gets round to all.
 * @param names as `listJourneys` tells them
 * @param day any count of days
 * @throws RangeError for a name of the core that has no file: it would be left out unseen.
 */
export function orderJourneys(names, day) {
  const missing = CORE.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new RangeError(`No journeys are called ${missing.join(", ")}: mend CORE.`);
  const others = names.filter((name) => !CORE.includes(name)).sort();
  const batches = Array.from({ length: BATCHES }, (_, batch) => others.filter((_, at) => at % BATCHES === batch));
  const first = day % BATCHES;
  return [CORE, ...batches.slice(first), ...batches.slice(0, first)];
}
