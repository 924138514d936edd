import type { Clock } from "@/lib/core/clock";
import type { Journal } from "./journal";
import type { Report } from "./reports";

export interface EngineOptions {
  journal: Journal;
  clock: Clock;
  signingKey: string;
  concurrency: number;
  isPaused: boolean;
  onReport: Report;
}
