// `npm run mail:preview`: every mail that Segno writes, by day and night, wide and narrow, as a mail program shows it that
// loads nothing from outside, and as plain text. For whoever works on the templates.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { renderSamples } from "./mail-samples";

const HOST = "127.0.0.1";
const WIDTHS = [760, 390] as const;
const NO_PICTURES = "default-src 'none'; style-src 'unsafe-inline'";

const server = createServer((request, response) => {
  void answer(request.url ?? "/").then(
    ({ status, type, body, policy }) => {
      response.writeHead(status, { "content-type": `${type}; charset=utf-8`, "content-security-policy": policy });
      response.end(body);
    },
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});
server.listen(Number(process.argv[2] ?? 0), HOST, () => {
  console.log(`Every mail: http://${HOST}:${(server.address() as AddressInfo).port}/`);
});

async function answer(path: string) {
  const samples = await renderSamples();
  const [, name = "", form = ""] = path.split("/");
  const mail = samples.get(name);
  if (!mail && name !== "")
    return { status: 404, type: "text/plain", body: "There is no such mail.", policy: NO_PICTURES };
  if (!mail)
    return page(
      "Mails",
      [...samples].map(([key, { subject }]) => `<p><a href="/${key}">${key}</a> ${escape(subject)}</p>`),
    );
  if (form !== "") return { status: 200, type: "text/html", body: paint(mail.html, form), policy: NO_PICTURES };
  const frames = ["light", "dark"].flatMap((scheme) =>
    WIDTHS.map((width) => `<iframe title="${scheme}, ${width} px" src="/${name}/${scheme}" width="${width}"></iframe>`),
  );
  const size = Math.ceil(Buffer.byteLength(mail.html) / 1024);
  return page(mail.subject, [`<p><a href="/">All</a> ${size} KB</p>`, ...frames, `<pre>${escape(mail.text)}</pre>`]);
}

/** As a mail program by day, or by night, whatever the browser that shows it is set to. */
function paint(html: string, scheme: string): string {
  return html.replaceAll(/\(prefers-color-scheme: ?dark\)/g, scheme === "dark" ? "all" : "not all");
}

function page(title: string, parts: string[]) {
  const style = "body{font:14px system-ui;margin:24px}iframe{height:720px;border:1px solid #bbb;margin:0 12px 12px 0}";
  const head = `<!doctype html><meta charset="utf-8"><title>${escape(title)}</title><style>${style}</style>`;
  const body = `${head}<h1>${escape(title)}</h1>${parts.join("\n")}`;
  return {
    status: 200,
    type: "text/html",
    body,
    policy: "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'",
  };
}

function escape(words: string): string {
  return words.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
