"use client";
import dynamic from "next/dynamic";
import { useSearchParams } from "next/navigation";
import { type ReactElement, useState } from "react";
import { Dialog } from "@/app/_ui/dialog";
import type { ShareTarget } from "./share-target";

const ShareForm = dynamic(() => import("./share-form").then((module) => module.ShareForm), { ssr: false });
const SharePeople = dynamic(() => import("./share-people").then((module) => module.SharePeople), { ssr: false });
const ShareLinks = dynamic(() => import("./links/share-links").then((module) => module.ShareLinks), { ssr: false });

type ShareDialogProps = ShareTarget & {
  trigger: ReactElement;
  /** Opens by itself at an address with `?share=`, filled in with who asked. */
  opensByAddress?: boolean;
};

/** Who may open a song or a project, and how more people come to it. */
export function ShareDialog({ trigger, opensByAddress = false, ...target }: ShareDialogProps) {
  const asked = useSearchParams().get("share");
  const email = opensByAddress ? asked : null;
  const [isOpen, setOpen] = useState(email !== null);
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={setOpen}
      title={`Share ${target.song?.name ?? target.projectName}`}
      description={
        target.song
          ? "This song alone, or the whole project with all that will come."
          : "Everybody here hears every song of the project, also those that will come."
      }
      trigger={trigger}
    >
      <ShareForm target={target} startEmail={email} />
      <SharePeople target={target} />
      <ShareLinks target={target} />
    </Dialog>
  );
}
