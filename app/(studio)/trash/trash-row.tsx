"use client";
import { Trash2, Undo2 } from "lucide-react";
import { useState } from "react";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { Button } from "@/app/_ui/button";
import { IconButton } from "@/app/_ui/icon-button";
import { RelativeTime } from "@/app/_ui/relative-time";
import type { TrashItem } from "@/lib/domains/trash/schema";
import { useRestore } from "../_frame/use-restore";
import { describePlace, nameItem } from "./trash-words";
import { useDiscard } from "./use-discard";

export function TrashRow({ item }: { item: TrashItem }) {
  const [isBusy, setIsBusy] = useState(false);
  const restore = useRestore();
  const discard = useDiscard();
  const name = nameItem(item);
  const keepBusyUntil = async (work: Promise<boolean>) => {
    setIsBusy(true);
    if (!(await work)) setIsBusy(false);
  };
  return (
    <li className="flex min-h-14 items-center gap-3 border-grey-3 border-b py-2">
      <div className="min-w-0 flex-1">
        <p className="truncate font-strong">
          <bdi>{name}</bdi>
        </p>
        <p className="text-grey-2 text-meta">
          {describePlace(item)} · deleted <RelativeTime instant={item.deletedAt} form="ago" />
        </p>
      </div>
      {item.isOwn && (
        <AlertDialog
          title={`Delete ${name} for good?`}
          description="It goes with everything it held, for everybody. This can't be undone."
          actionLabel="Delete for good"
          onAction={() => void keepBusyUntil(discard(`/api/trash/${item.id}`, `${name} is gone for good`))}
          trigger={
            <IconButton label={`Delete ${name} for good`} disabled={isBusy}>
              <Trash2 aria-hidden />
            </IconButton>
          }
        />
      )}
      <Button
        disabled={isBusy}
        onClick={() => void keepBusyUntil(restore({ id: item.id, name }))}
        aria-label={`Bring back ${name}`}
      >
        <Undo2 aria-hidden />
        Bring back
      </Button>
    </li>
  );
}
