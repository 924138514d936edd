import type { LiveEvent, LiveState } from "./live-connection";
import { createLiveLeader, type LiveLeader, type LiveMessage } from "./live-leader";
import { hold } from "./one-leader";

export interface TopicHandlers {
  /** It is followed from here on; with `hasGap` what came before is to be read anew. */
  onReady?: (ready: { cursor: string; hasGap: boolean }) => void;
  onTold: (told: { type: string; data: unknown; cursor: string }) => void;
  /** It, or this reader's right to it, is over or another one. Where something is left, `onReady` follows. */
  onEnded?: () => void;
}

const NAME = "segno.live";
/** How often a tab that is looked at asks whether anybody leads. */
const ASK_MS = 5_000;
/** So often in vain, and whoever leads sleeps: the tab takes over. */
const MAX_UNANSWERED = 2;

/**
 * This tab's part in the browser's one stream: one tab leads and tells the others, since browsers open six connections to a host
 * over all tabs. Where tabs can't agree on one (no https), each that is looked at has its own.
 */
export function createLiveTab(onState: (state: LiveState) => void) {
  const tab = Math.random().toString(36).slice(2);
  const isShared = "locks" in navigator && "BroadcastChannel" in window;
  const followers = new Map<string, Set<TopicHandlers>>();
  const cursors = new Map<string, string | null>();
  let channel: BroadcastChannel | null = null;
  let leader: LiveLeader | null = null;
  let giveUp: (() => void) | null = null;
  let unanswered = 0;

  const post = (message: LiveMessage) => {
    channel?.postMessage(message);
    hear(message);
  };
  const want = () => post({ kind: "want", tab, topics: [...cursors] });

  function hear(message: LiveMessage): void {
    if (message.kind === "want" || message.kind === "ask") return leader?.take(message);
    unanswered = 0;
    if (message.kind === "event") {
      if (message.to === undefined || message.to === tab) tell(message.event);
      return;
    }
    onState(message.state);
    if (message.kind === "lead") want();
  }

  function tell(event: LiveEvent): void {
    const handlers = [...(followers.get(event.topic) ?? [])];
    if (handlers.length === 0) return;
    if (event.kind !== "ended") cursors.set(event.topic, event.cursor);
    else if (event.isRefused) {
      followers.delete(event.topic);
      cursors.delete(event.topic);
    }
    for (const { onReady, onTold, onEnded } of handlers) {
      if (event.kind === "ready") onReady?.(event);
      else if (event.kind === "told") onTold(event);
      else onEnded?.();
    }
  }

  const lead = () => {
    leader = createLiveLeader(post);
    leader.announce();
    return () => {
      leader?.close();
      leader = null;
    };
  };

  function enter(): void {
    if (giveUp) return;
    if (isShared) {
      channel = new BroadcastChannel(NAME);
      channel.onmessage = ({ data }: MessageEvent<LiveMessage>) => hear(data);
    }
    giveUp = isShared ? hold(NAME, lead, false) : lead();
    want();
  }

  /** Lets go of everything, the lead included, for another tab. On the way back it says again where it is. */
  function rest(): void {
    if (!giveUp) return;
    post({ kind: "want", tab, topics: [] });
    giveUp();
    giveUp = null;
    channel?.close();
    channel = null;
  }

  function wake(): void {
    const isSeen = document.visibilityState === "visible";
    if (!isShared && !isSeen) return rest();
    enter();
    leader?.retryNow();
    ask();
  }

  /** A leader in a tab that the system put to sleep holds its lock and says nothing. */
  function ask(): void {
    if (!channel || leader || document.visibilityState !== "visible") return;
    if (unanswered++ < MAX_UNANSWERED) return post({ kind: "ask" });
    unanswered = 0;
    giveUp?.();
    giveUp = hold(NAME, lead, true);
  }

  enter();
  setInterval(ask, ASK_MS);
  window.addEventListener("pagehide", rest);
  document.addEventListener("freeze", rest);
  for (const event of ["pageshow", "online"]) window.addEventListener(event, wake);
  for (const event of ["resume", "visibilitychange"]) document.addEventListener(event, wake);

  return {
    /** Follows a topic from `cursor`, or from now on when that is null. Answers how to stop. */
    follow(topic: string, cursor: string | null, handlers: TopicHandlers): () => void {
      const all = followers.get(topic) ?? new Set();
      const known = cursors.get(topic);
      followers.set(topic, all.add(handlers));
      if (known === undefined) {
        cursors.set(topic, cursor);
        want();
      } else if (known !== null && known !== cursor) handlers.onReady?.({ cursor: known, hasGap: true });
      return () => {
        all.delete(handlers);
        if (all.size > 0 || followers.get(topic) !== all) return;
        followers.delete(topic);
        cursors.delete(topic);
        want();
      };
    },
  };
}
