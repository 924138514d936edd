/**
 * Holds what was pressed or sent last until the page's scripts have come, then does it. The page is drawn long before they are
 * on a slow line: a press on a button would be lost, and a form that nobody takes is sent by the browser itself, with all that
 * was typed in the address.
 *
 * It is written into the page as text, so it uses nothing from outside of itself.
 * @param readyEvent what the window hears when presses are taken by the page
 */
export function holdPresses(readyEvent: string): void {
  let held: HTMLElement | null = null;
  const hold = (event: Event) => {
    if (!(event.target instanceof Element)) return;
    const control = event.target.closest<HTMLElement>(event.type === "submit" ? "form" : "button");
    const form = control instanceof HTMLButtonElement ? control.form : control;
    // A form that says it is read by its address works without any script.
    if (!control || form?.getAttribute("method") === "get") return;
    event.preventDefault();
    event.stopPropagation();
    held = control;
  };
  const release = () => {
    document.removeEventListener("click", hold, true);
    document.removeEventListener("submit", hold, true);
    if (!held?.isConnected) return;
    if (held instanceof HTMLFormElement) return held.requestSubmit();
    // A menu opens when the pointer goes down, not when it is up again.
    if (held.getAttribute("aria-haspopup") === "menu")
      held.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, cancelable: true, button: 0 }));
    held.click();
  };
  document.addEventListener("click", hold, true);
  document.addEventListener("submit", hold, true);
  window.addEventListener(readyEvent, release, { once: true });
}
