// A process of its own for one opening: prints what it took and what it left in memory, as JSON.
import { openEventLog } from "@/lib/event-log/log";

const [folder = ""] = process.argv.slice(2);
const before = measureMemory();
const startedMs = performance.now();
const log = await openEventLog(folder);
const seconds = (performance.now() - startedMs) / 1000;
const memoryBytes = measureMemory() - before;
const { bytes, events } = await log.stats();
await log.close();
console.log(JSON.stringify({ seconds, memoryBytes, bytes, events }));

/** Bytes in use after everything unused is given back: the heap, and what lies in array buffers beside it. */
function measureMemory(): number {
  for (let round = 0; round < 3; round += 1) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
