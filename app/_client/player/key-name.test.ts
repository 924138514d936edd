import { expect, it } from "vitest";
import { nameKey } from "./key-name";

const press = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {}) =>
  nameKey({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

it.each([
  [press(" "), "Space"],
  [press("ArrowLeft", { shiftKey: true }), "Shift+ArrowLeft"],
  [press("ArrowRight", { altKey: true }), "Alt+ArrowRight"],
  [press("k", { metaKey: true }), "Mod+k"],
  [press("K", { ctrlKey: true, shiftKey: true }), "Mod+Shift+k"],
  [press("C"), "c"],
  [press("?", { shiftKey: true }), "?"],
  [press("["), "["],
  [press("1"), "1"],
])("%s", (name, expected) => {
  expect(name).toBe(expected);
});
