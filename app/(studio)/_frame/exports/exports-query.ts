import { queryOptions } from "@tanstack/react-query";
import { callApi } from "@/app/_client/api/request";
import type { ExportView } from "@/lib/domains/exports/schema";

/** Below it the list, and each export that a window shows. */
export const EXPORTS_KEY = ["exports"];
const EVERY_MS = 1_000;
const AT_ONCE = 100;

/** Whether it may be another in a moment. */
export function goesOn({ state }: ExportView): boolean {
  return state === "queued" || state === "running";
}

export interface ExportList {
  items: ExportView[];
  nextCursor: string | null;
}

/** One's own, asked for each second while one of them goes on. */
export const exportsQuery = () =>
  queryOptions({
    queryKey: [...EXPORTS_KEY, "list"],
    queryFn: ({ signal }) => callApi<ExportList>(`/api/exports?limit=${AT_ONCE}`, { signal }),
    refetchInterval: (query) => (query.state.data?.items.some(goesOn) ? EVERY_MS : false),
  });

export const exportQuery = (exportId: string) =>
  queryOptions({
    queryKey: [...EXPORTS_KEY, exportId],
    queryFn: ({ signal }) => callApi<ExportView>(`/api/exports/${exportId}`, { signal }),
    refetchInterval: (query) => (query.state.data && goesOn(query.state.data) ? EVERY_MS : false),
  });
