import type { Config } from "@/lib/config/config";
import type { Logger } from "@/lib/log/logger";
import { type AiFailure, aiFailure } from "./ai-failure";
import { type CallOutcome, type CallUsage, RUNGS, type Rung } from "./ask-model";
import { readBriefAnswer } from "./brief-answer";
import { BRIEF_INSTRUCTIONS, describeBriefAnswer, nameNotes, writeBriefData } from "./brief-prompt";
import type { BriefAnswer, BriefRequest } from "./brief-request";
import { createSpokenText } from "./spoken-text";
import { streamModel } from "./stream-model";

const STALL_MS = 30_000;

/** Where a model's words go while they come. */
interface Listener {
  signal: AbortSignal;
  write(text: string): void;
  /** What was written so far is void: another form of answer is tried. */
  restart(): Promise<void>;
}

export interface BriefWriter {
  model: string;
  /**
   * A to-do list of notes, told as it comes. @throws AppError unavailable `ai_busy`, `ai_down`, `ai_slow`, with how long to
   * wait if the endpoint says; invalid_input `ai_key_refused`, `ai_request_refused`, `ai_unreadable`, `ai_declined`; the
   * signal's reason once it is aborted.
   */
  write(request: BriefRequest, listener: Listener): Promise<{ answer: BriefAnswer; usage: BriefUsage }>;
}

type BriefUsage = { inputTokens: number; outputTokens: number } | null;

/** Connects to nothing before the first request. Remembers, while the process lives, which form of answer worked. */
export function openBriefWriter(
  config: NonNullable<Config["ai"]>,
  { log, stallMs = STALL_MS }: { log: Pick<Logger, "info">; stallMs?: number },
): BriefWriter {
  let known: Rung = RUNGS[0];
  return {
    model: config.model,
    write: async (request, listener) => {
      const names = nameNotes(request.notes);
      const data = writeBriefData(request, names);
      let usage: BriefUsage = null;
      let last: AiFailure = "ai_unreadable";
      for (const rung of RUNGS.slice(RUNGS.indexOf(known))) {
        const startedAt = performance.now();
        const told = speak(listener);
        const call = { system: BRIEF_INSTRUCTIONS, data, schema: describeBriefAnswer(), rung, stallMs };
        const outcome = await streamModel(config, { ...call, signal: listener.signal, onText: told.hear });
        const answer = outcome.kind === "answered" && !outcome.isDeclined ? readBriefAnswer(outcome.text, names) : null;
        usage = addUsage(usage, outcome);
        const failure = findFailure(outcome, answer);
        const elapsedMs = Math.round(performance.now() - startedAt);
        log.info(
          { ai: { model: config.model, rung, elapsedMs, ...summarize(outcome, config.apiKey), failure } },
          "ai brief",
        );
        if (answer) {
          known = rung;
          return { answer, usage };
        }
        last = failure ?? last;
        if (last !== "ai_request_refused" && last !== "ai_unreadable") throw aiFailure(last, readWait(outcome));
        if (told.hasSpoken()) await listener.restart();
      }
      throw aiFailure(last);
    },
  };
}

const SPOKEN = {
  summary: { before: "", after: "\n" },
  title: { before: "\n", after: "\n" },
  what: { before: "– ", after: "\n" },
};

function speak(listener: Listener) {
  const read = createSpokenText(SPOKEN);
  let hasSpoken = false;
  return {
    hear: (piece: string) => {
      const text = read(piece);
      if (text === "") return;
      hasSpoken = true;
      listener.write(text);
    },
    hasSpoken: () => hasSpoken,
  };
}

/** All that an answer has cost, forms that did not work included; null where no call told. */
function addUsage(before: BriefUsage, outcome: CallOutcome): BriefUsage {
  const { inputTokens, outputTokens }: CallUsage =
    outcome.kind === "answered" ? outcome.usage : { inputTokens: null, outputTokens: null };
  if (inputTokens === null || outputTokens === null) return before;
  return {
    inputTokens: (before?.inputTokens ?? 0) + inputTokens,
    outputTokens: (before?.outputTokens ?? 0) + outputTokens,
  };
}

function findFailure(outcome: CallOutcome, answer: BriefAnswer | null): AiFailure | null {
  if (outcome.kind === "failed") return outcome.failure.reason;
  if (outcome.isDeclined) return "ai_declined";
  return answer === null ? "ai_unreadable" : null;
}

function readWait(outcome: CallOutcome): number | undefined {
  return outcome.kind === "failed" ? outcome.failure.retryAfterSec : undefined;
}

/** For the log: tokens, or the endpoint's status and words, in which the key may not stand. */
function summarize(outcome: CallOutcome, apiKey: string) {
  if (outcome.kind === "answered") return outcome.usage;
  const { status, detail } = outcome.failure;
  return { status, detail: detail?.replaceAll(apiKey, "[key]") ?? null };
}
