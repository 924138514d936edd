"use client";
import { History } from "lucide-react";
import dynamic from "next/dynamic";
import { IconButton } from "@/app/_ui/icon-button";
import { Sheet } from "@/app/_ui/sheet";
import type { ActivityTarget } from "./activity-query";

/** Loaded with the first look at it. */
const ActivityFeed = dynamic(() => import("./activity-feed").then((module) => module.ActivityFeed), { ssr: false });

interface ActivityButtonProps {
  target: ActivityTarget;
  /** The song's or the project's name. */
  name: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** A menu beside it opens the panel as well: on a phone, where the line has no room, it alone does. */
  isInMenu: boolean;
}

/** Opens who did what here, in a panel beside the page. */
export function ActivityButton({ target, name, isOpen, onOpenChange, isInMenu }: ActivityButtonProps) {
  return (
    <Sheet
      title="Activity"
      detail={name}
      side="right"
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      trigger={
        <IconButton label="Activity" className={isInMenu ? "max-desk:hidden" : undefined}>
          <History aria-hidden />
        </IconButton>
      }
    >
      <ActivityFeed target={target} onLeave={() => onOpenChange(false)} />
    </Sheet>
  );
}
