import type { BriefDocumentView, BriefEventPayload, BriefReady, BriefTurnView } from "@/lib/domains/briefs/schema";
import type { DraftNews } from "./draft";
import { followEvents } from "./follow-events";

/** After each silence we look again later: whoever writes may be gone for long, and comes back by itself. */
const LOOK_AGAIN_MS = [2_000, 5_000, 10_000, 30_000] as const;

interface FollowBriefOptions {
  /** Of the stream, from where the page has got to. */
  path: () => string;
  tell: (news: DraftNews) => void;
  onDocument: (document: BriefDocumentView) => void;
  onEnd: (turn: BriefTurnView) => void;
  /** What was told can't be told again, or there was no answer: the brief itself says how things stand. */
  onReread: () => void;
}

/** Follows a turn until it ends, over cuts and silences. Answers how to stop. */
export function followBrief({ path, tell, onDocument, onEnd, onReread }: FollowBriefOptions): () => void {
  let silences = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let close = () => {};

  const open = () => {
    clearTimeout(timer);
    close();
    close = followEvents({
      path,
      on: { ready, token, restart, document, idle, done: end, failed: end, cancelled: end },
      onCut: () => tell({ kind: "cut" }),
      onRefused: onReread,
    });
  };
  const ready = (event: MessageEvent<string>) => {
    tell({ kind: "ready" });
    if ((JSON.parse(event.data) as BriefReady).hasGap) onReread();
  };
  const token = (event: MessageEvent<string>) => {
    silences = 0;
    tell({
      kind: "token",
      text: (JSON.parse(event.data) as BriefEventPayload<"token">).text,
      seq: Number(event.lastEventId),
    });
  };
  const restart = (event: MessageEvent<string>) => tell({ kind: "restart", seq: Number(event.lastEventId) });
  const document = (event: MessageEvent<string>) =>
    onDocument((JSON.parse(event.data) as BriefEventPayload<"document">).document);
  const end = (event: MessageEvent<string>) => {
    close();
    onEnd((JSON.parse(event.data) as BriefEventPayload<"done">).turn);
  };
  const idle = () => {
    close();
    tell({ kind: "silent" });
    onReread();
    timer = setTimeout(open, LOOK_AGAIN_MS[Math.min(silences++, LOOK_AGAIN_MS.length - 1)]);
  };
  const goOffline = () => tell({ kind: "cut" });

  open();
  // The browser may take long to notice, and waits longer before it tries again.
  window.addEventListener("offline", goOffline);
  window.addEventListener("online", open);
  return () => {
    clearTimeout(timer);
    close();
    window.removeEventListener("offline", goOffline);
    window.removeEventListener("online", open);
  };
}
