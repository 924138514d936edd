"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { readLiveSeq } from "@/app/_client/api/live-seq";
import { callApi } from "@/app/_client/api/request";
import { showToast } from "@/app/_ui/toast";
import { createId } from "@/lib/core/ids";
import type { BriefComposer, BriefTurnView, BriefView } from "@/lib/domains/briefs/schema";
import { briefsPath, briefsQuery, type VersionAddress } from "./briefs-query";

/** Puts the brief that a call answers into the page at once; when a live event overtook the answer, the briefs are read again. */
export function usePutBrief(address: VersionAddress): (call: () => Promise<BriefView>) => Promise<void> {
  const client = useQueryClient();
  const { projectId, songId, versionId } = address;
  return useCallback(
    async (call) => {
      const query = briefsQuery({ projectId, songId, versionId });
      const before = readLiveSeq(songId, "briefs");
      const brief = await call();
      const isThere = client.getQueryData(query.queryKey) !== undefined;
      client.setQueryData(query.queryKey, (briefs) => briefs && putBrief(briefs, brief));
      if (!isThere || readLiveSeq(songId, "briefs") !== before) void client.invalidateQueries(query);
    },
    [client, projectId, songId, versionId],
  );
}

/** Newest first, each once. */
function putBrief(briefs: BriefView[], brief: BriefView): BriefView[] {
  return briefs.some((other) => other.id === brief.id)
    ? briefs.map((other) => (other.id === brief.id ? brief : other))
    : [brief, ...briefs];
}

export interface BriefActions {
  isBusy: boolean;
  make: (composer?: BriefComposer) => void;
  /** Asks for another turn. @throws ApiError */
  ask: (brief: BriefView, text: string) => Promise<void>;
  cancel: (brief: BriefView, turn: BriefTurnView) => void;
  retry: (brief: BriefView, turn: BriefTurnView) => void;
  remove: (brief: BriefView) => void;
}

/** What can be done with the briefs of a version. What fails says so, and can be pressed again. */
export function useBriefActions(address: VersionAddress): BriefActions {
  const client = useQueryClient();
  const put = usePutBrief(address);
  const takeKey = useRequestKeys();
  const { isBusy, run } = useOneAtATime();
  const path = briefsPath(address);
  const post = (to: string, body?: object) => callApi<BriefView>(`${path}${to}`, { method: "POST", body });
  const turnPath = (brief: BriefView, turn: BriefTurnView) => `/${brief.id}/turns/${turn.id}`;

  const remove = async (brief: BriefView) => {
    await callApi(`${path}/${brief.id}`, { method: "DELETE" });
    const query = briefsQuery(address);
    client.setQueryData(query.queryKey, (briefs) => briefs?.filter((other) => other.id !== brief.id));
    showToast({ message: "The brief is deleted. The comments stay." });
  };
  return {
    isBusy,
    make: (composer) =>
      run(async () => {
        const { idempotencyKey, forget } = takeKey(`make ${composer}`);
        await put(() => post("", { idempotencyKey, composer }));
        forget();
      }),
    ask: async (brief, text) => {
      const { idempotencyKey, forget } = takeKey(`ask ${brief.id} ${text}`);
      await put(() => post(`/${brief.id}/turns`, { idempotencyKey, text }));
      forget();
    },
    cancel: (brief, turn) => run(() => put(() => post(`${turnPath(brief, turn)}/cancel`))),
    retry: (brief, turn) => run(() => put(() => post(`${turnPath(brief, turn)}/retry`))),
    remove: (brief) => run(() => remove(brief)),
  };
}

/** The same wish has the same key until it was answered: pressed again after a cut it is not done twice. */
function useRequestKeys(): (wish: string) => { idempotencyKey: string; forget: () => void } {
  const keys = useRef(new Map<string, string>());
  return (wish) => {
    const idempotencyKey = keys.current.get(wish) ?? createId();
    keys.current.set(wish, idempotencyKey);
    return { idempotencyKey, forget: () => void keys.current.delete(wish) };
  };
}

function useOneAtATime(): { isBusy: boolean; run: (work: () => Promise<void>) => void } {
  const [isBusy, setBusy] = useState(false);
  const isRunning = useRef(false);
  const start = async (work: () => Promise<void>) => {
    if (isRunning.current) return;
    isRunning.current = true;
    setBusy(true);
    try {
      await work();
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    } finally {
      isRunning.current = false;
      setBusy(false);
    }
  };
  return { isBusy, run: (work) => void start(work) };
}
