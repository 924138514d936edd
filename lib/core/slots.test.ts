import { describe, expect, it } from "vitest";
import { createSlots } from "./slots";

describe("slots", () => {
  it("lets no more than their number work at once, and a failure gives its slot back", async () => {
    const withSlot = createSlots(3);
    let busy = 0;
    let most = 0;
    const work = (number: number) =>
      withSlot(async () => {
        busy++;
        most = Math.max(most, busy);
        await new Promise((resolve) => setTimeout(resolve, 2));
        busy--;
        if (number % 4 === 0) throw new Error("no");
        return number;
      });
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => work(index)));
    expect(most).toBe(3);
    expect(results.filter((result) => result.status === "rejected")).toHaveLength(5);
    await expect(withSlot(() => Promise.resolve("free"))).resolves.toBe("free");
  });
});
