"use client";
import { Archive, ArchiveRestore } from "lucide-react";
import { Button } from "@/app/_ui/button";
import { type Archivable, useArchiving } from "./use-archiving";

interface ArchiveNoticeProps {
  children: string;
  /** What to bring back; null for those who may not. */
  thing: Archivable | null;
}

/** Says that what is on the page lies in the archive, and brings it back. */
export function ArchiveNotice({ children, thing }: ArchiveNoticeProps) {
  const archive = useArchiving();
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 border-grey-3 border-b bg-paper-low px-6 py-2 text-grey-1 max-desk:mt-2 max-desk:px-4"
    >
      <Archive aria-hidden className="size-4 shrink-0" />
      <p className="min-w-0 flex-1 basis-56">{children}</p>
      {thing && (
        <Button size="small" onClick={() => void archive(thing, false)}>
          <ArchiveRestore aria-hidden />
          Bring back
        </Button>
      )}
    </div>
  );
}
