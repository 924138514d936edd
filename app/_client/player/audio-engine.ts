/** The part of HTMLAudioElement the engine uses. */
export type AudioElement = Pick<
  HTMLAudioElement,
  "src" | "currentTime" | "volume" | "muted" | "paused" | "ended" | "play" | "pause" | "load" | "addEventListener"
>;

export type EngineStatus = "loading" | "playing" | "paused" | "ended" | "error";

export type AudioEngineOptions = {
  createAudio: () => AudioElement;
  /** Runs a callback before the next frame and answers how to stop; requestAnimationFrame in a browser. */
  onNextFrame: (callback: () => void) => () => void;
  onStatus: (status: EngineStatus) => void;
  onPosition: (positionSec: number) => void;
};

export type AudioEngine = {
  load: (url: string, startSec: number) => void;
  play: () => void;
  pause: () => void;
  isPlayWanted: () => boolean;
  seek: (positionSec: number) => void;
  getPositionSec: () => number;
  setVolume: (volume: number, isMuted: boolean) => void;
  setLoop: (loop: { startSec: number; endSec: number } | null) => void;
};

/** Playing this long after a failure counts as recovered, so a later expiry is repaired again. */
const RECOVERED_AFTER_SEC = 3;

/**
 * One audio element for the life of the page. When the source fails (a presigned address has expired, the line dropped)
 * it is asked for once more and taken up where it stopped; a second failure is told.
 */
export function createAudioEngine({ createAudio, onNextFrame, onStatus, onPosition }: AudioEngineOptions): AudioEngine {
  let audio: AudioElement | null = null;
  let url = "";
  let wantedSec: number | null = null;
  let isPlayWanted = false;
  let failedAtSec: number | null = null;
  let loop: { startSec: number; endSec: number } | null = null;
  let isInsideLoop = false;
  let level = { volume: 1, isMuted: false };
  let stopFrames: (() => void) | null = null;

  const getPositionSec = () => wantedSec ?? audio?.currentTime ?? 0;

  function element(): AudioElement {
    if (audio) return audio;
    audio = createAudio();
    audio.volume = level.volume;
    audio.muted = level.isMuted;
    audio.addEventListener("loadedmetadata", applyWantedPlace);
    audio.addEventListener("playing", () => {
      onStatus("playing");
      runFrames();
    });
    audio.addEventListener("waiting", () => onStatus("loading"));
    audio.addEventListener("pause", () => settle(audio?.ended ? "ended" : "paused"));
    audio.addEventListener("ended", () => settle("ended"));
    audio.addEventListener("timeupdate", report);
    audio.addEventListener("error", recover);
    return audio;
  }

  function settle(status: EngineStatus): void {
    stopFrames?.();
    stopFrames = null;
    // A pause that belongs to loading another source is none of the reader's.
    if (status === "paused" && isPlayWanted && wantedSec !== null) return;
    if (status === "ended") isPlayWanted = false;
    report();
    onStatus(status);
  }

  function applyWantedPlace(): void {
    if (!audio || wantedSec === null) return;
    audio.currentTime = wantedSec;
    wantedSec = null;
    report();
    if (!isPlayWanted) onStatus("paused");
  }

  function runFrames(): void {
    stopFrames?.();
    stopFrames = onNextFrame(() => {
      report();
      runFrames();
    });
  }

  function report(): void {
    // The element keeps time also in a hidden tab, where no frames come; so the loop is kept here.
    if (audio && loop && isPlayWanted && wantedSec === null) keepLoop(audio, loop);
    const positionSec = getPositionSec();
    if (failedAtSec !== null && positionSec > failedAtSec + RECOVERED_AFTER_SEC) failedAtSec = null;
    onPosition(positionSec);
  }

  /** Only what ran up to the end goes back: whoever seeks behind the range wants to hear on from there. */
  function keepLoop(target: AudioElement, range: { startSec: number; endSec: number }): void {
    if (target.currentTime >= range.endSec && isInsideLoop) target.currentTime = range.startSec;
    isInsideLoop = target.currentTime >= range.startSec && target.currentTime < range.endSec;
  }

  function recover(): void {
    if (!audio || url === "") return;
    stopFrames?.();
    stopFrames = null;
    if (failedAtSec !== null) {
      wantedSec = getPositionSec();
      isPlayWanted = false;
      onStatus("error");
      return;
    }
    failedAtSec = getPositionSec();
    open(failedAtSec);
  }

  function open(startSec: number): void {
    const target = element();
    wantedSec = startSec;
    onStatus("loading");
    target.src = url;
    target.load();
    if (isPlayWanted) start(target);
  }

  function start(target: AudioElement): void {
    target.play().catch((error: unknown) => {
      const name = error instanceof DOMException ? error.name : "";
      // Aborted by a newer load, or already told by the "error" event.
      if (name === "AbortError" || name === "NotSupportedError") return;
      isPlayWanted = false;
      onStatus(name === "NotAllowedError" ? "paused" : "error");
    });
  }

  return {
    getPositionSec,
    load(nextUrl, startSec) {
      url = nextUrl;
      failedAtSec = null;
      open(startSec);
    },
    play() {
      isPlayWanted = true;
      const hasFailed = failedAtSec !== null && wantedSec !== null;
      if (hasFailed && url !== "") {
        failedAtSec = null;
        open(getPositionSec());
        return;
      }
      if (audio?.ended) audio.currentTime = loop?.startSec ?? 0;
      if (url !== "") start(element());
    },
    pause() {
      isPlayWanted = false;
      audio?.pause();
    },
    isPlayWanted: () => isPlayWanted,
    seek(positionSec) {
      if (wantedSec !== null || !audio) wantedSec = positionSec;
      else audio.currentTime = positionSec;
      isInsideLoop = false;
      report();
    },
    setVolume(volume, isMuted) {
      level = { volume, isMuted };
      if (audio) Object.assign(audio, { volume, muted: isMuted });
    },
    setLoop(next) {
      loop = next;
      isInsideLoop = false;
    },
  };
}
