import type { SystemScope } from "@/lib/access/system-scope";
import { transact } from "@/lib/db/client";
import type { Services } from "@/lib/services";
import { forgetUnused } from "./words-store";

/** How many words of the list one run looks at. */
const LOOKED_AT = 500;

/** Forgets words that nothing has any more, some at each run, so that what was deleted for good leaves no word behind. Answers how many. */
export function forgetWords(services: Services, scope: SystemScope): Promise<number> {
  return transact(services.db, (tx) => forgetUnused(scope, tx, LOOKED_AT));
}
