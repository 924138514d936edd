"use client";
import dynamic from "next/dynamic";
import type { ReactElement } from "react";
import type { DialogWindowProps } from "./dialog-window";
import { Opener } from "./opener";
import { useOpen } from "./use-open";

/** Loaded when the first one opens: no page waits for windows that nobody asked for. */
const DialogWindow = dynamic(() => import("./dialog-window").then((module) => module.DialogWindow), { ssr: false });

export type DialogProps = Omit<DialogWindowProps, "onOpenChange"> & {
  trigger?: ReactElement;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
};

/** A window over the page; on a phone it rises from the lower edge. Esc and the ground close it, focus goes back. */
export function Dialog({ trigger, isOpen, onOpenChange, ...window }: DialogProps) {
  const [isShown, setShown] = useOpen(isOpen, onOpenChange);
  return (
    <>
      {trigger && <Opener kind="dialog" isOpen={isShown} onOpen={() => setShown(true)} trigger={trigger} />}
      {isShown && <DialogWindow {...window} onOpenChange={setShown} />}
    </>
  );
}
