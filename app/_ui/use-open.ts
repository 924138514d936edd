"use client";
import { useState } from "react";

/** Whether something is open: as the caller says, or by itself when the caller doesn't. */
export function useOpen(
  isOpen: boolean | undefined,
  onOpenChange: ((isOpen: boolean) => void) | undefined,
): [boolean, (isOpen: boolean) => void] {
  const [isOwnOpen, setOwnOpen] = useState(false);
  const change = (next: boolean) => {
    setOwnOpen(next);
    onOpenChange?.(next);
  };
  return [isOpen ?? isOwnOpen, change];
}
