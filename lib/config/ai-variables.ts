import { modelUrl, text, yesNo } from "./formats";
import type { Variable } from "./variable";

/** Of a model that suggests tags. */
export const AI_VARIABLES = {
  AI_BASE_URL: {
    group: "ai",
    schema: modelUrl,
    role: "required",
    description:
      "An OpenAI-compatible endpoint that suggests tags, in projects whose owner allows it. https unless near.",
    example: "https://api.example/v1",
  },
  AI_API_KEY: { group: "ai", schema: text, role: "required", isSecret: true, description: "Its key." },
  AI_MODEL: { group: "ai", schema: text, role: "required", description: "The model's name.", example: "small-1" },
  AI_HEARS: {
    group: "ai",
    schema: yesNo,
    role: "setting",
    fallback: "no",
    description:
      "yes, when the model takes sound: it is then sent 30 seconds of a take as MP3. Otherwise figures alone.",
  },
} as const satisfies Record<string, Variable>;
