import { synthesizeWav } from "../e2e/sound";
import { startStack } from "../e2e/stack";
import { createClient } from "./client";
import { percentile, type Row } from "./row";
import { createSong, uploadByApi } from "./upload-by-api";

const PER_SECOND = 100;
const SECONDS = 10;

/** Reads of a song at a fixed arrival rate, whether or not earlier ones have been answered. */
export async function measureApi(): Promise<Row[]> {
  const stack = await startStack();
  try {
    const client = await createClient(stack);
    const place = await createSong(client);
    await uploadByApi(client, place, synthesizeWav({ durationSec: 5 }));
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    const path = `/api/projects/${place.projectId}/songs/${place.songId}`;
    await readAtRate(() => client.call("GET", path), 2);
    const song = await readAtRate(() => client.call("GET", path), SECONDS);
    const live = await readAtRate(
      () => fetch(`${stack.appUrl}/api/health/live`).then((response) => response.text()),
      SECONDS,
    );
    return [
      {
        name: "api/read-song-p95-at-100-per-s",
        value: percentile(song, 0.95),
        unit: "ms",
        reference: { name: "a route that does nothing, same rate", value: percentile(live, 0.95) },
        target: "≤ 50",
      },
    ];
  } finally {
    await stack.stop();
  }
}

async function readAtRate(read: () => Promise<unknown>, seconds: number): Promise<number[]> {
  const times: Promise<number>[] = [];
  const startedAt = performance.now();
  for (let request = 0; request < PER_SECOND * seconds; request++) {
    const dueAt = startedAt + (request * 1000) / PER_SECOND;
    const waitMs = dueAt - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    // Counted from when it was due, so that a stall can't hide the requests it held up.
    times.push(read().then(() => performance.now() - dueAt));
  }
  return Promise.all(times);
}
