import type { Config } from "@/lib/config/config";
import type { Logger } from "@/lib/log/logger";
import { type AiFailure, aiFailure } from "./ai-failure";
import { askModel, type CallOutcome, RUNGS, type Rung } from "./ask-model";
import { readTagAnswer } from "./tag-answer";
import type { SuggestedTag, TagRequest } from "./tag-request";

/** For one call; a request that falls down the ladder makes up to three. */
const CALL_TIMEOUT_MS = 30_000;

export interface AiTagger {
  model: string;
  /** Whether a clip may go with a request. */
  hears: boolean;
  /**
   * Up to 8 tags, the surest first. @throws AppError unavailable `ai_busy`, `ai_down`, `ai_slow`, with how long to wait if the
   * endpoint says; invalid_input `ai_key_refused`, `ai_request_refused`, `ai_unreadable`, `ai_declined`.
   */
  suggestTags(request: TagRequest): Promise<SuggestedTag[]>;
}

/** Connects to nothing before the first request. Remembers, while the process lives, which form of answer worked. */
export function openTagger(
  config: NonNullable<Config["ai"]>,
  { log, timeoutMs = CALL_TIMEOUT_MS }: { log: Logger; timeoutMs?: number },
): AiTagger {
  let known: Rung = RUNGS[0];
  return {
    model: config.model,
    hears: config.hears,
    suggestTags: async (request) => {
      let last: AiFailure = "ai_unreadable";
      for (const rung of RUNGS.slice(RUNGS.indexOf(known))) {
        const startedAt = performance.now();
        const outcome = await askModel(config, request, { rung, timeoutMs });
        const tags = readTags(outcome, request);
        const elapsedMs = Math.round(performance.now() - startedAt);
        const failure = findFailure(outcome, tags);
        log.info(
          { ai: { model: config.model, rung, elapsedMs, ...summarize(outcome, config.apiKey), failure } },
          "ai call",
        );
        if (tags) {
          known = rung;
          return tags;
        }
        last = failure ?? last;
        if (!canFall(last)) throw aiFailure(last, readWait(outcome));
      }
      throw aiFailure(last);
    },
  };
}

function readTags(outcome: CallOutcome, request: TagRequest): SuggestedTag[] | null {
  if (outcome.kind === "failed" || outcome.isDeclined) return null;
  return readTagAnswer(outcome.text, request.clip !== null);
}

function findFailure(outcome: CallOutcome, tags: SuggestedTag[] | null): AiFailure | null {
  if (outcome.kind === "failed") return outcome.failure.reason;
  if (outcome.isDeclined) return "ai_declined";
  return tags === null ? "ai_unreadable" : null;
}

/** A form that is refused or not kept to is given up for the next; other failures are the same in every form. */
function canFall(reason: AiFailure): boolean {
  return reason === "ai_request_refused" || reason === "ai_unreadable";
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
