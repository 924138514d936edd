"use client";
import { Slot } from "radix-ui/slot";
import type { ReactElement } from "react";

interface OpenerProps {
  kind: "dialog" | "menu";
  isOpen: boolean;
  onOpen: () => void;
  /** A button; it gets what tells a screen reader that it opens something. */
  trigger: ReactElement;
}

/** The button in front of a window that is loaded when it opens. */
export function Opener({ kind, isOpen, onOpen, trigger }: OpenerProps) {
  return (
    <Slot aria-haspopup={kind} aria-expanded={isOpen} onClick={onOpen}>
      {trigger}
    </Slot>
  );
}
