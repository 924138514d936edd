import { type KnownOutcome, type MessageSummary, readLastEvent, type Telling } from "../mail-index";
import { escapeHtml, renderTime } from "./html";

const WORDS: Record<string, string> = {
  delivered: "Delivered",
  bounced: "Bounced",
  complained: "Complained about",
  scheduled: "Waits for its time",
};

const TELLINGS: Record<Telling, string> = {
  none: "",
  waiting: "webhook on its way",
  told: "webhook taken",
  failed: "webhook not taken",
};

/** For the list: only what went wrong is worth a word. */
export function renderFateMark(entry: MessageSummary): string {
  const last = readLastEvent(entry);
  return last === "bounced" || last === "complained" ? `<em class="fate-mark">${WORDS[last]}</em> ` : "";
}

/** What became of the message, and the two buttons that change it. */
export function renderFate(entry: MessageSummary, view: string, query: string): string {
  const last = readLastEvent(entry);
  const outcome = entry.outcomes.at(-1);
  return `<div class="fate" id="fate">
<p class="state is-${last}" role="status">${WORDS[last] ?? escapeHtml(last)}${outcome ? describeTelling(outcome) : ""}</p>
${last === "delivered" ? renderButtons(entry.id, view, query) : ""}</div>`;
}

function describeTelling(outcome: KnownOutcome): string {
  const words = TELLINGS[outcome.telling];
  // A delivery is as old as the mail, whose time stands beside it already.
  const time = outcome.kind === "delivered" ? "" : ` ${renderTime(outcome.at)}`;
  return `${time}${words === "" ? "" : ` <small>${words}</small>`}`;
}

function renderButtons(id: string, view: string, query: string): string {
  return `<form action="/messages/${encodeURIComponent(id)}/outcome" method="post">
<input type="hidden" name="view" value="${escapeHtml(view)}"><input type="hidden" name="q" value="${escapeHtml(query)}">
<button class="button" name="kind" value="bounced">Bounce this</button>
<button class="button" name="kind" value="complained">Complain</button>
</form>`;
}
