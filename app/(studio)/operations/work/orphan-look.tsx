"use client";
import { useEffect, useRef, useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { callApi } from "@/app/_client/api/request";
import { Button } from "@/app/_ui/button";
import { RelativeTime } from "@/app/_ui/relative-time";
import { showToast } from "@/app/_ui/toast";
import { formatBytes } from "@/lib/core/format-bytes";
import type { OrphanPage } from "@/lib/domains/uploads/orphans/schema";
import { describeLook } from "./sweep-words";

interface Look {
  looked: number;
  found: number;
  bytes: number;
  isDone: boolean;
  shown: OrphanPage["orphans"];
}

const NOTHING_YET: Look = { looked: 0, found: 0, bytes: 0, isDone: false, shown: [] };
const SHOWN = 50;

function addPage(look: Look, { looked, orphans, next }: OrphanPage): Look {
  return {
    looked: look.looked + looked,
    found: look.found + orphans.length,
    bytes: look.bytes + orphans.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    isDone: next === null,
    shown: [...look.shown, ...orphans].slice(0, SHOWN),
  };
}

/** Goes through storage page by page and shows what belongs to no upload; removes nothing. */
export function OrphanLook() {
  const [look, setLook] = useState<Look | null>(null);
  const running = useRef<AbortController | null>(null);
  const [isRunning, setIsRunning] = useState(false);
  useEffect(() => () => running.current?.abort(), []);
  const run = async () => {
    const controller = new AbortController();
    running.current = controller;
    setIsRunning(true);
    setLook(NOTHING_YET);
    try {
      for (let after: string | null = ""; after !== null; ) {
        const query: string = after === "" ? "" : `?after=${encodeURIComponent(after)}`;
        const page = await callApi<OrphanPage>(`/api/operations/orphans${query}`, { signal: controller.signal });
        setLook((before) => before && addPage(before, page));
        after = page.next;
      }
    } catch (error) {
      if (!controller.signal.aborted) showToast({ message: describeError(error), tone: "bad" });
    } finally {
      setIsRunning(false);
    }
  };
  return (
    <>
      {look && (
        <p className="max-w-[60ch] text-pretty text-grey-1 tabular-nums" role="status">
          {describeLook(look)}
        </p>
      )}
      {look && look.shown.length > 0 && <OrphanList shown={look.shown} more={look.found - look.shown.length} />}
      <Button className="w-fit" onClick={() => (isRunning ? running.current?.abort() : void run())}>
        {isRunning ? "Stop looking" : "Look for what no upload knows"}
      </Button>
    </>
  );
}

function OrphanList({ shown, more }: { shown: OrphanPage["orphans"]; more: number }) {
  const [now] = useState(() => Date.now());
  return (
    <ul className="border-grey-3 border-t">
      {shown.map(({ key, sizeBytes, modifiedAt, removedAfter }) => (
        <li key={key} className="border-grey-3 border-b py-2">
          <p className="break-all text-meta">{key}</p>
          <p className="text-grey-2 text-meta tabular-nums">
            {formatBytes(sizeBytes)} · from <RelativeTime instant={modifiedAt} form="at" /> ·{" "}
            {Date.parse(removedAfter) > now ? (
              <>
                to be removed <RelativeTime instant={removedAfter} form="ago" />
              </>
            ) : (
              "removed with the next look"
            )}
          </p>
        </li>
      ))}
      {more > 0 && <li className="py-2 text-grey-2 text-meta">and {more.toLocaleString("en")} more</li>}
    </ul>
  );
}
