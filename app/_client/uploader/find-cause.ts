import type { PartError } from "./part-error";

/**
 * Why a part did not arrive although nothing said so: a browser hides the reasons of a failed request. `app_away`: Segno itself
 * can't be reached, so it is the line. `storage_down`: Segno can't reach it either. `not_let_in`: the storage answers, but not
 * to this page (its CORS rule). `not_reachable`: Segno reaches it, this browser does not (its public address). `line`: one
 * byte gets an answer now, so the line had broken.
 */
export type Cause = "app_away" | "storage_down" | "not_let_in" | "not_reachable" | "line";

export async function findCause({ url, headers }: PartError["target"]): Promise<Cause> {
  if (await isAnswered(url, { method: "PUT", body: "0", headers: withoutLength(headers) })) return "line";
  const readiness = await readStorageCheck();
  if (readiness === "app_away") return "app_away";
  if (await isAnswered(new URL(url).origin, { mode: "no-cors", cache: "no-store" })) return "not_let_in";
  return readiness ? "not_reachable" : "storage_down";
}

/** One byte to the very address, with the very headers. It is signed for another length, so storage keeps nothing of it. */
async function isAnswered(url: string, init: RequestInit): Promise<boolean> {
  try {
    await fetch(url, { ...init, credentials: "omit" });
    return true;
  } catch {
    return false;
  }
}

/** Whether Segno's own server reaches the storage. */
async function readStorageCheck(): Promise<boolean | "app_away"> {
  try {
    const answer = await fetch("/api/health/ready", { cache: "no-store" });
    const { checks } = (await answer.json()) as { checks: { name: string; isOk: boolean }[] };
    return checks.find((check) => check.name === "storage")?.isOk ?? false;
  } catch {
    return "app_away";
  }
}

function withoutLength(headers: Record<string, string>): [string, string][] {
  return Object.entries(headers).filter(([name]) => !["content-length", "host"].includes(name.toLowerCase()));
}
