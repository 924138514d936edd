import { createApiPerson } from "../e2e/api-person";
import { synthesizeWav } from "../e2e/sound";
import { startStack } from "../e2e/stack";
import { callAtRate } from "./at-rate";
import { percentile, type Row } from "./row";
import { createSong, uploadByApi } from "./upload-by-api";

const PER_SECOND = 100;
const SECONDS = 10;

/** Reads of a song at a fixed arrival rate, whether or not earlier ones have been answered. */
export async function measureApi(): Promise<Row[]> {
  const stack = await startStack({ isOnDisk: true });
  try {
    const client = await createApiPerson(stack);
    const place = await createSong(client);
    await uploadByApi(client, place, synthesizeWav({ durationSec: 5 }));
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    const path = `/api/projects/${place.projectId}/songs/${place.songId}`;
    await callAtRate(() => client.call("GET", path), { perSecond: PER_SECOND, seconds: 2 });
    const song = await callAtRate(() => client.call("GET", path), { perSecond: PER_SECOND, seconds: SECONDS });
    const live = await callAtRate(() => fetch(`${stack.appUrl}/api/health/live`).then((response) => response.text()), {
      perSecond: PER_SECOND,
      seconds: SECONDS,
    });
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
