import type { CountName, ReportView } from "@/lib/domains/activity/report/schema";
import { tellDay } from "../../_frame/exports/export-words";
import { COUNT_NAMES, COUNT_WORDS, tellCount, tellPeriod } from "./report-words";

/** What a bar leaves free of its place, where there is room for it. */
const GAP = 0.22;
const HEIGHT = 100;
/** What happened at all can be seen, however much happened elsewhere. */
const LEAST = 4;

/** A strip of bars for each count, one under the other, so that what went with what can be seen; the table says the same. */
export function ReportChart({ report }: { report: ReportView }) {
  const { periods } = report;
  const [first, last] = [periods[0], periods.at(-1)];
  return (
    <section aria-label="Over time" className="grid gap-4">
      {COUNT_NAMES.map((name) => (
        <Strip key={name} name={name} report={report} />
      ))}
      {first && last && (
        <p className="ml-28 flex justify-between text-grey-2 text-meta tabular-nums max-desk:ml-0">
          <span>{tellDay(first.start)}</span>
          <span>{tellDay(last.end)}</span>
        </p>
      )}
    </section>
  );
}

function Strip({ name, report: { periods, totals } }: { name: CountName; report: ReportView }) {
  const counts = periods.map((period) => period.counts[name]);
  const most = Math.max(0, ...counts);
  const peak = periods[counts.indexOf(most)];
  const told =
    peak && most > 0 ? `${tellCount(name, totals[name])}, most of them ${tellPeriod(peak)}: ${most}` : "none";
  return (
    <div className="grid grid-cols-[7rem_1fr] items-end max-desk:grid-cols-1 max-desk:gap-1">
      <p className="pb-1 max-desk:flex max-desk:items-baseline max-desk:gap-2 max-desk:pb-0">
        <span className="block text-grey-2 text-meta">{COUNT_WORDS[name].label}</span>
        <span className="block font-title text-title tabular-nums">{totals[name]}</span>
      </p>
      <svg
        role="img"
        aria-label={`${COUNT_WORDS[name].label} over time: ${told}`}
        viewBox={`0 0 ${periods.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-16 w-full border-grey-3 border-b"
      >
        {counts.map((count, i) => {
          if (count === 0) return null;
          const height = Math.max(LEAST, (count / most) * HEIGHT);
          const period = periods[i];
          return (
            <rect
              key={period?.start}
              x={i + GAP / 2}
              y={HEIGHT - height}
              width={1 - GAP}
              height={height}
              className="fill-wave-rms"
            >
              <title>{period && `${tellPeriod(period)}: ${tellCount(name, count)}`}</title>
            </rect>
          );
        })}
      </svg>
    </div>
  );
}
