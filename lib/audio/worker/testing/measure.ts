// An app that measures one file for ever; it says so once it has begun.
import { NO_AUDIO_TOOLS } from "../../tools";
import { AudioWorkers } from "../workers";

const workers = new AudioWorkers();
for (;;) {
  const onProgress = () => process.send?.("begun");
  await workers.analyze({ path: process.argv[2] ?? "", container: "wav", tools: NO_AUDIO_TOOLS, onProgress });
}
