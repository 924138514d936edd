"use client";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { callApi } from "@/app/_client/api/request";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import type { TrashItem } from "@/lib/domains/trash/schema";
import { TrashRow } from "./trash-row";
import { useDiscard } from "./use-discard";

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
      <PageHeader title="Trash" actions={<EmptyTrash count={items.filter(({ isOwn }) => isOwn).length} />} />
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

function EmptyTrash({ count }: { count: number }) {
  const discard = useDiscard();
  if (count === 0) return null;
  const things = count === 1 ? "One thing of your own projects goes" : `${count} things of your own projects go`;
  return (
    <AlertDialog
      title="Empty the trash?"
      description={`${things} for good, with every comment. This can't be undone.`}
      actionLabel="Empty trash"
      onAction={() => void discard("/api/trash", "The trash is empty")}
      trigger={<Button variant="danger">Empty trash</Button>}
    />
  );
}
