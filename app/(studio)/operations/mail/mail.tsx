"use client";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { callApi } from "@/app/_client/api/request";
import { RelativeTime } from "@/app/_ui/relative-time";
import { showToast } from "@/app/_ui/toast";
import type { ChangeMailInput, MailOverview, SetMailLimit } from "@/lib/domains/operations/mail/schema";
import { MailLanes } from "./mail-lanes";
import { describeNotSent, describeSchedule, describeWeek } from "./mail-words";

const PATH = "/api/operations/mail";
const LOOK_EVERY_MS = 10_000;

const mailQuery = queryOptions({
  queryKey: ["operations", "mail"],
  queryFn: ({ signal }) => callApi<MailOverview>(PATH, { signal }),
  refetchInterval: LOOK_EVERY_MS,
});

/** Lanes and quota of the mail, what its schedule does, what was not sent and why; and the switch. */
export function Mail({ initial }: { initial: MailOverview }) {
  const view = useQuery({ ...mailQuery, initialData: initial }).data;
  const client = useQueryClient();
  const [isBusy, setIsBusy] = useState(false);
  const send = async (path: string, request: { method: "POST" | "PUT"; body: ChangeMailInput | SetMailLimit }) => {
    setIsBusy(true);
    try {
      client.setQueryData(mailQuery.queryKey, await callApi<MailOverview>(path, request));
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
      await client.invalidateQueries({ queryKey: mailQuery.queryKey });
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <div className="grid gap-5 pt-3">
      <MailLanes
        view={view}
        isBusy={isBusy}
        onChange={(body) => void send(PATH, { method: "POST", body })}
        onSetLimit={(dailyLimit) => void send(`${PATH}/limit`, { method: "PUT", body: { dailyLimit } })}
      />
      <Facts view={view} />
      <Journal lines={view.journal} />
    </div>
  );
}

function Facts({ view }: { view: MailOverview }) {
  const { schedule, week } = view;
  const notSent = describeNotSent(week.notSent);
  return (
    <div className="grid gap-2 text-grey-1">
      <p className="max-w-[60ch] text-pretty tabular-nums">{describeWeek(view)}</p>
      {notSent.length > 0 && (
        <>
          <p>Not sent in these days, and why:</p>
          <ul aria-label="Not sent" className="grid gap-1 text-ink tabular-nums">
            {notSent.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      )}
      <p className="max-w-[60ch] text-pretty tabular-nums">
        {schedule.lastTickAt ? (
          <>
            Every quarter of an hour Segno looks whose digest is due, last:{" "}
            <RelativeTime instant={schedule.lastTickAt} form="ago" />. {describeSchedule(schedule)}
          </>
        ) : (
          "Segno has not looked yet whose digest is due."
        )}
        {schedule.stoodStill && (
          <>
            {" "}
            From <RelativeTime instant={schedule.stoodStill.from} form="at" /> to{" "}
            <RelativeTime instant={schedule.stoodStill.to} form="at" /> it stood still. What fell due in between was not
            sent later.
          </>
        )}
      </p>
    </div>
  );
}

function Journal({ lines }: { lines: MailOverview["journal"] }) {
  if (lines.length === 0) return null;
  return (
    <div className="grid gap-1">
      <h3 className="font-strong text-ui">What happened</h3>
      <ul>
        {lines.map(({ createdAt, detail, actorName }) => (
          <li
            key={createdAt + detail}
            className="flex min-h-9 items-center gap-3 border-grey-3 border-b py-1 max-desk:min-h-11"
          >
            <span className="min-w-0 flex-1 text-pretty [overflow-wrap:anywhere]">
              {detail}
              {actorName && (
                <span className="text-grey-2">
                  {" "}
                  · <bdi>{actorName}</bdi>
                </span>
              )}
            </span>
            <RelativeTime instant={createdAt} className="shrink-0 text-grey-2 text-meta tabular-nums" />
          </li>
        ))}
      </ul>
    </div>
  );
}
