"use client";
import { BellOff } from "lucide-react";
import { Button } from "@/app/_ui/button";
import { Menu, MenuItem } from "@/app/_ui/menu";
import { RelativeTime } from "@/app/_ui/relative-time";
import type { AlertView, ChangeAlertInput } from "@/lib/domains/operations/alerts/schema";
import { nameDuration } from "../duration-words";

interface AlertListProps {
  alerts: readonly AlertView[];
  isBusy: boolean;
  onChange: (alert: AlertView, change: ChangeAlertInput) => void;
}

const QUIET = [
  { minutes: 60, label: "For an hour" },
  { minutes: 24 * 60, label: "For a day" },
  { minutes: 7 * 24 * 60, label: "For a week" },
] as const;

/** What is wrong now, who has seen it, and how to keep it quiet. */
export function AlertList({ alerts, isBusy, onChange }: AlertListProps) {
  if (alerts.length === 0) return <p className="pt-3 text-grey-1">Nothing is wrong that anybody is alerted of.</p>;
  return (
    <ul aria-label="Alerts">
      {alerts.map((alert) => (
        <li key={alert.id} className="flex flex-wrap items-center gap-x-3 gap-y-2 border-grey-3 border-b py-2.5">
          <div className="min-w-0 flex-1 basis-64">
            <p className="font-strong text-bad-text">{alert.title}</p>
            <p className="text-pretty text-grey-1 [overflow-wrap:anywhere]">{alert.detail.split("\n")[0]}</p>
            <Facts alert={alert} />
          </div>
          <Deeds alert={alert} isBusy={isBusy} onChange={onChange} />
        </li>
      ))}
    </ul>
  );
}

function Deeds({ alert, isBusy, onChange }: Omit<AlertListProps, "alerts"> & { alert: AlertView }) {
  return (
    <div className="flex flex-wrap gap-2">
      {alert.acknowledgedAt === null && (
        <Button size="small" disabled={isBusy} onClick={() => onChange(alert, { action: "acknowledge" })}>
          I look after it<span className="sr-only">: {alert.title}</span>
        </Button>
      )}
      {isMuted(alert) ? (
        <Button size="small" disabled={isBusy} onClick={() => onChange(alert, { action: "unmute" })}>
          Unmute<span className="sr-only">: {alert.title}</span>
        </Button>
      ) : (
        <Menu
          trigger={
            <Button size="small" disabled={isBusy}>
              <BellOff aria-hidden />
              Mute<span className="sr-only">: {alert.title}</span>
            </Button>
          }
        >
          {QUIET.map(({ minutes, label }) => (
            <MenuItem key={minutes} onSelect={() => onChange(alert, { action: "mute", minutes })}>
              {label}
            </MenuItem>
          ))}
        </Menu>
      )}
    </div>
  );
}

/** Whether a time that the server gave is still ahead: the list comes anew every few seconds. */
function isMuted({ mutedUntil }: AlertView): boolean {
  return mutedUntil !== null && Date.parse(mutedUntil) > Date.now();
}

function Facts({ alert }: { alert: AlertView }) {
  return (
    <p className="text-grey-2 text-meta tabular-nums">
      since <RelativeTime instant={alert.firedAt} form="at" />
      {alert.isMailed && " · mailed"}
      {alert.hook && ` · webhook ${{ told: "told", waiting: "not told yet", failed: "does not take it" }[alert.hook]}`}
      {alert.acknowledgedAt && (
        <>
          {" · "}
          <bdi>{alert.acknowledgedBy}</bdi> looks after it
        </>
      )}
      {alert.mutedUntil && isMuted(alert) && (
        <>
          {" · muted until "}
          <time dateTime={alert.mutedUntil}>{alert.mutedUntil.slice(0, 16).replace("T", " ")} UTC</time> by{" "}
          <bdi>{alert.mutedBy}</bdi>
        </>
      )}
    </p>
  );
}

/** What was wrong in the last thirty days. */
export function PastAlerts({ alerts }: { alerts: readonly AlertView[] }) {
  if (alerts.length === 0) return <p className="pt-3 text-grey-1">None.</p>;
  return (
    <ul aria-label="Past alerts">
      {alerts.map(({ id, title, firedAt, clearedAt, acknowledgedBy }) => (
        <li key={id} className="flex min-h-9 items-center gap-3 border-grey-3 border-b py-1 max-desk:min-h-11">
          <span className="min-w-0 flex-1">
            {title}
            {acknowledgedBy && (
              <span className="text-grey-2">
                {" "}
                · <bdi>{acknowledgedBy}</bdi>
              </span>
            )}
          </span>
          <span className="shrink-0 text-grey-2 text-meta tabular-nums">
            <RelativeTime instant={firedAt} />
            {clearedAt && `, for ${nameDuration((Date.parse(clearedAt) - Date.parse(firedAt)) / 1000)}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
