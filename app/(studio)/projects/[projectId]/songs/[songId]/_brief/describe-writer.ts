import type { BriefTurnView } from "@/lib/domains/briefs/schema";

/** "Written by rules", or by which model. */
export function describeWriter({ composer, model, state }: BriefTurnView): string {
  const writer = composer === "ai" ? (model ?? "the AI model") : "rules";
  return `${state === "done" ? "Written" : "To be written"} by ${writer}`;
}
