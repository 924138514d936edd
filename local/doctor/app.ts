import { z } from "zod";
import { type Check, describeReason, fail, pass } from "./check";

const readiness = z.object({
  checks: z.array(
    z.object({
      name: z.string(),
      isOk: z.boolean(),
      state: z.string(),
      detail: z.string(),
      cure: z.string().optional(),
    }),
  ),
});

/** What the running app finds: it writes to and reads from the storage, and knows its queue and mail quota. */
export async function checkApp(appUrl: string): Promise<Check[]> {
  const url = `${appUrl}/api/health/ready`;
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(15_000) });
  } catch (error) {
    return [
      fail(
        "app",
        `${appUrl} does not answer (${describeReason(error)})`,
        "Start it with npm start; if it runs, check APP_URL.",
      ),
    ];
  }
  const parsed = readiness.safeParse(await readJson(response));
  if (!parsed.success)
    return [
      fail(
        "app",
        `${url} answers ${response.status}, not Segno's health`,
        "Check that APP_URL is Segno's address and not another program's.",
      ),
    ];
  return [pass("app", `${appUrl} answers`), ...parsed.data.checks.map(toCheck)];
}

function toCheck({ name, isOk, state, detail, cure }: z.infer<typeof readiness>["checks"][number]): Check {
  const check = { name: `app: ${name}`, isOk, detail, ...(state === "unknown" ? { isUnknown: true as const } : {}) };
  return cure === undefined ? check : { ...check, cure };
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    // Not JSON, so not Segno; the caller says so.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
