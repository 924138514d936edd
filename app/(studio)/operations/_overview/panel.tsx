"use client";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { callApi } from "@/app/_client/api/request";
import { joinClasses } from "@/app/_ui/class-names";
import { RelativeTime } from "@/app/_ui/relative-time";
import { showToast } from "@/app/_ui/toast";
import type { AlertView, ChangeAlertInput } from "@/lib/domains/operations/alerts/schema";
import type { Overview } from "@/lib/domains/operations/overview/schema";
import { Section } from "../../_frame/section";
import { AlertList, PastAlerts } from "./alert-list";
import { IndicatorList } from "./indicator-list";
import { describeVerdict } from "./panel-words";
import { ProcessList } from "./process-list";
import { WorkList } from "./work-list";

const LOOK_EVERY_MS = 5_000;

const overviewQuery = queryOptions({
  queryKey: ["operations", "overview"],
  queryFn: ({ signal }) => callApi<Overview>("/api/operations/overview", { signal }),
  refetchInterval: LOOK_EVERY_MS,
  retry: false,
});

/** The proof panel: what Segno knows of itself, looked at again every five seconds. */
export function Panel({ initial }: { initial: Overview }) {
  const query = useQuery({ ...overviewQuery, initialData: initial });
  const view = query.data;
  const client = useQueryClient();
  const [isBusy, setIsBusy] = useState(false);
  const change = async (alert: AlertView, body: ChangeAlertInput) => {
    setIsBusy(true);
    try {
      await callApi(`/api/operations/alerts/${alert.id}`, { method: "POST", body });
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    } finally {
      await client.invalidateQueries({ queryKey: overviewQuery.queryKey });
      setIsBusy(false);
    }
  };
  return (
    <>
      <Verdict view={view} failure={query.isError ? describeError(query.error) : null} />
      <Section title="Alerts">
        <AlertList alerts={view.alerts.current} isBusy={isBusy} onChange={(...deed) => void change(...deed)} />
      </Section>
      <Section title="Proof">
        <IndicatorList indicators={view.indicators} />
      </Section>
      <Section title="Background work">
        <WorkList functions={view.functions} schedules={view.schedules} />
      </Section>
      <Section title="Processes">
        <ProcessList processes={view.processes} />
      </Section>
      <Section title="Past alerts" detail="30 days">
        <PastAlerts alerts={view.alerts.history} />
      </Section>
    </>
  );
}

/** All of it in one sentence; and how old it is, and why, as soon as it can't be read any more. */
function Verdict({ view, failure }: { view: Overview; failure: string | null }) {
  const isWrong = failure !== null || view.indicators.some(({ state }) => state === "red");
  return (
    <div className="grid gap-0.5">
      <p role="status" className={joinClasses("text-pretty font-strong text-lead", isWrong && "text-bad-text")}>
        {failure === null ? describeVerdict(view.indicators) : `What stands here is old. ${failure}`}
      </p>
      <p className="text-grey-2 text-meta tabular-nums">
        Looked at again every five seconds, last <RelativeTime instant={view.at} form="ago" />
      </p>
    </div>
  );
}
