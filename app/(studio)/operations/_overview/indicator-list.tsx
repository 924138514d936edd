import { ChevronRight } from "lucide-react";
import { joinClasses } from "@/app/_ui/class-names";
import type { Indicator, IndicatorState } from "@/lib/domains/operations/indicators/schema";
import { STATE_WORDS } from "./panel-words";

const DOTS: Record<IndicatorState, string> = {
  green: "bg-good",
  amber: "bg-accent",
  red: "bg-bad",
  unknown: "ring-edge",
};
const WORDS: Record<IndicatorState, string> = {
  green: "text-grey-1",
  amber: "font-strong text-accent-text",
  red: "font-strong text-bad-text",
  unknown: "text-grey-2",
};

/** Each in the same place whatever it says: the word, what was found, what to do, and what it was judged by. */
export function IndicatorList({ indicators }: { indicators: readonly Indicator[] }) {
  return (
    <ul aria-label="Indicators">
      {indicators.map((indicator) => (
        <Row key={indicator.id} indicator={indicator} />
      ))}
    </ul>
  );
}

function Row({ indicator: { title, state, summary, cure, evidence } }: { indicator: Indicator }) {
  return (
    <li className="grid grid-cols-[84px_1fr] max-desk:grid-cols-[76px_1fr] gap-x-2 border-grey-3 border-b py-2">
      <p className={joinClasses("flex h-fit items-center gap-2", WORDS[state])}>
        <span aria-hidden className={joinClasses("size-2 shrink-0 rounded-full", DOTS[state])} />
        {STATE_WORDS[state]}
      </p>
      <div className="min-w-0">
        <p className="text-pretty">
          <span className="font-strong">{title}</span>{" "}
          <span className="text-grey-1 tabular-nums [overflow-wrap:anywhere]">{summary}</span>
        </p>
        {cure !== null && <p className="max-w-[60ch] text-pretty pt-0.5">{cure}</p>}
        {evidence.length > 0 && (
          <details className="group text-meta">
            <summary className="flex min-h-6 w-fit cursor-pointer items-center gap-1 rounded-tag text-grey-2 hover:text-ink max-desk:min-h-9">
              <ChevronRight aria-hidden className="-ml-0.5 size-3.5 transition-transform group-open:rotate-90" />
              Evidence<span className="sr-only"> of {title}</span>
            </summary>
            <ul className="grid gap-1 pb-1 text-grey-1 tabular-nums">
              {evidence.map((line) => (
                <li key={line} className="[overflow-wrap:anywhere]">
                  {line}
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </li>
  );
}
