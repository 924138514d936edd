"use client";
import dynamic from "next/dynamic";
import type { ReactElement } from "react";
import { Dialog } from "@/app/_ui/dialog";
import type { ShareTarget } from "./share-target";

const ShareForm = dynamic(() => import("./share-form").then((module) => module.ShareForm), { ssr: false });
const SharePeople = dynamic(() => import("./share-people").then((module) => module.SharePeople), { ssr: false });

type ShareDialogProps = ShareTarget & { trigger: ReactElement };

/** Who may open a song or a project, and how more people come to it. */
export function ShareDialog({ trigger, ...target }: ShareDialogProps) {
  return (
    <Dialog
      title={`Share ${target.song?.name ?? target.projectName}`}
      description={
        target.song
          ? "This song alone, or the whole project with all that will come."
          : "Everybody here hears every song of the project, also those that will come."
      }
      trigger={trigger}
    >
      <ShareForm target={target} />
      <SharePeople target={target} />
    </Dialog>
  );
}
