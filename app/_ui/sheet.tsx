"use client";
import dynamic from "next/dynamic";
import type { ReactElement } from "react";
import { Opener } from "./opener";
import type { SheetWindowProps } from "./sheet-window";
import { useOpen } from "./use-open";

const SheetWindow = dynamic(() => import("./sheet-window").then((module) => module.SheetWindow), { ssr: false });

export type SheetProps = Omit<SheetWindowProps, "onOpenChange"> & {
  trigger?: ReactElement;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
};

/** A panel from the edge: the navigation on a phone. */
export function Sheet({ trigger, isOpen, onOpenChange, ...window }: SheetProps) {
  const [isShown, setShown] = useOpen(isOpen, onOpenChange);
  return (
    <>
      {trigger && <Opener kind="dialog" isOpen={isShown} onOpen={() => setShown(true)} trigger={trigger} />}
      {isShown && <SheetWindow {...window} onOpenChange={setShown} />}
    </>
  );
}
