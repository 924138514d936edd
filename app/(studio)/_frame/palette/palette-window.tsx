"use client";
import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { Content, Description, Overlay, Portal, Root, Title } from "radix-ui/dialog";
import { type KeyboardEvent, useState } from "react";
import type { UploadTarget } from "@/app/_client/uploader/upload-target";
import { joinClasses } from "@/app/_ui/class-names";
import { FLOATING, OVERLAY } from "@/app/_ui/surface";
import { useFocusReturn } from "@/app/_ui/use-focus-return";
import { usePerson } from "../person";
import { countHits, nameHit } from "./hit-words";
import { PaletteCommands } from "./palette-commands";
import { PaletteField } from "./palette-field";
import { PaletteHits } from "./palette-hits";
import { PaletteRecent } from "./palette-recent";
import { useSearch } from "./use-search";
import { useUploadTarget } from "./use-upload-target";

interface PaletteWindowProps {
  /** What was typed before this window was there. */
  takeTyped: () => string;
  onClose: () => void;
  onNewProject: () => void;
  onUpload: (target: UploadTarget) => void;
}

const FRAME = joinClasses(
  "fixed z-50 flex flex-col desk:top-[12dvh] desk:left-1/2 desk:max-h-[70dvh] desk:w-[640px] desk:-translate-x-1/2 desk:rounded-panel",
  "max-desk:inset-0 max-desk:pb-[env(safe-area-inset-bottom)]",
  FLOATING,
);

/** Search and go: what one typed, what fits it, and what one can do. Esc and the ground close it. */
export function PaletteWindow({ takeTyped, onClose, onNewProject, onUpload }: PaletteWindowProps) {
  const router = useRouter();
  const person = usePerson();
  const target = useUploadTarget();
  const [typed, setTyped] = useState("");
  const { answer, isCurrent, error } = useSearch(typed);
  const [chosen, setChosen] = useState("");
  const [seenAnswer, setSeenAnswer] = useState(answer);
  if (answer !== seenAnswer) {
    // The best of what was found comes before what one can do, which was there at once.
    setSeenAnswer(answer);
    if (answer?.items[0]) setChosen(nameHit(answer.items[0]));
  }
  const returnFocus = useFocusReturn();
  const text = typed.trim().toLowerCase();
  const close = (act: () => void) => () => {
    onClose();
    act();
  };
  const go = (href: string) => close(() => router.push(href))();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    onClose();
  };
  return (
    <Root open onOpenChange={onClose}>
      <Portal>
        <Overlay className={OVERLAY} />
        <Content
          className={FRAME}
          onKeyDown={onKeyDown}
          onOpenAutoFocus={() => setTyped(takeTyped())}
          onCloseAutoFocus={returnFocus}
        >
          <Title className="sr-only">Search</Title>
          <Description className="sr-only">Type to search. Arrows choose, Enter opens, Esc closes.</Description>
          <Command
            value={chosen}
            onValueChange={setChosen}
            shouldFilter={false}
            label="Search"
            className="flex min-h-0 flex-1 flex-col"
          >
            <PaletteField typed={typed} onType={setTyped} onClose={onClose} />
            <Command.List
              label="Results"
              className="min-h-0 flex-1 overflow-y-auto overscroll-contain py-1 desk:min-h-[320px]"
            >
              {text === "" && <PaletteRecent onGo={go} />}
              {answer && <PaletteHits answer={answer} onGo={go} />}
              {error && <p className="px-4 py-6 text-body text-grey-1">{error.message}</p>}
              {isCurrent && answer?.items.length === 0 && (
                <p className="px-4 py-6 text-body text-grey-1">
                  Nothing that you may open fits “<bdi>{typed.trim()}</bdi>”.
                </p>
              )}
              <PaletteCommands
                typed={text}
                onGo={go}
                onNewProject={person.isVerified ? close(onNewProject) : null}
                upload={target && { projectName: target.projectName, choose: close(() => onUpload(target)) }}
                onDone={onClose}
              />
            </Command.List>
          </Command>
          <p role="status" className="sr-only">
            {isCurrent && answer ? countHits(answer.items) : ""}
          </p>
        </Content>
      </Portal>
    </Root>
  );
}
