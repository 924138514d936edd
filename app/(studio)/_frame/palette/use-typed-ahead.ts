"use client";
import { useState } from "react";

interface TypedAhead {
  /** From now on, what is typed is kept from the page and for the window. */
  begin: () => void;
  /** What was typed until now; the page has its keys again. */
  take: () => string;
}

/** Keeps what somebody types between the key that opens a window and the moment when the window is there. */
export function useTypedAhead(): TypedAhead {
  return useState(createTypedAhead)[0];
}

function createTypedAhead(): TypedAhead {
  let typed = "";
  const keep = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Backspace") typed = [...typed].slice(0, -1).join("");
    else if ([...event.key].length === 1) typed += event.key;
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  return {
    begin: () => {
      typed = "";
      window.addEventListener("keydown", keep, { capture: true });
    },
    take: () => {
      window.removeEventListener("keydown", keep, { capture: true });
      const taken = typed;
      typed = "";
      return taken;
    },
  };
}
