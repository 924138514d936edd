"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Opener } from "./opener";
import type { PopoverProps } from "./popover-window";
import { useOpen } from "./use-open";

const PopoverWindow = dynamic(() => import("./popover-window").then((module) => module.PopoverWindow), { ssr: false });

/** A small window at its button. Loaded when it opens for the first time; Esc and the ground close it, focus goes back. */
export function Popover({ trigger, isOpen, onOpenChange, ...window }: PopoverProps) {
  const [isShown, setShown] = useOpen(isOpen, onOpenChange);
  const [wasShown, setWasShown] = useState(false);
  if (isShown && !wasShown) setWasShown(true);
  if (!wasShown) return <Opener kind="dialog" isOpen={false} onOpen={() => setShown(true)} trigger={trigger} />;
  return <PopoverWindow {...window} trigger={trigger} isOpen={isShown} onOpenChange={setShown} />;
}
