"use client";
import { KeyRound, Undo2 } from "lucide-react";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { IconButton } from "@/app/_ui/icon-button";
import { useHandover } from "./use-handover";

interface OfferButtonProps {
  project: { id: string; name: string };
  person: { id: string; name: string };
  /** They were asked and have not answered. */
  isAsked: boolean;
}

/** The owner's: asks a member to own the project, or takes that back. */
export function OfferButton({ project, person, isAsked }: OfferButtonProps) {
  const handover = useHandover(project);
  if (isAsked) {
    return (
      <IconButton
        label={`Don't hand ${project.name} to ${person.name}`}
        disabled={handover.isBusy}
        onClick={() => void handover.takeBack()}
      >
        <Undo2 aria-hidden />
      </IconButton>
    );
  }
  return (
    <AlertDialog
      title={`Make ${person.name} the owner?`}
      description={`${person.name} is asked first. Once they accept, ${project.name} and the room it takes are theirs, and you stay as an editor.`}
      actionLabel={`Ask ${person.name}`}
      cancelLabel="Keep it"
      isDangerous={false}
      onAction={() => void handover.offer(person)}
      trigger={
        <IconButton label={`Make ${person.name} the owner`} disabled={handover.isBusy}>
          <KeyRound aria-hidden />
        </IconButton>
      }
    />
  );
}
