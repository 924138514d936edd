import type { JSONSchema7 } from "ai";
import type { Config } from "@/lib/config/config";
import type { CallOutcome, CallUsage, Rung } from "./ask-model";
import { openModel } from "./open-model";
import { readFailure } from "./read-failure";

interface StreamedCall {
  system: string;
  data: string;
  schema: JSONSchema7;
  rung: Rung;
  /** A model that says nothing for so long is given up; one that says something may take as long as it likes. */
  stallMs: number;
  /** Nobody wants the answer any more. */
  signal: AbortSignal;
  onText(text: string): void;
}

/** One streamed call of the model, with no further try. @throws the signal's reason when it was aborted, and what is no failure of the endpoint. */
export async function streamModel(config: NonNullable<Config["ai"]>, call: StreamedCall): Promise<CallOutcome> {
  // An endpoint that knows no form of answers may know no wish for figures either.
  const { sdk, model } = await openModel(config, { isStream: true, wantsUsage: call.rung !== "text" });
  const stall = watchForStall(call.stallMs);
  const outputs = {
    json_schema: () => sdk.Output.object({ schema: sdk.jsonSchema(call.schema), name: "brief" }),
    json_object: () => sdk.Output.json(),
    text: () => sdk.Output.text(),
  };
  let text = "";
  let end: { finishReason?: string; usage: CallUsage } = { usage: { inputTokens: null, outputTokens: null } };
  try {
    const { fullStream } = sdk.streamText({
      model,
      system: call.system,
      messages: [{ role: "user", content: call.data }],
      output: outputs[call.rung](),
      maxRetries: 0,
      abortSignal: AbortSignal.any([call.signal, stall.signal]),
      // It writes to the console by default; it comes as a part, too.
      onError: () => undefined,
    });
    for await (const part of fullStream) {
      stall.hear();
      if (part.type === "error") throw part.error;
      if (part.type === "abort") break;
      if (part.type === "text-delta") {
        text += part.text;
        call.onText(part.text);
      }
      if (part.type === "finish") {
        const { inputTokens = null, outputTokens = null } = part.totalUsage;
        end = { finishReason: part.finishReason, usage: { inputTokens, outputTokens } };
      }
    }
    call.signal.throwIfAborted();
    if (stall.signal.aborted) throw stall.signal.reason;
    return { kind: "answered", text, isDeclined: end.finishReason === "content-filter", usage: end.usage };
  } catch (error) {
    call.signal.throwIfAborted();
    const isOver = stall.signal.aborted;
    const isOfNetwork = sdk.APICallError.isInstance(error) || error instanceof TypeError;
    if (isOver || isOfNetwork) return { kind: "failed", failure: readFailure(error as Error, isOver, Date.now()) };
    if (sdk.AISDKError.isInstance(error) || error instanceof RangeError) {
      return { kind: "failed", failure: { reason: "ai_unreadable", status: 200, detail: error.message.slice(0, 200) } };
    }
    throw error;
  } finally {
    stall.stop();
  }
}

function watchForStall(stallMs: number): { signal: AbortSignal; hear: () => void; stop: () => void } {
  const abort = new AbortController();
  const begin = () => setTimeout(() => abort.abort(new Error("The model says nothing.")), stallMs);
  let timer = begin();
  return {
    signal: abort.signal,
    hear: () => {
      clearTimeout(timer);
      timer = begin();
    },
    stop: () => clearTimeout(timer),
  };
}
