import { describe, expect, it } from "vitest";
import { keepMentioned, readQuery, splitAtMentions } from "./mentioned";

const JONAS = { id: "j", name: "Jonas" };
const OTHER = { id: "o", name: "Jonas" };
const WEBER = { id: "w", name: "Jonas Weber" };

describe("who is mentioned", () => {
  it("B266: is whoever was picked and whose name still stands there", () => {
    expect(keepMentioned("@Jonas, is this the Tele?", [JONAS, WEBER])).toEqual(["j"]);
    expect(keepMentioned("@Jonas Weber, listen", [JONAS, WEBER])).toEqual(["w"]);
    expect(keepMentioned("Jonas, @Jonasson", [JONAS])).toEqual([]);
    expect(keepMentioned("(@Jonas) and @Jonas Weber.", [JONAS, WEBER, JONAS])).toEqual(["j", "w"]);
  });

  it("B266: of two people of one name, is as many as were named", () => {
    expect(keepMentioned("@Jonas and @Jonas", [JONAS, OTHER])).toEqual(["j", "o"]);
    expect(keepMentioned("@Jonas", [JONAS, OTHER])).toEqual(["j"]);
  });

  it("B266: takes any name for what it is", () => {
    const odd = { id: "x", name: "A.*(b" };
    expect(keepMentioned("@A.*(b?", [odd])).toEqual(["x"]);
    expect(keepMentioned("@Axx(b?", [odd])).toEqual([]);
  });
});

describe("the list of people", () => {
  it("opens at an @ that begins a word, and follows what is typed", () => {
    expect(readQuery("listen @Jo", 10)).toEqual({ start: 7, query: "Jo" });
    expect(readQuery("@", 1)).toEqual({ start: 0, query: "" });
    expect(readQuery("mara@example", 12)).toBeNull();
    expect(readQuery("@Jonas is", 9)).toBeNull();
  });
});

describe("words with names", () => {
  it("are cut where a name stands", () => {
    expect(splitAtMentions("@Jonas, and you?", [JONAS])).toEqual([
      { text: "@Jonas", personId: "j" },
      { text: ", and you?", personId: null },
    ]);
    expect(splitAtMentions("Nobody here.", [])).toEqual([{ text: "Nobody here.", personId: null }]);
  });
});
