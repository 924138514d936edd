interface DragHandlers {
  /** Whether a file is held over a spot that no place for takes has claimed. */
  onHover: (isOver: boolean) => void;
  onDrop: (transfer: DataTransfer) => void;
  /** Whether files are taken now; a question that is open is answered first. */
  isOpen: () => boolean;
}

/**
 * Takes files that are let go where the page itself takes none. The browser, which would leave the app and show the file
 * instead, never gets one. Text and links are left alone. Answers how to stop.
 */
export function watchDrags(target: EventTarget, { onHover, onDrop, isOpen }: DragHandlers): () => void {
  const over = (event: Event) => {
    const { dataTransfer } = event as DragEvent;
    if (!dataTransfer?.types.includes("Files")) return;
    // Who takes files has said so already, before the event came up to here.
    const isFree = !event.defaultPrevented;
    event.preventDefault();
    if (isFree) dataTransfer.dropEffect = isOpen() ? "copy" : "none";
    onHover(isFree && isOpen());
  };
  const drop = (event: Event) => {
    const { dataTransfer } = event as DragEvent;
    onHover(false);
    if (!dataTransfer?.types.includes("Files")) return;
    const isFree = !event.defaultPrevented;
    event.preventDefault();
    if (isFree && isOpen()) onDrop(dataTransfer);
  };
  // Out of the window: nothing is entered.
  const leave = (event: Event) => (event as DragEvent).relatedTarget === null && onHover(false);
  target.addEventListener("dragover", over);
  target.addEventListener("drop", drop);
  target.addEventListener("dragleave", leave);
  return () => {
    target.removeEventListener("dragover", over);
    target.removeEventListener("drop", drop);
    target.removeEventListener("dragleave", leave);
  };
}
