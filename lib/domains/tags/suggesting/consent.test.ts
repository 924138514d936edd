import { execFileSync } from "node:child_process";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as chat from "@/lib/ai/testing/chat-server";
import { hasFfmpeg } from "@/lib/audio/testdata/synthesis";
import { setAiConsent } from "@/lib/domains/projects/commands";
import { readProject } from "@/lib/domains/projects/reads";
import { updateVersion } from "@/lib/domains/versions/commands";
import { addTag } from "../commands";
import { SuggestWorld } from "./suggest-world.fixture";

let world: SuggestWorld;
beforeAll(async () => {
  world = await SuggestWorld.open();
});
afterAll(() => world.close());
beforeEach(() => world.begin());

/** Versions are measured by processes that start at a lower priority. */
const SLOW = { timeout: 60_000 };
const NONE = { state: "none", reason: null, message: null };

describe("consent", SLOW, () => {
  it("B221: nothing is sent until the host set a model and the owner allowed it", async () => {
    expect(await world.ask()).toBe("ended");
    expect(await world.ask(world.bare)).toBe("ended");
    await world.allow();
    expect(await world.ask(world.bare)).toBe("ended");
    expect((await world.read()).tagRequest).toEqual(NONE);
    expect(world.server.requests).toEqual([]);
    expect(await world.ask()).toBe("done");
    expect(world.server.requests).toHaveLength(1);
  });

  it("B221: is the owner's alone, and is given to what they were shown", async () => {
    const consent = { isOn: true, host: world.host, getsSound: false } as const;
    for (const actor of [world.band.editor, world.band.listener]) {
      await expect(setAiConsent(world.services, actor, world.band.projectId, consent)).rejects.toMatchObject({
        code: "forbidden",
      });
    }
    for (const other of [
      { ...consent, host: "elsewhere.example" },
      { ...consent, getsSound: true },
    ]) {
      await expect(setAiConsent(world.services, world.band.owner, world.band.projectId, other)).rejects.toMatchObject({
        reason: "recipient_changed",
      });
    }
    await expect(setAiConsent(world.bare, world.band.owner, world.band.projectId, consent)).rejects.toMatchObject({
      reason: "ai_unavailable",
    });
    const { ai } = await setAiConsent(world.services, world.band.owner, world.band.projectId, consent);
    expect(ai).toEqual({
      recipient: { host: world.host, model: "small-1", getsSound: false },
      isOn: true,
      readsNotes: false,
    });
  });

  it("B221: to figures does not hold for sound, nor to one host for another", async () => {
    await world.allow();
    expect((await readProject(world.hearing, world.band.owner, world.band.projectId)).ai.isOn).toBe(false);
    expect(await world.ask(world.hearing)).toBe("ended");
    await world.services.db.project.update({
      where: { id: world.band.projectId },
      data: { aiConsentHost: "elsewhere.example" },
    });
    expect(await world.ask()).toBe("ended");
    expect(world.server.requests).toEqual([]);
    await world.allow(true);
    expect((await readProject(world.services, world.band.owner, world.band.projectId)).ai.isOn).toBe(true);
  });

  it("B221: is looked at when the work is done, not when it was asked for", async () => {
    await world.allow();
    expect((await world.again()).tagRequest.state).toBe("waiting");
    await world.forbid();
    expect(await world.ask()).toBe("ended");
    expect((await world.read()).tagRequest).toEqual(NONE);
    await world.allow();
    expect(await world.ask()).toBe("done");
    await world.forbid();
    expect(await world.save()).toBe("ended");
    expect(await world.readAiTags()).toEqual([]);
  });
});

describe("what is sent", SLOW, () => {
  it("B221, B223: are figures, and nothing that a person wrote", async () => {
    await world.allow();
    await updateVersion(world.services, world.band.editor, world.target, { note: "The snare is late" });
    await addTag(world.services, world.band.editor, world.target, { name: "Sunday sessions" });
    await world.ask();
    const { raw, body } = world.server.requests[0] ?? { raw: "", body: { messages: [] } };
    for (const words of [
      "Ignore",
      "hello.wav",
      "First song",
      "Album",
      "snare",
      "Sunday",
      "Eddie",
      world.target.versionId,
    ]) {
      expect(raw).not.toContain(words);
    }
    const data = JSON.parse(body.messages[1]?.content as string) as { measurements: Record<string, unknown> };
    expect(data.measurements).toMatchObject({ durationSec: 2, channels: 2, integratedLufs: expect.any(Number) });
  });

  it("B223: with a clip that can be decoded, for a model that hears, and no copy is left", async () => {
    await world.measure(40);
    await world.allow(true);
    world.server.behave(
      chat.suggests(
        { id: "instrument:organ", confidence: 0.9 },
        { id: "mood:calm", confidence: 0.7, basis: ["tempo"] },
      ),
    );
    expect(await world.ask(world.hearing)).toBe("done");
    expect(await world.save(world.hearing)).toBe("done");
    const content = world.server.requests[0]?.body.messages[1]?.content as chat.ChatPart[];
    const audio = content.find((part) => part.type === "input_audio")?.input_audio;
    expect(audio?.format).toBe("mp3");
    const bytes = Buffer.from(audio?.data ?? "", "base64");
    expect(bytes.length).toBeLessThan(250_000);
    if (hasFfmpeg) {
      const args = ["-v", "error", "-f", "mp3", "-i", "pipe:0", "-ar", "8000", "-f", "s16le", "pipe:1"];
      const seconds = execFileSync("ffmpeg", args, { input: bytes, maxBuffer: 1e7 }).length / 16_000;
      expect(seconds).toBeGreaterThan(28);
      expect(seconds).toBeLessThanOrEqual(30);
    }
    expect(await world.readAiTags()).toMatchObject([
      { name: "instrument:organ", evidence: [{ field: "ai.model", value: "small-1" }, { field: "ai.clipStartSec" }] },
      { name: "mood:calm", evidence: [{ field: "ai.model", value: "small-1" }, { field: "tempo.bpm" }] },
    ]);
    expect(await readdir(path.join(world.services.config.dataDir, "tmp"))).toEqual([]);
  });

  it("B221: is nothing of silence", async () => {
    await world.allow();
    const found = await world.services.db.analysis.findFirstOrThrow({ where: { versionId: world.target.versionId } });
    const facts = { ...(found.facts as object), isSilent: true };
    await world.services.db.analysis.update({ where: { id: found.id }, data: { facts } });
    expect([await world.ask(), await world.save()]).toEqual(["done", "done"]);
    expect((await world.read()).tagRequest.state).toBe("done");
    expect(world.server.requests).toEqual([]);
  });
});
