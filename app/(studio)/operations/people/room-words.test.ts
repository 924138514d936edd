import { expect, it } from "vitest";
import { describeRoom, readGigabytes, writeGigabytes } from "./room-words";

it("reads an amount of gigabytes, an empty field as the configured one, and nothing else", () => {
  expect(["5", "0.5", "2,25", "", " 7 "].map(readGigabytes)).toEqual([5e9, 5e8, 2.25e9, null, 7e9]);
  expect(["much", "-1", "1e3", "1.23456", "9999999"].map(readGigabytes)).toEqual(Array(5).fill(undefined));
  expect([writeGigabytes(2_250_000_000), writeGigabytes(null)]).toEqual(["2.25", ""]);
});

it("says how much of how much", () => {
  expect(describeRoom(1_000_000_000, 5_000_000_000)).toBe("1 GB of 5 GB");
  expect(describeRoom(0, null)).toBe("0 KB, without a limit");
});
