"use client";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { callApi } from "@/app/_client/api/request";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { Button } from "@/app/_ui/button";
import { RelativeTime } from "@/app/_ui/relative-time";
import { showToast } from "@/app/_ui/toast";
import type { PausingView } from "@/lib/domains/operations/pausing/schema";

const PATH = "/api/operations/functions";
const LOOK_EVERY_MS = 5_000;

const pausingQuery = queryOptions({
  queryKey: ["operations", "functions"],
  queryFn: ({ signal }) => callApi<PausingView>(PATH, { signal }),
  refetchInterval: LOOK_EVERY_MS,
});

type Row = PausingView["functions"][number];

/** Holds up one kind of background work, and lets it go on. */
export function Pausing({ initial }: { initial: PausingView }) {
  const { functions, unpausable } = useQuery({ ...pausingQuery, initialData: initial }).data;
  const client = useQueryClient();
  const [busy, setBusy] = useState<string | null>(null);
  const change = async ({ id, does }: Row, isPaused: boolean) => {
    setBusy(id);
    try {
      const next = await callApi<PausingView>(`${PATH}/${id}`, { method: "POST", body: { isPaused } });
      client.setQueryData(pausingQuery.queryKey, next);
      showToast({ message: isPaused ? `Paused: ${does}` : `Goes on: ${does}` });
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
      await client.invalidateQueries({ queryKey: pausingQuery.queryKey });
    } finally {
      setBusy(null);
    }
  };
  return (
    <div className="grid gap-3 pt-3">
      <p className="max-w-[60ch] text-pretty text-grey-1">
        A paused function begins nothing new; what it is doing it finishes. What comes meanwhile waits and is not lost.
      </p>
      <ul aria-label="Background functions" className="border-grey-3 border-t">
        {functions.map((row) => (
          <PausableRow
            key={row.id}
            row={row}
            isBusy={busy === row.id}
            onChange={(isPaused) => void change(row, isPaused)}
          />
        ))}
      </ul>
      <details>
        <summary className="w-fit cursor-pointer text-grey-1 max-desk:py-2.5">What can’t be paused, and why</summary>
        <ul className="grid gap-1 pt-2">
          {unpausable.map(({ id, reason }) => (
            <li key={id} className="text-pretty">
              <span className="font-strong">{id}</span> <span className="text-grey-1">{reason}</span>
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}

interface RowProps {
  row: Row;
  isBusy: boolean;
  onChange: (isPaused: boolean) => void;
}

function PausableRow({ row: { id, does, paused, held }, isBusy, onChange }: RowProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-grey-3 border-b py-2">
      <div className="min-w-0 flex-1 basis-64">
        <p>{does}</p>
        <p className="text-grey-2 text-meta [overflow-wrap:anywhere]">
          {id}
          {paused && (
            <>
              {" · "}
              <span className="font-strong text-accent-text">paused</span> by <bdi>{paused.by}</bdi>{" "}
              <RelativeTime instant={paused.at} form="ago" />
            </>
          )}
          {held > 0 && ` · ${held.toLocaleString("en")} ${held === 1 ? "waits" : "wait"}`}
        </p>
      </div>
      {paused ? (
        <Button size="small" variant="go" disabled={isBusy} onClick={() => onChange(false)}>
          Go on<span className="sr-only">: {does}</span>
        </Button>
      ) : (
        <AlertDialog
          title="Pause this?"
          description={`“${does}” begins nothing new until somebody lets it go on, also after a restart. What comes meanwhile waits.`}
          actionLabel="Pause it"
          cancelLabel="Leave it"
          isDangerous={false}
          onAction={() => onChange(true)}
          trigger={
            <Button size="small" disabled={isBusy}>
              Pause…<span className="sr-only">: {does}</span>
            </Button>
          }
        />
      )}
    </li>
  );
}
