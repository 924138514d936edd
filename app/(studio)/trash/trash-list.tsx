"use client";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { useState } from "react";
import { callApi } from "@/app/_client/api/request";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { RelativeTime } from "@/app/_ui/relative-time";
import type { TrashItem } from "@/lib/domains/trash/schema";
import { useRestore } from "../_frame/use-restore";
import { describePlace, nameItem } from "./trash-words";

const trashQuery = queryOptions({
  queryKey: ["trash"],
  queryFn: ({ signal }) => callApi<{ items: TrashItem[] }>("/api/trash", { signal }),
});

/** What was deleted in the last month and can be brought back. */
export function TrashList({ initial }: { initial: { items: TrashItem[] } }) {
  const [initialAt] = useState(() => Date.now());
  const { items } = useQuery({ ...trashQuery, initialData: initial, initialDataUpdatedAt: initialAt }).data;
  return (
    <>
      <PageHeader title="Trash" />
      <div className="w-full max-w-[904px] px-6 py-2 max-desk:px-4">
        {items.length === 0 ? (
          <EmptyState title="The trash is empty">
            Projects, songs and versions that you delete wait here for a month. Until then you can bring them back.
          </EmptyState>
        ) : (
          <ul>
            {items.map((item) => (
              <TrashRow key={item.id} item={item} />
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

function TrashRow({ item }: { item: TrashItem }) {
  const [isBusy, setIsBusy] = useState(false);
  const restore = useRestore();
  const bringBack = async () => {
    setIsBusy(true);
    if (!(await restore({ id: item.id, name: nameItem(item) }))) setIsBusy(false);
  };
  return (
    <li className="flex min-h-14 items-center gap-3 border-grey-3 border-b py-2">
      <div className="min-w-0 flex-1">
        <p className="truncate font-strong">
          <bdi>{nameItem(item)}</bdi>
        </p>
        <p className="text-grey-2 text-meta">
          {describePlace(item)} · deleted <RelativeTime instant={item.deletedAt} />
        </p>
      </div>
      <Button disabled={isBusy} onClick={() => void bringBack()} aria-label={`Bring back ${nameItem(item)}`}>
        <Undo2 aria-hidden />
        Bring back
      </Button>
    </li>
  );
}
