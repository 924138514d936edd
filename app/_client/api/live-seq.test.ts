import { describe, expect, it } from "vitest";
import { noteLiveSeq, readSettled } from "./live-seq";

describe("readSettled", () => {
  it("reads once when nothing is told meanwhile", async () => {
    let reads = 0;
    await expect(readSettled("calm", "song", () => Promise.resolve(++reads))).resolves.toBe(1);
  });

  it("B14: an answer that a live event overtook is read again, so that it can't undo what is shown", async () => {
    let reads = 0;
    const read = () => {
      reads++;
      // The event comes after the server read its rows and before the answer arrives.
      if (reads === 1) noteLiveSeq("overtaken", "song", 7);
      return Promise.resolve(reads === 1 ? "running" : "failed");
    };
    await expect(readSettled("overtaken", "song", read)).resolves.toBe("failed");
    expect(reads).toBe(2);
  });

  it("is not disturbed by other songs, nor by an event told a second time", async () => {
    noteLiveSeq("steady", "song", 3);
    let reads = 0;
    const read = () => {
      noteLiveSeq("other", "song", reads);
      noteLiveSeq("steady", "song", 2);
      return Promise.resolve(++reads);
    };
    await expect(readSettled("steady", "song", read)).resolves.toBe(1);
  });

  it("tells comments from the rest of a song", async () => {
    let reads = 0;
    const read = () => {
      noteLiveSeq("kinds", "song", reads + 1);
      return Promise.resolve(++reads);
    };
    await expect(readSettled("kinds", "comments", read)).resolves.toBe(1);
  });

  it("gives up asking a song that never rests", async () => {
    let reads = 0;
    const read = () => {
      noteLiveSeq("restless", "song", ++reads);
      return Promise.resolve(reads);
    };
    await expect(readSettled("restless", "song", read)).resolves.toBe(5);
  });
});
