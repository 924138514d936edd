"use client";
import { useRef, useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { callApi } from "@/app/_client/api/request";
import { showToast } from "@/app/_ui/toast";
import type { BriefItemView, BriefView } from "@/lib/domains/briefs/schema";
import { briefsPath, type VersionAddress } from "./briefs-query";
import { usePutBrief } from "./use-brief-actions";

export interface DoneMarks {
  isDone: (item: BriefItemView) => boolean;
  check: (item: BriefItemView, isDone: boolean) => void;
}

/** Marks show at once and are told one after another; of several of one item the last counts. What could not be told is taken back. */
export function useDoneMarks(address: VersionAddress, brief: BriefView): DoneMarks {
  const put = usePutBrief(address);
  /** What was pressed and is not answered yet, by item. */
  const [wished, setWished] = useState<ReadonlyMap<string, boolean>>(new Map());
  const latest = useRef(new Map<string, boolean>());
  const sending = useRef(new Set<string>());

  const tell = async (itemId: string) => {
    if (sending.current.has(itemId)) return;
    sending.current.add(itemId);
    try {
      for (let told: boolean | undefined; told !== latest.current.get(itemId); ) {
        told = latest.current.get(itemId);
        const path = `${briefsPath(address)}/${brief.id}/items/${itemId}/done`;
        const body = { isDone: told };
        await put(() => callApi<BriefView>(path, { method: "PUT", body }));
      }
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    } finally {
      sending.current.delete(itemId);
      latest.current.delete(itemId);
      setWished(new Map(latest.current));
    }
  };
  return {
    isDone: (item) => wished.get(item.id) ?? item.isDone,
    check: (item, isDone) => {
      latest.current.set(item.id, isDone);
      setWished(new Map(latest.current));
      void tell(item.id);
    },
  };
}
