"use client";
import dynamic from "next/dynamic";
import type { ReactElement } from "react";
import type { AlertWindowProps } from "./alert-window";
import { Opener } from "./opener";
import { useOpen } from "./use-open";

const AlertWindow = dynamic(() => import("./alert-window").then((module) => module.AlertWindow), { ssr: false });

export type AlertDialogProps = Omit<AlertWindowProps, "onOpenChange"> & {
  trigger?: ReactElement;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
};

/** Asks before what cannot be undone; nothing but an answer closes it. */
export function AlertDialog({ trigger, isOpen, onOpenChange, ...window }: AlertDialogProps) {
  const [isShown, setShown] = useOpen(isOpen, onOpenChange);
  return (
    <>
      {trigger && <Opener kind="dialog" isOpen={isShown} onOpen={() => setShown(true)} trigger={trigger} />}
      {isShown && <AlertWindow {...window} onOpenChange={setShown} />}
    </>
  );
}
