import { formatBytes } from "@/lib/core/format-bytes";
import type { Act, AuditEntryView, Values } from "@/lib/domains/operations/auditing/schema";

/** What each act is, as the end of a sentence that begins with who did it. */
export const ACT_WORDS: Record<Act, string> = {
  "person.verified": "verified a person by hand",
  "person.sessions_ended": "signed a person out everywhere",
  "person.invites_joined": "turned waiting invites into access",
  "person.quota_set": "set how much a person may store",
  "project.quota_set": "set how much a project may hold",
  "invite.resent": "mailed an invite again",
  "mail.stopped": "stopped mail",
  "mail.resumed": "let mail go again",
  "mail.limit_set": "set how many mails a day may go",
  "suppression.lifted": "let mail go to an address again",
  "remeasuring.started": "began to measure all again",
  "remeasuring.paused": "paused measuring again",
  "remeasuring.resumed": "went on with measuring again",
  "work.retried": "began failed work anew",
  "work.discarded": "took failed work off the list",
  "work.all_retried": "began all failed work of a kind anew",
  "function.paused": "paused a function",
  "function.resumed": "resumed a function",
  "alert.acknowledged": "took an alert on",
  "alert.muted": "muted an alert",
  "alert.unmuted": "unmuted an alert",
};

/** "before none, after 5 GB"; empty for an act that changed no value. */
export function describeChange({ before, after }: Pick<AuditEntryView, "before" | "after">): string {
  if (before && after) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.map((name) => `${nameValue(name)}: ${tell(name, before)} → ${tell(name, after)}`).join(", ");
  }
  const values = before ?? after;
  if (!values) return "";
  return Object.keys(values)
    .map((name) => `${nameValue(name)}: ${tell(name, values)}`)
    .join(", ");
}

const NAMES: Record<string, string> = {
  quotaBytes: "room",
  lanes: "which",
  apiTokens: "API tokens",
  mailsADay: "mails a day",
};
/** Whose absence means that the configuration decides. */
const CONFIGURED = new Set(["quotaBytes", "mailsADay"]);
const WORDS: Record<string, string> = { bulk: "digests", transactional: "account mail" };

function nameValue(name: string): string {
  return NAMES[name] ?? name;
}

function tell(name: string, values: Values): string {
  const value = values[name];
  if (value === null || value === undefined) return CONFIGURED.has(name) ? "as configured" : "none";
  if (typeof value === "number" && name.endsWith("Bytes")) return formatBytes(value);
  return Array.isArray(value) ? value.map((one) => WORDS[one] ?? one).join(" and ") : String(value);
}
