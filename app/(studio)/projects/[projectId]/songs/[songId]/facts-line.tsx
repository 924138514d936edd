"use client";
import { CircleAlert } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { Tag } from "@/app/_ui/chip";
import { formatTime } from "@/app/_ui/format-time";
import { Tooltip } from "@/app/_ui/tooltip";
import type { VersionView } from "@/lib/domains/versions/schema";
import { listFacts } from "./facts";

/** Names of tags that tell of a fault; red is for them alone. */
const FAULTS = /^(clipping|peak:over|stereo:phase)/;

/** What the figures beside them say already. */
const SAID_ALREADY = /^(format|length):/;

/** What was measured, in one line: the number first, its unit in grey, why it matters on hover. */
export function FactsLine({ version, notice }: { version: VersionView; notice: ReactNode }) {
  const { facts } = version.analysis;
  const tags = version.tags.filter((tag) => tag.state === "accepted" && !SAID_ALREADY.test(tag.name));
  return (
    <div className="mt-3 flex min-h-[26px] items-center gap-4 max-desk:overflow-x-auto max-desk:px-4">
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
      {!notice && tags.length > 0 && (
        <ul aria-label="Tags" className="ml-auto flex min-w-0 gap-1.5 max-desk:ml-0 desk:flex-wrap desk:justify-end">
          {tags.map((tag) => (
            <li key={tag.id}>
              <Tooltip content={tag.explanation}>
                <button type="button" className="cursor-help rounded-tag">
                  <Tag
                    tone={FAULTS.test(tag.name) ? "bad" : "plain"}
                    icon={FAULTS.test(tag.name) && <CircleAlert aria-hidden />}
                  >
                    {tag.label}
                  </Tag>
                </button>
              </Tooltip>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
