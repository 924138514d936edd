import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "..");
const DOCUMENTS = ["README.md", "CONTRIBUTING.md", "docs/ARCHITECTURE.md", "docs/OPERATIONS.md"];
const ROOMS = new Set(["app", "lib", "inngest", "local", "prisma", "e2e", "bench", "public", "docs", ".ci"]);
const FILE = /\.(tsx?|mjs|cjs|md|prisma|css|png|ya?ml)$/;
/** A domain's vocabulary is spoken of by its file names alone. */
const VOCABULARY = new Set(["schema.ts", "rules.ts", "store.ts", "reads.ts", "commands.ts", "events.ts"]);

/** Whether a word in backticks is meant as a place in the repository: neither an address nor a pattern. */
function isPath(word: string): boolean {
  if (!/^[\w.()[\]/-]+$/.test(word) || word.startsWith("/") || VOCABULARY.has(word)) return false;
  const [room = ""] = word.split("/");
  return ROOMS.has(room) || FILE.test(word);
}

function readDocument(name: string): string {
  return readFileSync(path.join(ROOT, name), "utf8");
}

/** What stands in backticks within a line, outside of code blocks. */
function listWords(text: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, "");
  return [...prose.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? "");
}

/** Where links and pictures lead, as written, without what lies elsewhere on the net. */
function listTargets(text: string): string[] {
  const targets = [...text.matchAll(/\]\(([^)#]+)[^)]*\)|(?:src|srcset)="([^"]+)"/g)];
  return targets.map((match) => match[1] ?? match[2] ?? "").filter((target) => !/^https?:/.test(target));
}

describe.each(DOCUMENTS)("%s", (name) => {
  it("names places that exist", () => {
    const named = listWords(readDocument(name)).filter(isPath);
    expect(named.filter((place) => !existsSync(path.join(ROOT, place)))).toEqual([]);
  });

  it("links to what exists", () => {
    const folder = path.dirname(path.join(ROOT, name));
    const targets = listTargets(readDocument(name));
    expect(targets.filter((target) => !existsSync(path.join(folder, target)))).toEqual([]);
  });
});

it("sees the places in a sentence, and only these", () => {
  const text =
    "See `lib/core` and `app/(studio)`, not `/api/health/live`, `npm start` or `text/event-stream`.\n```\n`x.ts`\n```\n";
  expect(listWords(text).filter(isPath)).toEqual(["lib/core", "app/(studio)"]);
});
