import { PartError } from "./part-error";

interface PutPart {
  url: string;
  headers: Record<string, string>;
  body: Blob | ArrayBuffer;
  signal: AbortSignal;
  onProgress: (sentBytes: number) => void;
}

/**
 * A line that died without a word (a lid that was closed, another network) is told by nobody: when nothing moves for so long it
 * is taken for broken. After the last byte storage has longer, to put it on its disk.
 */
const MOVES_WITHIN_MS = 60_000;
const ANSWERS_WITHIN_MS = 180_000;

/** Sends one part straight to storage. XMLHttpRequest, because fetch tells nothing of what was sent. @throws PartError, AbortError. */
export function putPart({ url, headers, body, signal, onProgress }: PutPart): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    const lose = () => {
      isLost = true;
      request.abort();
    };
    let isLost = false;
    let silence: ReturnType<typeof setTimeout> | undefined;
    const expect = (withinMs: number) => {
      clearTimeout(silence);
      silence = setTimeout(lose, withinMs);
    };
    const broken = () => new PartError(0, { url, headers });
    const settle = (finish: () => void) => {
      clearTimeout(silence);
      signal.removeEventListener("abort", abort);
      finish();
    };
    request.open("PUT", url);
    for (const [name, value] of Object.entries(headers)) {
      // The browser sets the length itself, and may not be told.
      if (name.toLowerCase() !== "content-length" && name.toLowerCase() !== "host")
        request.setRequestHeader(name, value);
    }
    request.upload.onprogress = (event) => {
      expect(MOVES_WITHIN_MS);
      onProgress(event.loaded);
    };
    request.upload.onload = () => expect(ANSWERS_WITHIN_MS);
    request.onload = () =>
      settle(
        request.status >= 200 && request.status < 300
          ? resolve
          : () => reject(new PartError(request.status, { url, headers })),
      );
    request.onerror = () => settle(() => reject(broken()));
    request.onabort = () => settle(() => reject(isLost ? broken() : new DOMException("Cancelled", "AbortError")));
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) return reject(new DOMException("Cancelled", "AbortError"));
    expect(MOVES_WITHIN_MS);
    request.send(body);
  });
}
