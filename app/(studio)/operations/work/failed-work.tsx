"use client";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { callApi } from "@/app/_client/api/request";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { Button } from "@/app/_ui/button";
import { RelativeTime } from "@/app/_ui/relative-time";
import { showToast } from "@/app/_ui/toast";
import type {
  ChangedFailures,
  ChangeFailuresInput,
  FailuresView,
  FailureView,
} from "@/lib/domains/operations/failing/schema";
import { describeOutcome, KIND_WORDS, listRetriedKinds, MAIL_HINT } from "./failed-words";

const PATH = "/api/operations/failed-work";
const LOOK_EVERY_MS = 10_000;

const failuresQuery = queryOptions({
  queryKey: ["operations", "failed-work"],
  queryFn: ({ signal }) => callApi<FailuresView>(PATH, { signal }),
  refetchInterval: LOOK_EVERY_MS,
});

/** What failed for good, why, and what may be done about it. */
export function FailedWork({ initial }: { initial: FailuresView }) {
  const { items, counts } = useQuery({ ...failuresQuery, initialData: initial }).data;
  const client = useQueryClient();
  const [isBusy, setIsBusy] = useState(false);
  const change = async (input: ChangeFailuresInput) => {
    setIsBusy(true);
    try {
      const { done, refused, failures } = await callApi<ChangedFailures>(PATH, { method: "POST", body: input });
      client.setQueryData(failuresQuery.queryKey, failures);
      showToast({ message: input.action === "discard" ? "It is off the list" : describeOutcome(done, refused) });
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
      await client.invalidateQueries({ queryKey: failuresQuery.queryKey });
    } finally {
      setIsBusy(false);
    }
  };
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (total === 0) return <p className="pt-3 text-grey-1">Nothing has failed.</p>;
  const act = (input: ChangeFailuresInput) => void change(input);
  return (
    <div className="grid gap-3">
      <RetryAll counts={counts} isBusy={isBusy} onChange={act} />
      <ul aria-label="Failed work">
        {items.map((failure) => (
          <Failure key={failure.kind + failure.id} failure={failure} isBusy={isBusy} onChange={act} />
        ))}
      </ul>
      {total > items.length && (
        <p className="text-grey-2 text-meta tabular-nums">
          The newest {items.length} of {total.toLocaleString("en")}.
        </p>
      )}
    </div>
  );
}

interface ChangeProps {
  isBusy: boolean;
  onChange: (input: ChangeFailuresInput) => void;
}

function RetryAll({ counts, isBusy, onChange }: ChangeProps & { counts: FailuresView["counts"] }) {
  const kinds = listRetriedKinds(counts);
  if (kinds.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-2 pt-3">
      {kinds.map(({ kind, count }) => (
        <Button key={kind} disabled={isBusy} onClick={() => onChange({ action: "retry_all", kind })}>
          Try all {count.toLocaleString("en")} {KIND_WORDS[kind].many} again
        </Button>
      ))}
    </div>
  );
}

function Failure({ failure, isBusy, onChange }: ChangeProps & { failure: FailureView }) {
  const { kind, id, title, reason, message, failedAt } = failure;
  const what = `${KIND_WORDS[kind].one}: ${title}`;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-grey-3 border-b py-2">
      <div className="min-w-0 flex-1 basis-72">
        <p className="[overflow-wrap:anywhere]">
          <span className="font-strong">{KIND_WORDS[kind].one}</span> <bdi>{title}</bdi>
        </p>
        <p className="text-pretty text-grey-1 [overflow-wrap:anywhere]">{message || reason}</p>
        <p className="text-grey-2 text-meta [overflow-wrap:anywhere]">
          <RelativeTime instant={failedAt} />
          {message && ` · ${reason}`}
          {kind === "mail" && ` · ${MAIL_HINT}`}
        </p>
      </div>
      <div className="flex gap-2">
        {kind !== "mail" && (
          <Button size="small" disabled={isBusy} onClick={() => onChange({ action: "retry", kind, id })}>
            Try again<span className="sr-only">: {what}</span>
          </Button>
        )}
        <AlertDialog
          title="Take it off this list?"
          description="Nothing of it is deleted, and whoever it concerns may still try again. It comes back when it fails again."
          actionLabel="Take it off"
          cancelLabel="Leave it"
          isDangerous={false}
          onAction={() => onChange({ action: "discard", kind, id })}
          trigger={
            <Button size="small" variant="quiet" disabled={isBusy}>
              Discard…<span className="sr-only">: {what}</span>
            </Button>
          }
        />
      </div>
    </li>
  );
}
