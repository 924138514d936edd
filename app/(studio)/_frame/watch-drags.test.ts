import { describe, expect, it, vi } from "vitest";
import { watchDrags } from "./watch-drags";

function drag(target: EventTarget, type: string, kinds: string[]) {
  const dataTransfer = { types: kinds, dropEffect: "copy" };
  const event = Object.assign(new Event(type, { cancelable: true }), { dataTransfer, relatedTarget: null });
  target.dispatchEvent(event);
  return event;
}

function watch({ isOpen = true } = {}) {
  const target = new EventTarget();
  const handlers = { onHover: vi.fn(), onDrop: vi.fn(), isOpen: () => isOpen };
  return { target, ...handlers, start: () => watchDrags(target, handlers) };
}

describe("B326: a file let go anywhere in the app", () => {
  it.each(["dragover", "drop"])("never makes the browser open it, and text is left alone (%s)", (type) => {
    const { target, start } = watch();
    const stop = start();
    expect(drag(target, type, ["Files"]).defaultPrevented).toBe(true);
    expect(drag(target, type, ["text/plain", "text/uri-list"]).defaultPrevented).toBe(false);
    stop();
    expect(drag(target, type, ["Files"]).defaultPrevented).toBe(false);
  });

  it("is taken where no page has a place for it, and shown to be so", () => {
    const { target, start, onHover, onDrop } = watch();
    start();
    expect(drag(target, "dragover", ["Files"]).dataTransfer.dropEffect).toBe("copy");
    expect(onHover).toHaveBeenLastCalledWith(true);
    drag(target, "dragleave", ["Files"]);
    expect(onHover).toHaveBeenLastCalledWith(false);
    drag(target, "drop", ["Files"]);
    expect(onDrop).toHaveBeenCalledTimes(1);
    drag(target, "drop", ["text/plain"]);
    expect(onDrop).toHaveBeenCalledTimes(1);
  });

  it("is left to a place for takes that has taken it", () => {
    const { target, start, onHover, onDrop } = watch();
    for (const type of ["dragover", "drop"]) target.addEventListener(type, (event) => event.preventDefault());
    start();
    expect(drag(target, "dragover", ["Files"]).dataTransfer.dropEffect).toBe("copy");
    expect(onHover).toHaveBeenLastCalledWith(false);
    drag(target, "drop", ["Files"]);
    expect(onDrop).not.toHaveBeenCalled();
  });

  it("is refused while a question is open, by the browser too", () => {
    const { target, start, onDrop } = watch({ isOpen: false });
    start();
    expect(drag(target, "dragover", ["Files"]).dataTransfer.dropEffect).toBe("none");
    expect(drag(target, "drop", ["Files"]).defaultPrevented).toBe(true);
    expect(onDrop).not.toHaveBeenCalled();
  });
});
