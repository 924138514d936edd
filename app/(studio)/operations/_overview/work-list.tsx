import { RelativeTime } from "@/app/_ui/relative-time";
import type { FunctionWork, ScheduleView } from "@/lib/domains/operations/indicators/schema";
import { describeHour, describeNow } from "./panel-words";

interface WorkListProps {
  functions: readonly FunctionWork[];
  schedules: readonly ScheduleView[];
}

/** What each function of the queue has to do, does and did, with the schedules that call it. */
export function WorkList({ functions, schedules }: WorkListProps) {
  if (functions.length === 0)
    return <p className="pt-3 text-grey-1">No living process serves functions of the queue.</p>;
  return (
    <ul aria-label="Functions">
      {functions.map((work) => (
        <li key={work.id} className="border-grey-3 border-b py-2">
          <p className="flex flex-wrap items-baseline gap-x-2">
            <span className="font-strong">{work.id}</span>
            <span className="text-grey-1 tabular-nums">{describeNow(work)}</span>
            {work.waitsSince && (
              <span className="text-grey-1">
                oldest since <RelativeTime instant={work.waitsSince} form="at" />
              </span>
            )}
          </p>
          <p className="text-grey-2 text-meta tabular-nums">
            {describeHour(work)}
            {work.lastBegunAt && (
              <>
                {" · last begun "}
                <RelativeTime instant={work.lastBegunAt} form="ago" />
              </>
            )}
          </p>
          {schedules
            .filter(({ functionId }) => functionId === work.id)
            .map((schedule) => (
              <Schedule key={schedule.cron} schedule={schedule} />
            ))}
          {work.lastError && (
            <p className="text-bad-text text-meta [overflow-wrap:anywhere]">Last failure: {work.lastError}</p>
          )}
        </li>
      ))}
    </ul>
  );
}

function Schedule({ schedule: { cron, lastRunAt, nextTickAt, isLate } }: { schedule: ScheduleView }) {
  return (
    <p className="text-grey-2 text-meta tabular-nums">
      schedule <code>{cron}</code>, {lastRunAt ? "last run " : "no run on record"}
      {lastRunAt && <RelativeTime instant={lastRunAt} form="ago" />}
      {nextTickAt && (
        <>
          , next at <time dateTime={nextTickAt}>{nextTickAt.slice(11, 16)} UTC</time>
        </>
      )}
      {isLate && <span className="text-bad-text">, late</span>}
    </p>
  );
}
