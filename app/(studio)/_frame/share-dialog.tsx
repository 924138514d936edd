"use client";
import { type ReactElement, useState } from "react";
import { Dialog } from "@/app/_ui/dialog";
import { ShareForm } from "./share-form";
import { SharePeople } from "./share-people";
import type { ShareTarget } from "./share-target";

type ShareDialogProps = ShareTarget & { trigger: ReactElement };

/** Who may open a song or a project, and how more people come to it. */
export function ShareDialog({ trigger, ...target }: ShareDialogProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog
      title={`Share ${target.song?.name ?? target.projectName}`}
      description={
        target.song
          ? "This song alone, or the whole project with all that will come."
          : "Everybody here hears every song of the project, also those that will come."
      }
      trigger={trigger}
      isOpen={isOpen}
      onOpenChange={setOpen}
    >
      <ShareForm target={target} />
      <SharePeople target={target} />
    </Dialog>
  );
}
