import { expect, it } from "vitest";
import { hashId, type IdBytes } from "./event-id";
import { IndexPage, PAGE_SLOTS } from "./index-page";

function makeId(text: string): IdBytes {
  return { bytes: Buffer.from(`(${text})`), start: 1, end: 1 + Buffer.byteLength(text) };
}

const readText = (page: IndexPage, at: number) => {
  const { bytes, start, end } = page.readId(at);
  return bytes.toString("utf8", start, end);
};

it("grows its room for ids only when it must, twofold or to what one id needs, and keeps what was there", () => {
  const page = new IndexPage(16);
  const texts = ["x".repeat(16), "y", "z".repeat(100), "é"];
  const sizes = texts.map((text, at) => {
    expect(page.addId(at, makeId(text), 7)).toBe(hashId(makeId(text), 7));
    return page.idBytes;
  });
  expect(sizes).toEqual([16, 32, 117, 234]);
  expect(texts.map((_, at) => readText(page, at))).toEqual(texts);
});

it("gives back with its last id what room it did not need", () => {
  const page = new IndexPage(10);
  const names = Array.from({ length: PAGE_SLOTS }, (_, at) => `e${at}`);
  for (const [at, name] of names.entries()) page.addId(at, makeId(name), 7);
  expect(page.idBytes).toBe(names.join("").length);
  expect(names.map((_, at) => readText(page, at))).toEqual(names);
});
