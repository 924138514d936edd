type KeyPress = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/**
 * The name of a key press: "Space", "ArrowLeft", "Shift+ArrowLeft", "Alt+ArrowRight", "Mod+k" (Ctrl or ⌘), "c", "?", "[".
 * Letters are lower-case; Shift is named only beside keys that type nothing by it, so "?" is "?" on every layout.
 */
export function nameKey(press: KeyPress): string {
  const isPrinted = press.key.length === 1 && press.key !== " ";
  const isLetter = isPrinted && press.key.toLowerCase() !== press.key.toUpperCase();
  const key = press.key === " " ? "Space" : isLetter ? press.key.toLowerCase() : press.key;
  const hasShift = press.shiftKey && (!isPrinted || isLetter);
  const parts = [press.ctrlKey || press.metaKey ? "Mod" : "", press.altKey ? "Alt" : "", hasShift ? "Shift" : "", key];
  return parts.filter(Boolean).join("+");
}
