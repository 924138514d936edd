import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { descriptionSchema, MAX_DESCRIPTION_LENGTH } from "@/lib/core/text";
import { addMember, type Band, createBand, createPerson } from "@/lib/domains/projects/band.fixture";
import { updateProject } from "@/lib/domains/projects/commands";
import { readProject } from "@/lib/domains/projects/reads";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { updateSong } from "./commands";
import { readSong } from "./reads";

let stack: TestStack;
let services: Services;
let band: Band;

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
});
afterAll(() => stack.close());
beforeEach(async () => {
  band = await createBand(services);
});

describe("descriptions", () => {
  it("B282: of a song are written by editors, read by all who may open it, and told live", async () => {
    const description = "For the second side.\n\nIn D, capo 2 – 𝄋 naïve.";
    await updateSong(services, band.editor, band, { description });
    expect((await readSong(services, band.listener, band)).description).toBe(description);
    const events = await services.db.songEvent.findMany({ where: { songId: band.songId } });
    expect(events.map(({ payload }) => payload)).toEqual([{ description }]);
    await expect(updateSong(services, band.commenter, band, { description: "" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await updateSong(services, band.editor, band, { description: "" });
    expect((await readSong(services, band.listener, band)).description).toBe("");
  });

  it("B282: of a project are read by its members, not by those who were given single songs", async () => {
    const guest = await createPerson(services, "Gil Guest");
    await addMember(services, guest, { songId: band.songId }, "editor");
    await updateProject(services, band.editor, band.projectId, { description: "The spring album." });
    expect((await readProject(services, band.listener, band.projectId)).description).toBe("The spring album.");
    expect((await readProject(services, guest, band.projectId)).description).toBe("");
    await updateProject(services, band.owner, band.projectId, { name: "Spring" });
    expect(await readProject(services, band.listener, band.projectId)).toMatchObject({
      ...{ name: "Spring", description: "The spring album." },
    });
    await expect(updateProject(services, guest, band.projectId, { description: "Mine" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("B282: keep their lines, lose outer white space, and are refused when too long or not plain text", () => {
    expect(descriptionSchema.parse("  a\r\nb\tc\rd \n")).toBe("a\nb\tc\nd");
    expect(descriptionSchema.parse("x".repeat(MAX_DESCRIPTION_LENGTH))).toHaveLength(MAX_DESCRIPTION_LENGTH);
    expect(descriptionSchema.safeParse("x".repeat(MAX_DESCRIPTION_LENGTH + 1)).success).toBe(false);
    expect(descriptionSchema.safeParse("bell \u0007").success).toBe(false);
  });
});
