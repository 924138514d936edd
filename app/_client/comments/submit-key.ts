import type { KeyboardEvent } from "react";

/** Ctrl or ⌘ with Enter sends. */
export function isSubmitKey(event: KeyboardEvent): boolean {
  return event.key === "Enter" && !event.repeat && (event.metaKey || event.ctrlKey) && !event.nativeEvent.isComposing;
}
