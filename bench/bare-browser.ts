import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable, Writable } from "node:stream";
import { findBrowser } from "../e2e/browser";

const FLAGS = [
  "--headless=new",
  "--remote-debugging-pipe",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--no-first-run",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];
const LOOKED_EVERY_MS = 50;

/** One page of a browser of its own. Expressions are JavaScript in the page; their values come back as JSON. */
export interface BarePage {
  goto(url: string): Promise<void>;
  evaluate<T>(expression: string): Promise<T>;
  /** Resolves when the expression is true. @throws after `withinMs`. */
  until(expression: string, withinMs: number): Promise<void>;
  type(selector: string, text: string): Promise<void>;
  chooseFiles(selector: string, files: readonly string[]): Promise<void>;
}

export interface BareBrowser {
  page: BarePage;
  /** The processes that hold pages. */
  listRenderers(): Promise<number[]>;
  close(): Promise<void>;
}

/**
 * Chromium with nothing watching its network: a driver that records requests has every byte that a page sends copied and
 * carried to it as text, which would be most of what is measured.
 */
export async function launchBareBrowser(): Promise<BareBrowser> {
  const profile = await mkdtemp(path.join(tmpdir(), "segno-bare-"));
  const child = spawn(findBrowser() ?? "chromium", [...FLAGS, `--user-data-dir=${profile}`, "about:blank"], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  const send = speakOver(child.stdio[3] as Writable, child.stdio[4] as Readable);
  const { targetId } = await send<{ targetId: string }>("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await send<{ sessionId: string }>("Target.attachToTarget", { targetId, flatten: true });
  // What is compared with, too, is sent from within the page, to an address that its policy does not know.
  await send("Page.enable", {}, sessionId);
  await send("Page.setBypassCSP", { enabled: true }, sessionId);
  return {
    page: pageOf((method, params) => send(method, params, sessionId)),
    listRenderers: async () => {
      const answer = await send<{ processInfo: { type: string; id: number }[] }>("SystemInfo.getProcessInfo", {});
      return answer.processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
    },
    close: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      await send("Browser.close", {}).catch(() => child.kill());
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

type Send = <T>(method: string, params: object, sessionId?: string) => Promise<T>;
interface Reply {
  id?: number;
  result?: unknown;
  error?: { message: string };
}

/** The DevTools protocol over a pair of pipes: JSON messages, each ended by a zero byte. */
function speakOver(output: Writable, input: Readable): Send {
  const waiting = new Map<number, (reply: Reply) => void>();
  let rest = "";
  let lastId = 0;
  input.setEncoding("utf8").on("data", (chunk: string) => {
    const messages = (rest + chunk).split("\0");
    rest = messages.pop() ?? "";
    for (const reply of messages.map((message) => JSON.parse(message) as Reply)) waiting.get(reply.id ?? 0)?.(reply);
  });
  return <T>(method: string, params: object, sessionId?: string) =>
    new Promise<T>((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, ({ result, error }) => {
        waiting.delete(id);
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result as T);
      });
      output.write(`${JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) })}\0`);
    });
}

interface Evaluated {
  result: { value?: unknown; objectId?: string };
  exceptionDetails?: { text: string; exception?: { description?: string } };
}

function pageOf(send: <T>(method: string, params: object) => Promise<T>): BarePage {
  const run = async (expression: string, returnByValue: boolean) => {
    const { result, exceptionDetails } = await send<Evaluated>("Runtime.evaluate", {
      ...{ expression, returnByValue, awaitPromise: true },
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result;
  };
  const page: BarePage = {
    goto: async (url) => {
      await send("Page.navigate", { url });
      // A page in the middle of its change answers nothing: asked again.
      const isThere = `location.href.startsWith(${JSON.stringify(url)}) && document.readyState === "complete"`;
      await page.until(isThere, 30_000);
    },
    evaluate: async <T>(expression: string) => (await run(expression, true)).value as T,
    until: async (expression, withinMs) => {
      const endsAt = performance.now() + withinMs;
      while (performance.now() < endsAt) {
        if (await page.evaluate<boolean>(expression).catch(() => false)) return;
        await new Promise((resolve) => setTimeout(resolve, LOOKED_EVERY_MS));
      }
      throw new Error(`Within ${withinMs} ms this did not become true: ${expression}`);
    },
    type: async (selector, text) => {
      await page.evaluate(`document.querySelector(${JSON.stringify(selector)}).focus()`);
      await send("Input.insertText", { text });
    },
    chooseFiles: async (selector, files) => {
      const { objectId } = await run(`document.querySelector(${JSON.stringify(selector)})`, false);
      await send("DOM.setFileInputFiles", { objectId, files });
    },
  };
  return page;
}
