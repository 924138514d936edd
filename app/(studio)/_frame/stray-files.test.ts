import { describe, expect, it } from "vitest";
import { refuseStrayFiles } from "./stray-files";

function drag(target: EventTarget, type: string, kinds: string[]) {
  const dataTransfer = { types: kinds, dropEffect: "copy" };
  const event = Object.assign(new Event(type, { cancelable: true }), { dataTransfer });
  target.dispatchEvent(event);
  return event;
}

describe("a file let go anywhere in the app", () => {
  it.each(["dragover", "drop"])("never makes the browser open it (%s)", (type) => {
    const target = new EventTarget();
    const stop = refuseStrayFiles(target);
    const files = drag(target, type, ["Files"]);
    expect(files.defaultPrevented).toBe(true);
    expect(files.dataTransfer.dropEffect).toBe("none");
    expect(drag(target, type, ["text/plain"]).defaultPrevented).toBe(false);
    stop();
    expect(drag(target, type, ["Files"]).defaultPrevented).toBe(false);
  });

  it("leaves alone what a place for takes has taken", () => {
    const target = new EventTarget();
    target.addEventListener("dragover", (event) => event.preventDefault());
    refuseStrayFiles(target);
    expect(drag(target, "dragover", ["Files"]).dataTransfer.dropEffect).toBe("copy");
  });
});
