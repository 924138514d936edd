"use client";
import { Button } from "@/app/_ui/button";
import { ProgressBar } from "@/app/_ui/progress-bar";
import { RelativeTime } from "@/app/_ui/relative-time";
import type { ChangeMailInput, LaneView, MailOverview } from "@/lib/domains/operations/mail/schema";
import { MailLimit } from "./mail-limit";
import { describeLane, LANE_HINTS, LANE_NAMES } from "./mail-words";
import { StopMail } from "./stop-mail";

interface MailLanesProps {
  view: MailOverview;
  isBusy: boolean;
  onChange: (change: ChangeMailInput) => void;
  onSetLimit: (dailyLimit: number | null) => void;
}

/** From this share on the bar says that it becomes tight. */
const TIGHT = 0.8;

const isStopped = ({ state }: LaneView) => state === "stopped" || state === "stopped_by_volume";

/** The day's quota and both lanes, with what holds them up. */
export function MailLanes({ view, isBusy, onChange, onSetLimit }: MailLanesProps) {
  const used = view.lanes.reduce((sum, lane) => sum + lane.used, 0);
  const share = view.dailyLimit === 0 ? 1 : used / view.dailyLimit;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <p className="min-w-0 flex-1 basis-64 text-grey-1 tabular-nums">
          <strong className="font-strong text-ink">{used.toLocaleString("en")}</strong> of{" "}
          {view.dailyLimit.toLocaleString("en")} mails used today (UTC), the last {view.reserved.toLocaleString("en")}{" "}
          for account mail alone
          {view.setLimit && (
            <span className="block text-grey-2 text-meta">
              {view.setLimit.configured.toLocaleString("en")} are configured; <bdi>{view.setLimit.actorName}</bdi> set{" "}
              {view.dailyLimit.toLocaleString("en")} <RelativeTime instant={view.setLimit.createdAt} form="ago" />
            </span>
          )}
        </p>
        <MailLimit view={view} isBusy={isBusy} onSet={onSetLimit} />
        <StopMail lanes={view.lanes} isBusy={isBusy} onStop={(lanes) => onChange({ action: "stop", lanes })} />
      </div>
      <ProgressBar
        label="Mails used today"
        value={share}
        valueText={`${used} of ${view.dailyLimit}`}
        tone={share >= TIGHT ? "bad" : "accent"}
      />
      <ul className="border-grey-3 border-t">
        {view.lanes.map((lane) => (
          <Lane key={lane.lane} lane={lane} hour={view.hour} isBusy={isBusy} onChange={onChange} />
        ))}
      </ul>
    </div>
  );
}

function Lane({
  lane,
  hour,
  isBusy,
  onChange,
}: Omit<MailLanesProps, "view" | "onSetLimit"> & { lane: LaneView; hour: MailOverview["hour"] }) {
  const isBulk = lane.lane === "bulk";
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 border-grey-3 border-b py-2.5">
      <div className="min-w-0 flex-1 basis-64">
        <p>
          <span className="font-strong">{LANE_NAMES[lane.lane]}</span>{" "}
          <span className="text-grey-2 text-meta">{LANE_HINTS[lane.lane]}</span>
        </p>
        <p role="status" className={isStopped(lane) ? "text-bad-text" : "text-grey-1"}>
          {describeLane(lane)}
          {lane.since && (
            <>
              {" "}
              Since <RelativeTime instant={lane.since} form="at" />.
            </>
          )}
        </p>
        <p className="text-grey-2 text-meta tabular-nums">
          {lane.used.toLocaleString("en")} of {lane.limit.toLocaleString("en")} today
          {isBulk && hour.ceiling !== null && `, ${hour.used} of ${hour.ceiling.toLocaleString("en")} this hour`}
        </p>
      </div>
      {isStopped(lane) && (
        <Button disabled={isBusy} onClick={() => onChange({ action: "resume", lanes: [lane.lane] })}>
          Let {isBulk ? "digests" : "account mail"} go again
        </Button>
      )}
    </li>
  );
}
