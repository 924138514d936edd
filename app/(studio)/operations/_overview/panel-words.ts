import type { FunctionWork, Indicator, IndicatorState } from "@/lib/domains/operations/indicators/schema";
import { nameDuration } from "../duration-words";

export const STATE_WORDS: Record<IndicatorState, string> = {
  green: "Well",
  amber: "Look",
  red: "Wrong",
  unknown: "Unknown",
};

/** All of it in one sentence: what is wrong first, by name. */
export function describeVerdict(indicators: readonly Pick<Indicator, "title" | "state">[]): string {
  const name = (state: IndicatorState) => indicators.filter((one) => one.state === state).map(({ title }) => title);
  const [wrong, looks, unknown] = [name("red"), name("amber"), name("unknown")];
  const sentences = [
    wrong.length === 0 ? "" : `Wrong: ${wrong.join(", ")}.`,
    looks.length === 0 ? "" : `Worth a look: ${looks.join(", ")}.`,
  ].filter(Boolean);
  if (sentences.length > 0) return sentences.join(" ");
  return unknown.length === 0 ? "All is well." : `All is well that can be told: ${unknown.join(", ")} can't.`;
}

/** What a function does now, such as "2 wait · 1 runs · about 3 min left". */
export function describeNow({ waiting, running, secondsLeft }: FunctionWork): string {
  const parts = [
    waiting === 0 ? "nothing waits" : `${waiting.toLocaleString("en")} ${waiting === 1 ? "waits" : "wait"}`,
    running === 0 ? "nothing runs" : `${running.toLocaleString("en")} ${running === 1 ? "runs" : "run"}`,
  ];
  if (secondsLeft !== null) parts.push(`about ${nameDuration(secondsLeft)} left`);
  return parts.join(" · ");
}

/** What it did in the last hour, such as "12 done, 1 failed, 1.2 a minute". */
export function describeHour({ done, failed, perMinute }: FunctionWork): string {
  if (done + failed === 0) return "nothing ended in the last hour";
  const rate = perMinute === 0 ? [] : [`${perMinute < 10 ? perMinute.toFixed(1) : Math.round(perMinute)} a minute`];
  return [`${done.toLocaleString("en")} done`, failed === 0 ? "none failed" : `${failed} failed`, ...rate].join(", ");
}
