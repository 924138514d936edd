import type { MailFaults } from "../faults";
import { escapeHtml } from "./html";

/** What can be chosen by hand; `/api/faults` takes finer ones. */
export const FAULT_CHOICES: Record<string, { label: string; faults: MailFaults }> = {
  none: { label: "Takes every mail", faults: { kind: "none" } },
  daily_quota_exceeded: { label: "Daily quota is used up", faults: { kind: "daily_quota_exceeded" } },
  monthly_quota_exceeded: { label: "Monthly quota is used up", faults: { kind: "monthly_quota_exceeded" } },
  rate_limit_exceeded: { label: "Too many requests", faults: { kind: "rate_limit_exceeded", retryAfterSec: 5 } },
  server_error: { label: "Server error", faults: { kind: "server_error" } },
  slow: { label: "Takes ten seconds", faults: { kind: "slow", delayMs: 10_000 } },
  accept_then_drop: { label: "Takes it, drops the line", faults: { kind: "accept_then_drop" } },
  last_in_window: { label: "Takes it, rate is used up", faults: { kind: "last_in_window", resetSec: 5 } },
};

/** The switch at the foot of the list: how sending is answered. It stands out while that is not as usual. */
export function renderAnswers(kind: string, back: string): string {
  const options = Object.entries(FAULT_CHOICES).map(
    ([name, { label }]) => `<option value="${name}"${name === kind ? " selected" : ""}>${label}</option>`,
  );
  return `<form class="answers${kind === "none" ? "" : " is-odd"}" action="/faults" method="post">
<input type="hidden" name="back" value="${escapeHtml(back)}">
<label for="fault">Sending</label>
<select id="fault" name="fault" autocomplete="off">${options.join("")}</select>
<button class="button" type="submit">Set</button>
</form>`;
}
