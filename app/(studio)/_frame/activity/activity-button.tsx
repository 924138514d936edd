"use client";
import { History } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { IconButton } from "@/app/_ui/icon-button";
import { Sheet } from "@/app/_ui/sheet";
import type { ActivityTarget } from "./activity-query";

/** Loaded with the first look at it. */
const ActivityFeed = dynamic(() => import("./activity-feed").then((module) => module.ActivityFeed), { ssr: false });

interface ActivityButtonProps {
  target: ActivityTarget;
  /** The song's or the project's name. */
  name: string;
}

/** Opens who did what here, in a panel beside the page. */
export function ActivityButton({ target, name }: ActivityButtonProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Sheet
      title="Activity"
      detail={name}
      side="right"
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <IconButton label="Activity">
          <History aria-hidden />
        </IconButton>
      }
    >
      <ActivityFeed target={target} onLeave={() => setOpen(false)} />
    </Sheet>
  );
}
