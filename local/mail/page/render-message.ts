import { readAddress } from "../email-input";
import type { MessageSummary } from "../mail-index";
import type { Message } from "../message";
import { buildMessageHref, drawIcon, escapeHtml, linkText, renderTime } from "./html";
import { renderFate } from "./render-fate";

const VIEWS = { html: "Message", text: "Text", headers: "Headers" } as const;
export type View = keyof typeof VIEWS;

/** Walls inside the frame as well: should a browser forget to inherit the page's rules, the mail still loads nothing. */
const FRAME_HEAD =
  "<!doctype html><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'\">" +
  '<meta name="referrer" content="no-referrer"><base target="_blank">';

/** The view asked for, or the best one that the message has. */
export function parseView(given: string | null, message: Message | undefined): View {
  if (given === "html" || given === "text" || given === "headers") return given;
  return message && message.html === null ? "text" : "html";
}

export function renderMessage(message: Message, entry: MessageSummary, view: View, query: string): string {
  const search = query === "" ? "" : `?q=${encodeURIComponent(query)}`;
  return `<article class="message">
<header class="head">
<a class="back" href="/${search}">${drawIcon("back")}All messages</a>
<div class="title"><h1>${escapeHtml(message.subject || "No subject")}</h1>${renderTime(message.createdAt)}</div>
<p class="people"><span>To</span> <b>${escapeHtml(message.to.map(readAddress).join(", "))}</b> <span class="from"><span>from</span> ${escapeHtml(message.from)}</span></p>
${renderAttachments(message)}
<div class="bar"><nav class="views" aria-label="Views of this message">${renderTabs(message, view, query)}</nav>
${renderFate(entry, view, query)}</div>
</header>
${renderBody(message, view)}
</article>`;
}

function renderTabs(message: Message, view: View, query: string): string {
  const tabs = Object.entries(VIEWS).map(([name, label]) => {
    const current = name === view ? ' aria-current="page"' : "";
    return `<a href="${escapeHtml(buildMessageHref(message.id, query, name))}"${current} data-label="${label}">${label}</a>`;
  });
  return tabs.join("");
}

function renderBody(message: Message, view: View): string {
  if (view === "headers")
    return `<div class="scroll" tabindex="0" role="region" aria-label="Headers">${renderHeaders(message)}</div>`;
  if (view === "text") {
    if (message.text === null) return '<p class="nothing">This mail has no plain-text twin.</p>';
    return `<div class="scroll" tabindex="0" role="region" aria-label="Plain text"><pre>${linkText(message.text)}</pre></div>`;
  }
  if (message.html === null) return '<p class="nothing">This mail has plain text only.</p>';
  // Links may open beside the mailbox; scripts, forms, origin and the way to this page stay shut.
  return `<iframe class="frame" title="The mail as its reader sees it" sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer" srcdoc="${escapeHtml(FRAME_HEAD + message.html)}"></iframe>`;
}

function renderHeaders(message: Message): string {
  const rows: [string, string][] = [
    ["From", message.from],
    ["To", message.to.join(", ")],
    ["Cc", message.cc.join(", ")],
    ["Bcc", message.bcc.join(", ")],
    ["Reply-To", message.replyTo.join(", ")],
    ["Subject", message.subject],
    ["Date", new Date(message.createdAt).toUTCString()],
    ["Send at", message.scheduledAt ?? ""],
    ...Object.entries(message.headers),
    ...message.tags.map(({ name, value }): [string, string] => [`Tag ${name}`, value]),
    ["Id", message.id],
  ];
  const shown = rows.filter(([, value]) => value !== "");
  return `<dl>${shown.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${linkText(value)}</dd>`).join("")}</dl>`;
}

function renderAttachments({ attachments }: Message): string {
  if (attachments.length === 0) return "";
  const names = attachments.map(({ filename }) => `<li>${drawIcon("clip")}${escapeHtml(filename)}</li>`);
  return `<ul class="files" aria-label="Attachments">${names.join("")}</ul>`;
}

export function renderWelcome(count: number): string {
  const lead = count === 0 ? "Every mail of this Segno lands here" : "Choose a message to read it";
  return `<section class="welcome"><h2>${lead}</h2>
<p>Sign-ups, invitations and digests are kept on this machine. Nothing is sent to anybody, so invent addresses freely and follow the links in the mails.</p>
<p>To send real mail, give Segno a Resend key and restart.</p></section>`;
}

export function renderGone(): string {
  return `<section class="welcome"><h1>This message is not here</h1>
<p>The mailbox was emptied since, or the address is cut off. <a href="/">See all messages</a></p></section>`;
}
