import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { countLines, listSourceFiles, ROOT } from "./source-files";

const ROOMS = new Set(["app", "lib", "inngest", "local", "prisma", "e2e", "bench", "public", "docs", ".ci"]);
const DOMAINS = new Set([
  "accounts",
  "activity",
  "attachments",
  "briefs",
  "comments",
  "covers",
  "digests",
  "exports",
  "links",
  "notifications",
  "operations",
  "projects",
  "reports",
  "search",
  "shares",
  "songs",
  "tags",
  "trash",
  "uploads",
  "versions",
]);
const VOCABULARY = /^(schema|rules|store|reads|commands|events)\.ts$|^[a-z-]+-store\.ts$|\.test\.ts$|\.fixture\.ts$/;
const DRAWERS = /(^|\/)(src|utils|helpers|common|types|misc)(\/|\.tsx?$)/;

const sources = listSourceFiles(/\.(ts|tsx|mjs)$/);
const production = sources.filter((file) => !/\.test\.|^lib\/testing\/|^e2e\/|^bench\/|\.fixture\./.test(file.path));

describe("the house", () => {
  it("has its rooms and no others", () => {
    const folders = new Set(sources.filter((file) => file.path.includes("/")).map((file) => file.path.split("/")[0]));
    expect([...folders].filter((folder) => !ROOMS.has(folder ?? ""))).toEqual([]);
  });

  it("keeps the closed vocabulary of a domain", () => {
    const domains = sources.filter((file) => file.path.startsWith("lib/domains/"));
    const strangers = domains.filter((file) => {
      const [, , domain, ...rest] = file.path.split("/");
      return !DOMAINS.has(domain ?? "") || !VOCABULARY.test(rest.at(-1) ?? "");
    });
    expect(strangers.map((file) => file.path)).toEqual([]);
  });

  it("has no drawers and no barrels", () => {
    const drawers = sources.filter((file) => DRAWERS.test(file.path));
    const barrels = production.filter((file) => /\/index\.tsx?$/.test(file.path));
    expect([...drawers, ...barrels].map((file) => file.path)).toEqual([]);
  });

  it("names files in kebab-case", () => {
    const odd = sources.filter((file) => !/^\.?(\[?[a-zA-Z0-9]+\]?)([.-][a-z0-9]+)*$/.test(path.basename(file.path)));
    expect(odd.map((file) => file.path)).toEqual([]);
  });

  it("keeps source files small: half within 60 lines, nine in ten within 200, none above 300", () => {
    const lengths = production.map((file) => countLines(file.text)).sort((a, b) => a - b);
    const at = (share: number) => lengths[Math.floor(share * (lengths.length - 1))];
    expect(production.filter((file) => countLines(file.text) > 300).map((file) => file.path)).toEqual([]);
    expect(at(0.9)).toBeLessThanOrEqual(200);
    expect(at(0.5)).toBeLessThanOrEqual(60);
  });

  it("keeps route handlers within 60 lines and queue functions within 50", () => {
    const routes = production.filter((file) => /^app\/api\/.*route\.ts$/.test(file.path) && countLines(file.text) > 60);
    const functions = production.filter(
      (file) => file.path.startsWith("inngest/functions/") && countLines(file.text) > 50,
    );
    expect([...routes, ...functions].map((file) => file.path)).toEqual([]);
  });

  it("has one reader of the environment", () => {
    const allowed = /^lib\/config\/|^local\/|^prisma\/|\.config\.ts$|^proxy\.ts$|^instrumentation\.ts$|^lib\/testing\//;
    const readers = production.filter((file) => file.text.includes("process.env") && !allowed.test(file.path));
    expect(readers.map((file) => file.path)).toEqual([]);
  });

  it("B58, B72: makes a storage client in exactly one file", () => {
    const makers = sources.filter(
      (file) => /new S3Client\(/.test(file.text) && !/\.test\.|\.fixture\.|\/testing\/|^bench\//.test(file.path),
    );
    expect(makers.map((file) => file.path)).toEqual(["lib/storage/s3-client.ts"]);
  });

  it("shows every mail that it writes in the preview for developers", async () => {
    const writers = sources.flatMap(({ text }) => [...text.matchAll(/export function (write\w*Mail|writeAtOnce)\b/g)]);
    const preview = sources.find(({ path }) => path === "lib/testing/mail-samples.ts")?.text ?? "";
    expect(writers.length).toBeGreaterThan(10);
    expect(writers.map(([, name = ""]) => name).filter((name) => !preview.includes(`${name}(`))).toEqual([]);
  });

  it("B129: has no empty catch", () => {
    const empty = production.filter((file) => /catch\s*(\([^)]*\))?\s*\{\s*\}/.test(file.text));
    expect(empty.map((file) => file.path)).toEqual([]);
  });

  it("B479: sends no form with a password by its address, also where no script runs", () => {
    const forms = production
      .filter((file) => file.text.includes("<PasswordField"))
      .flatMap((file) => {
        const tags = file.text.match(/<form\b[^>]*>/g) ?? [];
        return tags.map((tag) => ({ path: file.path, isPosted: tag.includes('method="post"') }));
      });
    expect(forms.length).toBeGreaterThan(5);
    expect(forms.filter(({ isPosted }) => !isPosted)).toEqual([]);
  });

  it("has every domain folder listed", () => {
    const found = readdirSync(path.join(ROOT, "lib/domains"));
    expect(found.filter((domain) => !DOMAINS.has(domain))).toEqual([]);
  });
});
