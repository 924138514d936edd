import type { Services } from "@/lib/services";
import { readPanel } from "./indicators/reads";
import type { Indicator } from "./indicators/schema";
import type { Check, Readiness } from "./schema";

/** Without these nothing works. */
const NEEDED: ReadonlySet<string> = new Set(["database", "storage"]);

/**
 * What anybody may know of the panel: each indicator in one sentence, with the cure. `failing` when something is away without
 * which nothing works.
 */
export async function checkReadiness(services: Services): Promise<Readiness> {
  const { indicators } = await readPanel(services);
  const isFailing = indicators.some(({ id, state }) => NEEDED.has(id) && state === "red");
  return { status: isFailing ? "failing" : "ok", checks: indicators.map(toCheck) };
}

function toCheck({ id, state, summary, cure }: Indicator): Check {
  const check = { name: id, isOk: state !== "red", state, detail: summary };
  return cure === null ? check : { ...check, cure };
}
