import type { Clock } from "@/lib/core/clock";
import type { Journal } from "./journal";
import type { Report } from "./reports";

export interface EngineOptions {
  journal: Journal;
  clock: Clock;
  signingKey: string;
  concurrency: number;
  isPaused: boolean;
  /** A call without an answer for so long is given up. */
  callTimeoutMs: number;
  /** How often an app is asked whether it is there while it holds calls and says nothing. */
  probeEveryMs: number;
  onReport: Report;
}
