import type { ModelMessage } from "ai";
import type { Config } from "@/lib/config/config";
import { openModel } from "./open-model";
import { type CallFailure, readFailure } from "./read-failure";
import { describeAnswer, writeData, writeInstructions } from "./tag-prompt";
import type { TagRequest } from "./tag-request";

/** How an answer's form is asked for, the strictest first. Not every endpoint knows each. */
export const RUNGS = ["json_schema", "json_object", "text"] as const;
export type Rung = (typeof RUNGS)[number];

export interface CallUsage {
  inputTokens: number | null;
  outputTokens: number | null;
}

export type CallOutcome =
  | { kind: "answered"; text: string; isDeclined: boolean; usage: CallUsage }
  | { kind: "failed"; failure: CallFailure };

/** One call of the model, with no further try. @throws only what is no failure of the endpoint. */
export async function askModel(
  config: NonNullable<Config["ai"]>,
  request: TagRequest,
  { rung, timeoutMs }: { rung: Rung; timeoutMs: number },
): Promise<CallOutcome> {
  const { sdk, model } = await openModel(config, { isStream: false });
  const hears = request.clip !== null;
  const signal = AbortSignal.timeout(timeoutMs);
  const outputs = {
    json_schema: () => sdk.Output.object({ schema: sdk.jsonSchema(describeAnswer(hears)), name: "tags" }),
    json_object: () => sdk.Output.json(),
    text: () => sdk.Output.text(),
  };
  try {
    const { text, finishReason, usage } = await sdk.generateText({
      model,
      system: writeInstructions(hears),
      messages: [writeMessage(request)],
      output: outputs[rung](),
      maxRetries: 0,
      abortSignal: signal,
    });
    return answered(text, finishReason, usage);
  } catch (error) {
    // Prose around the JSON, or none: what there is is read by the caller.
    if (sdk.NoObjectGeneratedError.isInstance(error))
      return answered(error.text ?? "", error.finishReason, error.usage);
    const isOver = signal.aborted;
    if (isOver || sdk.APICallError.isInstance(error) || error instanceof TypeError) {
      return { kind: "failed", failure: readFailure(error as Error, isOver, Date.now()) };
    }
    if (sdk.AISDKError.isInstance(error)) {
      return { kind: "failed", failure: { reason: "ai_unreadable", status: 200, detail: error.message.slice(0, 200) } };
    }
    throw error;
  }
}

function writeMessage(request: TagRequest): ModelMessage {
  const text = { type: "text" as const, text: writeData(request) };
  if (request.clip === null) return { role: "user", content: [text] };
  // The two kinds that the protocol takes are WAV and MP3; an MP4 would be left out without a word.
  return { role: "user", content: [text, { type: "file", data: request.clip.bytes, mediaType: "audio/mpeg" }] };
}

function answered(
  text: string,
  finishReason: string | undefined,
  usage: { inputTokens?: number; outputTokens?: number } | undefined,
): CallOutcome {
  const { inputTokens = null, outputTokens = null } = usage ?? {};
  return {
    kind: "answered",
    text,
    isDeclined: finishReason === "content-filter",
    usage: { inputTokens, outputTokens },
  };
}
