"use client";
import { KeyRound } from "lucide-react";
import { Button } from "@/app/_ui/button";
import { usePerson } from "@/app/(studio)/_frame/person";
import { useHandover } from "@/app/(studio)/_frame/use-handover";
import type { ProjectView } from "@/lib/domains/projects/schema";

/** Asks somebody whether they want to own the project that is on the page. */
export function HandoverNotice({ project }: { project: ProjectView }) {
  const me = usePerson();
  const handover = useHandover(project);
  if (!project.handover?.canTake) return null;
  const { from, to } = project.handover;
  return (
    <section
      aria-label="A new owner"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 border-grey-3 border-b bg-paper-low px-6 py-2 text-grey-1 max-desk:mt-2 max-desk:px-4"
    >
      <KeyRound aria-hidden className="size-4 shrink-0" />
      <p className="min-w-0 flex-1 basis-56 text-pretty">
        {from
          ? `${from.name} wants to hand this project to you. The room it takes would be yours, and ${from.name} stays as an editor.`
          : `Its owner has left Segno${to?.id === me.id ? " and hands it to you" : ""}. As its owner you decide who is in it, and the room it takes is yours.`}
      </p>
      <div className="flex gap-2">
        {from && (
          <Button size="small" disabled={handover.isBusy} onClick={() => void handover.decline()}>
            No, thanks
          </Button>
        )}
        <Button size="small" variant="go" disabled={handover.isBusy} onClick={() => void handover.take()}>
          Own it
        </Button>
      </div>
    </section>
  );
}
