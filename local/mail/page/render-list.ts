import { readAddress } from "../email-input";
import type { MessageSummary } from "../mail-index";
import { buildMessageHref, drawIcon, escapeHtml, renderTime } from "./html";
import { renderFateMark } from "./render-fate";

interface ListView {
  rows: MessageSummary[];
  query: string;
  selectedId: string | undefined;
  /** No message is open: the list is what the page is about, and on a phone all there is. */
  isMain: boolean;
  count: number;
  maxRows: number;
  revision: number;
  /** The switch for how sending is answered. */
  answers: string;
}

/** The left side: search and the mails, newest first. `#list` is what the page's script renews. */
export function renderList(view: ListView): string {
  const isSearch = view.query.trim() !== "";
  const [part, brand] = view.isMain ? ["main", "h1"] : ["aside", "header"];
  return `<${part} class="side" aria-label="Messages">
<${brand} class="brand"><a href="/">${drawIcon("segno")}<b>Segno</b> <span>Mailbox</span></a></${brand}>
<form class="search" role="search" action="/" method="get">
${drawIcon("search")}<input type="search" name="q" value="${escapeHtml(view.query)}" placeholder="Search people and subjects" aria-label="Search people and subjects" autocomplete="off" spellcheck="false" enterkeyhint="search"><kbd aria-hidden="true">/</kbd>
</form>
<div class="list" id="list" data-revision="${view.revision}">
<p class="count" role="status">${describeCount(view, isSearch)}</p>
${view.rows.length > 0 ? `<ol>${view.rows.map((row) => renderRow(row, view)).join("")}</ol>` : renderNothing(view, isSearch)}
</div>
${view.answers}
<footer class="keys" aria-hidden="true"><span><kbd>J</kbd> <kbd>K</kbd> next, previous</span><span><kbd>/</kbd> search</span><span><kbd>1</kbd>–<kbd>3</kbd> view</span></footer>
</${part}>`;
}

function describeCount({ rows, count, maxRows }: ListView, isSearch: boolean): string {
  const messages = (number: number) => `${number} ${number === 1 ? "message" : "messages"}`;
  const isCut = rows.length === maxRows;
  if (isSearch) return isCut ? `The newest ${maxRows} that match` : `${rows.length} of ${messages(count)}`;
  return count > rows.length ? `The newest ${rows.length} of ${messages(count)}` : messages(count);
}

function renderRow(row: MessageSummary, { query, selectedId }: ListView): string {
  const current = row.id === selectedId ? ' aria-current="page"' : "";
  const [first = "", ...others] = row.to.map(readAddress);
  const more = others.length > 0 ? ` <small>and ${others.length} more</small>` : "";
  return `<li><a class="row" href="${escapeHtml(buildMessageHref(row.id, query))}"${current}>
<span class="to">${escapeHtml(first)}${more}</span>${renderTime(row.createdAt)}
<span class="subject">${renderFateMark(row)}${escapeHtml(row.subject || "No subject")}</span>
<span class="excerpt">${escapeHtml(row.excerpt)}</span></a></li>`;
}

function renderNothing({ query }: ListView, isSearch: boolean): string {
  return isSearch
    ? `<p class="nothing">Nothing matches “${escapeHtml(query)}”. <a href="/">Show all</a></p>`
    : '<p class="nothing">No mail yet. It shows up here the moment Segno sends one.</p>';
}
