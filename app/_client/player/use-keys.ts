"use client";
import { useEffect, useRef } from "react";
import { nameKey } from "./key-name";

/** What a key does, by the name `nameKey` gives it. Answer false to leave the key to others. */
export type KeyMap = Record<string, (event: KeyboardEvent) => boolean | undefined | void>;

const TYPING =
  "input:not([type=checkbox],[type=radio],[type=range],[type=button]), textarea, select, [contenteditable=true]";
const PRESSABLE =
  "button, a[href], summary, input, [role=button], [role^=menuitem], [role=option], [role=tab], [role=radio], [role=checkbox]";
const OPEN_LAYER = "[role=dialog][data-state=open], [role=alertdialog][data-state=open], [role=menu][data-state=open]";

function isTaken(event: KeyboardEvent, name: string): boolean {
  if (event.defaultPrevented || event.isComposing) return true;
  const target = event.target instanceof Element ? event.target : null;
  if (document.querySelector(OPEN_LAYER)) return true;
  if (target?.closest(TYPING) && !name.startsWith("Mod+")) return true;
  if (target?.matches("input[type=range]") && name.includes("Arrow")) return true;
  // Arrows walk a group of radio buttons for whoever came there by Tab; after a click they are the player's.
  if (target?.matches("input[type=radio]:focus-visible") && name.includes("Arrow")) return true;
  if (name !== "Space" && name !== "Enter") return false;
  // Whoever walks with Tab presses the control they stand on; a control left in focus by a click gives way to the player.
  return Boolean(target?.closest(PRESSABLE)) && Boolean(target?.matches(":focus-visible"));
}

/** Keys of a whole page. They are silent while one types, and while a dialog or a menu is open. */
export function useKeys(keys: KeyMap): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  }, [keys]);
  useEffect(() => {
    const handle = (event: KeyboardEvent) => {
      const name = nameKey(event);
      const act = Object.hasOwn(latest.current, name) ? latest.current[name] : undefined;
      if (!act || isTaken(event, name)) return;
      // A key that is held walks on with the arrows only; any other would flicker.
      if (event.repeat && !name.includes("Arrow")) {
        event.preventDefault();
        return;
      }
      if (act(event) === false) return;
      event.preventDefault();
      // Otherwise the button that was clicked last is pressed again when Space comes up.
      if (name === "Space" && document.activeElement instanceof HTMLElement) {
        if (document.activeElement.matches(PRESSABLE)) document.activeElement.blur();
      }
    };
    window.addEventListener("keydown", handle);
    return () => window.removeEventListener("keydown", handle);
  }, []);
}
