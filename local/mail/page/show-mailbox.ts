import type { Exchange } from "../exchange";
import type { ResendContext } from "../resend-api";
import { ResendError } from "../resend-error";
import type { PageAssets } from "./assets";
import { escapeHtml } from "./html";
import { renderAnswers } from "./render-answers";
import { renderList } from "./render-list";
import { parseView, renderGone, renderMessage, renderWelcome } from "./render-message";

const MAX_ROWS = 200;

/**
 * A mail is a stranger's document. It is drawn in a frame that may not run scripts and has no origin, and these rules,
 * which the frame inherits, keep the page and the mail from loading anything from outside.
 */
const HEADERS = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  // Not "no-referrer": browsers would then hide the origin of our own buttons, too, which would be refused as foreign.
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
};

/** `GET /` and `GET /messages/:id`, with `?q=` for the list and `?view=` for the message. */
export async function showMailbox({ mailbox, faults }: ResendContext, exchange: Exchange, id?: string): Promise<void> {
  const query = exchange.url.searchParams.get("q") ?? "";
  const rows = mailbox.index.list({ query, limit: MAX_ROWS });
  const message = id === undefined ? undefined : await mailbox.read(id);
  const entry = id === undefined ? undefined : mailbox.index.find(id);
  const isGone = id !== undefined && !(message && entry);
  const view = parseView(exchange.url.searchParams.get("view"), message);
  const pane =
    message && entry
      ? renderMessage(message, entry, view, query)
      : isGone
        ? renderGone()
        : renderWelcome(mailbox.count);
  const part = id === undefined ? "section" : "main";
  const title = message ? `${message.subject || "No subject"} · Mailbox` : "Mailbox · Segno";
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/mailbox.css">
<script src="/mailbox.js" defer></script>
</head>
<body class="${id === undefined ? "at-list" : "at-message"}">
${renderList({
  rows,
  query,
  selectedId: message?.id,
  isMain: id === undefined,
  count: mailbox.count,
  maxRows: MAX_ROWS,
  revision: mailbox.revision,
  answers: renderAnswers(faults.current.kind, exchange.url.pathname + exchange.url.search),
})}
<${part} class="pane" id="pane" aria-label="The open message" tabindex="-1">${pane}</${part}>
</body>
</html>
`;
  send(exchange, isGone ? 404 : 200, "text/html; charset=utf-8", Buffer.from(page));
}

export function sendAsset(page: PageAssets, exchange: Exchange, name: string): void {
  const asset = page.get(name);
  if (!asset) throw new ResendError(404, "not_found", "There is no such file.");
  send(exchange, 200, asset.contentType, asset.bytes);
}

function send({ response }: Exchange, status: number, contentType: string, bytes: Buffer): void {
  response.writeHead(status, { ...HEADERS, "content-type": contentType, "content-length": bytes.length });
  response.end(bytes);
}
