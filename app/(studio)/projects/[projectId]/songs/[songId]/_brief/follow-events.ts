const RECONNECT_MS = [1_000, 2_000, 5_000, 10_000, 30_000] as const;

interface FollowOptions {
  /** Where to begin, asked for at each new beginning. */
  path: () => string;
  /** What to do with each type of event. */
  on: Record<string, (event: MessageEvent<string>) => void>;
  /** The server said no: it restarts, say, or there is nothing to follow any more. */
  onRefused?: () => void;
  /** The line is cut; the browser, or we, go on. What comes next says that it is back. */
  onCut?: () => void;
}

/** Follows server-sent events. The browser goes on by itself after a cut; after a refusal we begin anew. Answers how to stop. */
export function followEvents({ path, on, onRefused, onCut }: FollowOptions): () => void {
  let attempt = 0;
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const open = () => {
    source = new EventSource(path());
    for (const [type, handle] of Object.entries(on)) {
      source.addEventListener(type, (event: MessageEvent<string>) => {
        attempt = 0;
        handle(event);
      });
    }
    source.onerror = () => {
      onCut?.();
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, RECONNECT_MS[Math.min(attempt++, RECONNECT_MS.length - 1)]);
      onRefused?.();
    };
  };

  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
