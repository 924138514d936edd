import { Writable } from "node:stream";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { TagFeatures } from "./tag-request";
import { openTagger } from "./tagger";
import * as chat from "./testing/chat-server";

const features: TagFeatures = {
  ...{ durationSec: 180, tempoBpm: 128, tempoConfidence: 0.9, key: "A minor", keyConfidence: 0.7, channels: 2 },
  ...{ integratedLufs: -9.1, loudnessRangeLu: 4, truePeakDbtp: -0.3, crestDb: 9, stereoCorrelation: 0.7 },
};
const clip = { bytes: new Uint8Array([0xff, 0xfb, 1, 2, 3]), startSec: 40, durationSec: 30 };

let server: chat.ChatServer;
let logged: string[] = [];

beforeAll(async () => {
  server = await chat.startChatServer();
});
afterAll(() => server.close());
beforeEach(() => {
  logged = [];
  server.requests.length = 0;
});

function open(options: { hears?: boolean; apiKey?: string; baseUrl?: string; timeoutMs?: number } = {}) {
  const { hears = false, apiKey = chat.CHAT_KEY, baseUrl = server.url, timeoutMs = 400 } = options;
  const sink = new Writable({
    write: (line: Buffer, _, done) => {
      logged.push(line.toString());
      done();
    },
  });
  const tagger = openTagger({ baseUrl, apiKey, model: "small-1", hears }, { log: pino(sink), timeoutMs });
  return { ask: () => tagger.suggestTags({ features, clip: hears ? clip : null }) };
}

const warm = chat.suggests({ id: "mood:warm", confidence: 0.8, basis: ["tempo"] });
const readForms = () => server.requests.map(({ body }) => body.response_format?.type ?? "text");
const readCalls = () =>
  logged.map((line) => JSON.parse(line) as { ai: Record<string, unknown> }).map((line) => line.ai);

describe("asking a model", () => {
  it("B222: asks for a strict form with key and model, and logs tokens, form and time in one line", async () => {
    server.behave(warm);
    expect(await open().ask()).toEqual([{ id: "mood:warm", confidence: 0.8, basis: ["tempo"] }]);
    const [seen] = server.requests;
    expect(seen?.body).toMatchObject({
      model: "small-1",
      response_format: { type: "json_schema", json_schema: { name: "tags", strict: true } },
    });
    expect(seen?.body.messages.map((message) => message.role)).toEqual(["system", "user"]);
    expect(logged).toHaveLength(1);
    expect(readCalls()).toEqual([
      {
        ...{ model: "small-1", rung: "json_schema", inputTokens: 321, outputTokens: 45, failure: null },
        elapsedMs: expect.any(Number),
      },
    ]);
  });

  it("B223: gives one that hears the clip as MP3, and one that does not figures and fewer words", async () => {
    server.behave(warm);
    await open({ hears: true }).ask();
    await open().ask();
    const [hearing, reading] = server.requests.map(({ body }) => body.messages[1]?.content);
    expect(hearing).toMatchObject([
      { type: "text" },
      { type: "input_audio", input_audio: { format: "mp3", data: Buffer.from(clip.bytes).toString("base64") } },
    ]);
    const data = JSON.parse(reading as string) as { vocabulary: string[] };
    expect(data).toMatchObject({ measurements: features, clip: null });
    expect(data.vocabulary.filter((id) => /^(instrument|vocals):/.test(id))).toEqual([]);
    expect(JSON.stringify(hearing)).toContain("instrument:organ");
  });

  it("B224: goes down to the form that an endpoint knows, and begins there the next time", async () => {
    const tagger = open();
    server.behave(chat.knowsOnly(["json_object", "text"], warm));
    expect(await tagger.ask()).toHaveLength(1);
    expect(await tagger.ask()).toHaveLength(1);
    expect(readForms()).toEqual(["json_schema", "json_object", "json_object"]);
    server.behave(chat.knowsOnly(["text"], chat.says('Here you go: {"heard":false,"tags":[]}')));
    expect(await tagger.ask()).toEqual([]);
    expect(await tagger.ask()).toEqual([]);
    expect(readForms().slice(3)).toEqual(["json_object", "text", "text"]);
  });

  it("B224: goes down when what was asked for as JSON does not parse", async () => {
    server.behave(chat.says("It sounds warm."), chat.answersWithPage, warm);
    expect(await open().ask()).toHaveLength(1);
    expect(readForms()).toEqual(["json_schema", "json_object", "text"]);
  });

  it("B222: takes an answer that does not keep to the form, as far as it can be used", async () => {
    server.behave(
      chat.says({
        tags: [
          { id: "mood:warm", confidence: 7 },
          { id: "mood:calm", confidence: 0.9 },
        ],
        note: "x",
      }),
    );
    expect(await open().ask()).toEqual([{ id: "mood:calm", confidence: 0.9, basis: [] }]);
    expect(server.requests).toHaveLength(1);
  });
});

describe("a model that fails", () => {
  it.each([
    ["too much to do, for a known time", chat.fails(429, { "retry-after": "7" }), "unavailable", "ai_busy", 7],
    ["too much to do", chat.fails(429), "unavailable", "ai_busy", undefined],
    ["broken", chat.fails(500), "unavailable", "ai_down", undefined],
    ["away", chat.fails(503, { "retry-after": "3" }), "unavailable", "ai_down", 3],
    ["away for a day", chat.fails(503, { "retry-after": "86400" }), "unavailable", "ai_down", 600],
    ["cut off in its midst", chat.diesMidAnswer, "unavailable", "ai_down", undefined],
    ["silent", chat.stalls, "unavailable", "ai_slow", undefined],
    ["silent in its midst", chat.stallsMidAnswer, "unavailable", "ai_slow", undefined],
    ["without access", chat.fails(403), "invalid_input", "ai_key_refused", undefined],
    ["refusing with words", chat.declines, "invalid_input", "ai_declined", undefined],
    ["filtering", chat.filters, "invalid_input", "ai_declined", undefined],
  ])("B225: %s, is asked once and told as %s", async (_, behaviour, code, reason, retryAfterSec) => {
    server.behave(behaviour);
    await expect(open().ask()).rejects.toMatchObject({ code, reason, retryAfterSec });
    expect(server.requests).toHaveLength(1);
    expect(readCalls()).toMatchObject([{ rung: "json_schema", failure: reason }]);
  });

  it("B225: is unreachable when nobody listens, and is not followed elsewhere", async () => {
    await expect(open({ baseUrl: "http://127.0.0.1:9/v1" }).ask()).rejects.toMatchObject({ reason: "ai_down" });
    const other = await chat.startChatServer();
    server.behave(chat.fails(307, { location: `${other.url}/chat/completions` }));
    await expect(open({ hears: true }).ask()).rejects.toMatchObject({ reason: "ai_request_refused" });
    expect(other.requests).toEqual([]);
    await other.close();
  });

  it("B225: is given up in every form when it refuses each, or says nothing that can be read", async () => {
    server.behave(chat.fails(400));
    await expect(open().ask()).rejects.toMatchObject({ code: "invalid_input", reason: "ai_request_refused" });
    server.behave(chat.says("Warm."));
    await expect(open().ask()).rejects.toMatchObject({ code: "invalid_input", reason: "ai_unreadable" });
    expect(readForms()).toEqual(["json_schema", "json_object", "text", "json_schema", "json_object", "text"]);
    server.behave(chat.answersWithoutEnd);
    await expect(open({ timeoutMs: 20_000 }).ask()).rejects.toMatchObject({ reason: "ai_unreadable" });
  });

  it("B226: leaves its key in no log and no error", async () => {
    const wrong = "sk-wrong-fedcba9876543210";
    const error = await open({ apiKey: wrong })
      .ask()
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ reason: "ai_key_refused", cause: undefined });
    server.behave(chat.fails(400, {}, `Who is ${chat.CHAT_KEY}?`));
    const other = await open({ hears: true })
      .ask()
      .catch((reason: unknown) => reason);
    const told = [...logged, JSON.stringify(error), JSON.stringify(other), String(error), String(other)].join("\n");
    expect(told).not.toMatch(/sk-wrong|sk-test/);
    expect(told).toContain("Who is [key]?");
    expect(told).not.toContain(Buffer.from(clip.bytes).toString("base64"));
  });
});
