"use client";
import { useState } from "react";

/** What had the focus before a window opened; for a row of a menu, which is gone by then, the menu's button. */
function findOpener(): HTMLElement | null {
  const active = document.activeElement instanceof HTMLElement ? document.activeElement : null;
  const labelledBy = active?.closest("[role=menu]")?.getAttribute("aria-labelledby");
  return labelledBy ? document.getElementById(labelledBy) : active;
}

/** Gives the focus back to whatever opened a window, when it closes. For `onCloseAutoFocus`. */
export function useFocusReturn(): (event: Event) => void {
  const [opener] = useState(findOpener);
  return (event) => {
    event.preventDefault();
    opener?.focus();
  };
}
