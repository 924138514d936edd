"use client";
import { Fragment, type ReactNode } from "react";
import { formatTime } from "@/app/_ui/format-time";
import { Tooltip } from "@/app/_ui/tooltip";
import type { VersionView } from "@/lib/domains/versions/schema";
import { listFacts } from "./facts";

/** What was measured, in one line: the number first, its unit in grey, why it matters on hover. */
export function FactsLine({ version, notice }: { version: VersionView; notice: ReactNode }) {
  const { facts } = version.analysis;
  return (
    <div className="mt-3 flex min-h-[26px] items-center gap-x-4 gap-y-1 desk:flex-wrap max-desk:overflow-x-auto max-desk:px-4">
      <p className="flex shrink-0 items-baseline gap-1.5 whitespace-nowrap text-body tabular-nums">
        {version.durationSec !== null && <span className="font-strong">{formatTime(version.durationSec)}</span>}
        {facts &&
          listFacts(facts).map((fact) => (
            <Fragment key={fact.name}>
              <span aria-hidden className="text-grey-2">
                ·
              </span>
              <Tooltip content={fact.explanation}>
                <button type="button" className="cursor-help rounded-tag text-left">
                  <span className="font-strong">{fact.value}</span> <span className="text-grey-2">{fact.unit}</span>
                </button>
              </Tooltip>
            </Fragment>
          ))}
      </p>
      {notice}
    </div>
  );
}
