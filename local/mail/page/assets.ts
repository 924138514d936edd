import { readFile } from "node:fs/promises";
import path from "node:path";
import { ICON_SVG } from "./html";

/** In the order of the cascade; served as one file. */
const STYLES = ["base.css", "list.css", "message.css", "buttons.css", "phone.css"];

/** The page's files by the last part of their address. */
export type PageAssets = Map<string, { contentType: string; bytes: Buffer }>;

export async function loadPage(): Promise<PageAssets> {
  const read = (file: string) => readFile(path.join(import.meta.dirname, file));
  return new Map([
    [
      "mailbox.css",
      { contentType: "text/css; charset=utf-8", bytes: Buffer.concat(await Promise.all(STYLES.map(read))) },
    ],
    ["mailbox.js", { contentType: "text/javascript; charset=utf-8", bytes: await read("mailbox.js") }],
    ["icon.svg", { contentType: "image/svg+xml", bytes: Buffer.from(ICON_SVG) }],
  ]);
}
