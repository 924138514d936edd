import { PartError } from "./part-error";

interface PutPart {
  url: string;
  headers: Record<string, string>;
  body: Blob | ArrayBuffer;
  signal: AbortSignal;
  onProgress: (sentBytes: number) => void;
}

/** Sends one part straight to storage. XMLHttpRequest, because fetch tells nothing of what was sent. @throws PartError, AbortError. */
export function putPart({ url, headers, body, signal, onProgress }: PutPart): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    const settle = (finish: () => void) => {
      signal.removeEventListener("abort", abort);
      finish();
    };
    request.open("PUT", url);
    for (const [name, value] of Object.entries(headers)) {
      // The browser sets the length itself, and may not be told.
      if (name.toLowerCase() !== "content-length" && name.toLowerCase() !== "host")
        request.setRequestHeader(name, value);
    }
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onload = () =>
      settle(
        request.status >= 200 && request.status < 300
          ? resolve
          : () => reject(new PartError(request.status, { url, headers })),
      );
    request.onerror = () => settle(() => reject(new PartError(0, { url, headers })));
    request.onabort = () => settle(() => reject(new DOMException("Cancelled", "AbortError")));
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) reject(new DOMException("Cancelled", "AbortError"));
    else request.send(body);
  });
}
