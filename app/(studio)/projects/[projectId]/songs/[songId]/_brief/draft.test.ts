import { describe, expect, it } from "vitest";
import { addNews, type Draft, type DraftNews } from "./draft";

const EMPTY: Draft = { text: "", seq: 3, line: "live" };
const hear = (...news: DraftNews[]) => news.reduce(addNews, EMPTY);

describe("a brief's draft", () => {
  it("B387: holds each piece once, whatever is told again after a cut", () => {
    const once = hear({ kind: "token", text: "The dou", seq: 4 }, { kind: "token", text: "ble drifts", seq: 5 });
    expect(once.text).toBe("The double drifts");
    const again = [
      { kind: "cut" } as const,
      { kind: "ready" } as const,
      { kind: "token", text: "ble drifts", seq: 5 } as const,
      { kind: "token", text: ".", seq: 6 } as const,
    ].reduce<Draft>(addNews, once);
    expect(again).toEqual({ text: "The double drifts.", seq: 6, line: "live" });
  });

  it("B387: begins anew with a new attempt", () => {
    expect(hear({ kind: "token", text: "Half", seq: 4 }, { kind: "restart", seq: 5 }).text).toBe("");
  });

  it("B387: takes what was read only where it is ahead of what was heard", () => {
    const heard = hear({ kind: "token", text: "One two", seq: 6 });
    expect(addNews(heard, { kind: "read", text: "One", seq: 5 })).toBe(heard);
    expect(addNews(heard, { kind: "read", text: "One two three", seq: 7 }).text).toBe("One two three");
  });

  it("B387: stays silent until whoever writes says something, also over a new connection", () => {
    const silent = hear({ kind: "silent" }, { kind: "ready" });
    expect(silent.line).toBe("silent");
    expect(addNews(silent, { kind: "token", text: "Now", seq: 9 }).line).toBe("live");
  });
});
