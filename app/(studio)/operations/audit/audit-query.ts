import { isId } from "@/lib/core/ids";
import { ACTS, type Act, type AuditQuery } from "@/lib/domains/operations/auditing/schema";

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 24 * 60 * 60_000;

/** What the page's own form has in its address. A day is one of UTC; "until" holds that day as well. */
export interface AuditForm {
  actor: string;
  act: string;
  from: string;
  until: string;
}

type Search = Record<string, string | string[] | undefined>;

/** What is no filter counts as none: an address may be typed by anybody. */
export function readForm(search: Search): AuditForm {
  const take = (name: string, isGood: (value: string) => boolean) => {
    const value = search[name];
    return typeof value === "string" && isGood(value) ? value : "";
  };
  const isDay = (value: string) => DAY.test(value) && !Number.isNaN(Date.parse(value));
  return {
    actor: take("actor", isId),
    act: take("act", (value) => (ACTS as readonly string[]).includes(value)),
    from: take("from", isDay),
    until: take("until", isDay),
  };
}

/** Null on the first page, and for what no list has given out. */
export function readCursor(search: Search): string | null {
  const { cursor } = search;
  if (typeof cursor !== "string") return null;
  return isId(Buffer.from(cursor, "base64url").toString("utf8")) ? cursor : null;
}

export function toQuery(form: AuditForm): Omit<AuditQuery, "cursor" | "limit"> {
  const { actor, act, from, until } = form;
  return {
    ...(actor ? { actorId: actor } : {}),
    ...(act ? { act: act as Act } : {}),
    ...(from ? { from: new Date(from).toISOString() } : {}),
    ...(until ? { until: new Date(Date.parse(until) + DAY_MS).toISOString() } : {}),
  };
}

/** The same in an address of the page, from a place in the list on. */
export function toAddress(form: AuditForm, cursor: string | null): string {
  const entries = Object.entries({ ...form, cursor: cursor ?? "" }).filter(([, value]) => value !== "");
  const search = new URLSearchParams(entries).toString();
  return search ? `/operations/audit?${search}` : "/operations/audit";
}

/** The file of all that the form finds. */
export function toFileAddress(form: AuditForm, format: "csv" | "jsonl"): string {
  return `/api/operations/audit/file?${new URLSearchParams({ ...toQuery(form), format }).toString()}`;
}
