/**
 * A file let go where no take is taken stays out of the browser, which would leave the app and show the file instead.
 * Answers how to stop.
 */
export function refuseStrayFiles(target: EventTarget): () => void {
  const refuse = (event: Event) => {
    const { dataTransfer } = event as DragEvent;
    if (!dataTransfer?.types.includes("Files")) return;
    // Who takes files has said so already, before the event came up to here.
    if (!event.defaultPrevented) dataTransfer.dropEffect = "none";
    event.preventDefault();
  };
  target.addEventListener("dragover", refuse);
  target.addEventListener("drop", refuse);
  return () => {
    target.removeEventListener("dragover", refuse);
    target.removeEventListener("drop", refuse);
  };
}
