import type { Config } from "@/lib/config/config";
import { createBoundedFetch } from "./bounded-fetch";

type AiConfig = NonNullable<Config["ai"]>;

/** Far above any answer that is asked for. */
const LONGEST_ANSWER_BYTES = 1_000_000;
/** A stream says each word with some 300 bytes around it. */
const LONGEST_STREAM_BYTES = 20_000_000;

/** The SDK and the model as configured. Loaded here, so that a Segno without a model never pays for it. */
export async function openModel(
  config: AiConfig,
  { isStream, wantsUsage = false }: { isStream: boolean; wantsUsage?: boolean },
) {
  const [sdk, { createOpenAICompatible }] = await Promise.all([import("ai"), import("@ai-sdk/openai-compatible")]);
  const provider = createOpenAICompatible({
    name: "model",
    baseURL: config.baseUrl,
    apiKey: config.apiKey,
    supportsStructuredOutputs: true,
    includeUsage: wantsUsage,
    fetch: createBoundedFetch(isStream ? LONGEST_STREAM_BYTES : LONGEST_ANSWER_BYTES),
  });
  return { sdk, model: provider.chatModel(config.model) };
}
