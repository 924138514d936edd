"use client";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { useLeave } from "./use-leave";

interface LeaveDialogProps {
  projectId: string;
  /** Left out: the whole project. */
  songId?: string;
  name: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** Asks before one gives up one's own way in. */
export function LeaveDialog({ name, isOpen, onOpenChange, ...place }: LeaveDialogProps) {
  const leave = useLeave();
  return (
    <AlertDialog
      title={`Leave ${name}?`}
      description={
        place.songId
          ? "You can't open the song any more until somebody shares it with you again. What you said stays."
          : "You can't open its songs any more until somebody shares them with you again. What you said and uploaded stays."
      }
      actionLabel="Leave"
      cancelLabel="Stay"
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      onAction={() => void leave({ ...place, name })}
    />
  );
}
