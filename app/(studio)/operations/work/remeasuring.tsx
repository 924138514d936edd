"use client";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { callApi } from "@/app/_client/api/request";
import { Button } from "@/app/_ui/button";
import { ProgressBar } from "@/app/_ui/progress-bar";
import { showToast } from "@/app/_ui/toast";
import type { RemeasuringAction, RemeasuringView } from "@/lib/domains/versions/remeasuring/schema";
import { describeProgress, describeState } from "./remeasuring-words";

const PATH = "/api/operations/remeasuring";
const LOOK_EVERY_MS = 2000;

const remeasuringQuery = queryOptions({
  queryKey: ["operations", "remeasuring"],
  queryFn: ({ signal }) => callApi<RemeasuringView>(PATH, { signal }),
  refetchInterval: ({ state }) => (state.data?.state === "running" ? LOOK_EVERY_MS : false),
});

/** Begins, holds up and goes on with measuring everything that an older engine measured. */
export function Remeasuring({ initial }: { initial: RemeasuringView }) {
  const view = useQuery({ ...remeasuringQuery, initialData: initial }).data;
  const client = useQueryClient();
  const [isBusy, setIsBusy] = useState(false);
  const change = async (action: RemeasuringAction) => {
    setIsBusy(true);
    try {
      const next = await callApi<RemeasuringView>(PATH, { method: "POST", body: { action } });
      client.setQueryData(remeasuringQuery.queryKey, next);
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
      await client.invalidateQueries({ queryKey: remeasuringQuery.queryKey });
    } finally {
      setIsBusy(false);
    }
  };
  const isBegun = view.state === "running" || view.state === "paused";
  return (
    <div className="grid gap-3 pt-3">
      <p className="max-w-[60ch] text-pretty text-grey-1" role="status">
        {describeState(view)}
      </p>
      {isBegun && (
        <div className="grid gap-1.5">
          <ProgressBar
            label="Measured again"
            value={view.total === 0 ? null : (view.measured + view.failed) / view.total}
          />
          <p className="text-grey-2 text-meta tabular-nums">{describeProgress(view)}</p>
        </div>
      )}
      <RemeasuringButtons view={view} isBusy={isBusy} onChange={(action) => void change(action)} />
    </div>
  );
}

interface ButtonsProps {
  view: RemeasuringView;
  isBusy: boolean;
  onChange: (action: RemeasuringAction) => void;
}

function RemeasuringButtons({ view: { state, left }, isBusy, onChange }: ButtonsProps) {
  if (state === "running") {
    return (
      <Button className="w-fit" disabled={isBusy} onClick={() => onChange("pause")}>
        Pause
      </Button>
    );
  }
  if (state === "paused") {
    return (
      <Button className="w-fit" variant="go" disabled={isBusy} onClick={() => onChange("resume")}>
        Go on
      </Button>
    );
  }
  if (left === 0) return null;
  return (
    <Button className="w-fit" variant="go" disabled={isBusy} onClick={() => onChange("start")}>
      Measure all again
    </Button>
  );
}
