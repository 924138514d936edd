import { describe, expect, it } from "vitest";
import { createPlayerStore } from "./player-store";
import type { PlayerTrack } from "./track";

/** An audio element as far as a test drives it: nothing happens until the test says so. */
class ScriptedAudio extends EventTarget {
  src = "";
  currentTime = 0;
  volume = 1;
  muted = false;
  paused = true;
  ended = false;
  readonly opened: string[] = [];
  load() {
    this.opened.push(this.src);
    this.currentTime = 0;
  }
  play() {
    this.paused = false;
    return Promise.resolve();
  }
  pause() {
    if (this.paused) return;
    this.paused = true;
    this.dispatchEvent(new Event("pause"));
  }
  tell(...events: string[]) {
    for (const event of events) this.dispatchEvent(new Event(event));
  }
  runTo(positionSec: number) {
    this.currentTime = positionSec;
    this.tell("timeupdate");
  }
}

const TRACK: PlayerTrack = {
  versionId: "v3",
  songId: "s1",
  title: "Paper Lanterns",
  versionLabel: "v3",
  projectName: "Nightferry",
  href: "/songs/s1",
  durationSec: 192,
  cover: null,
  previewUrl: "/preview/v3",
  playsUrl: "/plays/v3",
};

function setUp() {
  const audio = new ScriptedAudio();
  const heard: string[] = [];
  const store = createPlayerStore({
    ...{ createAudio: () => audio, onNextFrame: () => () => undefined, mediaKeys: null },
    onHeard: ({ versionId }) => heard.push(versionId),
  });
  const start = (startSec = 0) => {
    store.load(TRACK, { startSec, shouldPlay: true });
    audio.tell("loadedmetadata", "playing");
  };
  return { audio, store, start, heard };
}

describe("player", () => {
  it("creates nothing and does nothing before there is a track", () => {
    const { audio, store } = setUp();
    store.toggle();
    store.seek(20);
    expect(store.getState().status).toBe("idle");
    expect(audio.opened).toEqual([]);
    expect(store.position.getPositionSec()).toBe(0);
  });

  it("starts where it was asked to, also when the seek comes before the sound", () => {
    const { audio, store } = setUp();
    store.load(TRACK, { shouldPlay: true });
    store.seek(70);
    expect(store.position.getPositionSec()).toBe(70);
    audio.tell("loadedmetadata", "playing");
    expect(audio.currentTime).toBe(70);
    expect(store.getState().status).toBe("playing");
  });

  it("keeps playing when a page loads the version that already plays", () => {
    const { audio, store, start } = setUp();
    start();
    audio.runTo(30);
    store.load({ ...TRACK, title: "Renamed" });
    expect(audio.opened).toHaveLength(1);
    expect(store.getState()).toMatchObject({ status: "playing", track: { title: "Renamed" } });
  });

  it("B476: takes another name or cover of what it plays without a stop, and of nothing else", () => {
    const { store, audio, start } = setUp();
    start(40);
    const renamed = { ...TRACK, title: "Lanterns", cover: { small: "/cover?size=small", large: "/cover?size=large" } };
    store.describe(renamed);
    expect(store.getState()).toMatchObject({ track: renamed, status: "playing" });
    expect(audio.opened).toEqual(["/preview/v3"]);
    store.describe({ ...TRACK, versionId: "v4", title: "Another" });
    expect(store.getState().track).toEqual(renamed);
    let changes = 0;
    store.subscribe(() => changes++);
    store.describe({ ...renamed });
    expect(changes).toBe(0);
  });

  it("asks for an expired source once more and goes on where it stopped", () => {
    const { audio, store, start } = setUp();
    start();
    audio.runTo(42);
    audio.tell("error");
    expect(audio.opened).toEqual(["/preview/v3", "/preview/v3"]);
    expect(store.position.getPositionSec()).toBe(42);
    audio.tell("loadedmetadata", "playing");
    expect(audio.currentTime).toBe(42);
  });

  it("tells a second failure, and play goes on from the same place", () => {
    const { audio, store, start } = setUp();
    start();
    audio.runTo(42);
    audio.tell("error", "error");
    expect(audio.opened).toHaveLength(2);
    expect(store.getState().status).toBe("error");
    store.play();
    audio.tell("loadedmetadata", "playing");
    expect(audio.opened).toHaveLength(3);
    expect(audio.currentTime).toBe(42);
  });

  it("repairs a later expiry again after it had recovered", () => {
    const { audio, start } = setUp();
    start();
    audio.tell("error", "loadedmetadata", "playing");
    audio.runTo(10);
    audio.tell("error");
    expect(audio.opened).toHaveLength(3);
  });

  it("tells React at most every quarter second and the playhead every time", () => {
    const { audio, store, start } = setUp();
    start();
    let renders = 0;
    let frames = 0;
    store.subscribe(() => renders++);
    store.position.subscribe(() => frames++);
    for (let i = 1; i <= 60; i++) audio.runTo(i / 60);
    expect(frames).toBe(60);
    expect(renders).toBeLessThanOrEqual(4);
  });

  it("goes back at the end of the loop, and leaves whoever seeks behind it alone", () => {
    const { audio, store, start } = setUp();
    start();
    store.setLoop({ startSec: 10, endSec: 12 });
    audio.runTo(11.9);
    audio.runTo(12.1);
    expect(audio.currentTime).toBe(10);
    store.seek(50);
    audio.runTo(50.1);
    expect(audio.currentTime).toBe(50.1);
  });

  it("drops a range of nothing and cuts one that leaves the song", () => {
    const { store, start } = setUp();
    start();
    store.setLoop({ startSec: 10, endSec: 10 });
    expect(store.getState()).toMatchObject({ loop: null, isLooping: false });
    store.setLoop({ startSec: 190, endSec: 400 }, false);
    expect(store.getState()).toMatchObject({ loop: { startSec: 190, endSec: 192 }, isLooping: false });
  });

  it("stays paused when the browser allows no sound without a gesture", async () => {
    const { audio, store } = setUp();
    audio.play = () => Promise.reject(new DOMException("", "NotAllowedError"));
    store.load(TRACK, { shouldPlay: true });
    await Promise.resolve();
    await Promise.resolve();
    expect(store.getState().status).toBe("paused");
  });

  it("begins again after the end", () => {
    const { audio, store, start } = setUp();
    start();
    audio.runTo(192);
    audio.ended = true;
    audio.tell("pause", "ended");
    expect(store.getState().status).toBe("paused");
    store.play();
    expect(audio.currentTime).toBe(0);
  });

  it("B456: tells once a listening that it was heard, and anew when it begins again after its end", () => {
    const { audio, store, start, heard } = setUp();
    const run = (fromSec: number, toSec: number) => {
      for (let at = fromSec; at <= toSec; at++) audio.runTo(at);
    };
    start();
    run(0, 3);
    store.seek(100);
    run(100, 101);
    expect(heard).toEqual([]);
    run(102, 130);
    store.load({ ...TRACK }, { startSec: 10 });
    run(10, 40);
    expect(heard).toEqual(["v3"]);
    audio.ended = true;
    audio.tell("ended");
    audio.ended = false;
    store.play();
    audio.tell("playing");
    run(0, 10);
    expect(heard).toEqual(["v3", "v3"]);
    store.load({ ...TRACK, versionId: "v4" }, { shouldPlay: true });
    audio.tell("loadedmetadata", "playing");
    run(0, 10);
    expect(heard).toEqual(["v3", "v3", "v4"]);
  });
});
