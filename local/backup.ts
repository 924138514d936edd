import path from "node:path";
import { loadDotEnv } from "@/lib/config/dot-env";
import { readStartConfig } from "@/lib/config/start-config";
import { readTarget, runCommand } from "./backup/command";
import { formatBytes } from "./backup/format-bytes";
import { describeLeftOut, takeBackup } from "./backup/take-backup";

/** `npm run backup -- DIR`: the data folder as it is at one moment, while Segno runs or when it is stopped. */
process.exitCode = await runCommand(async (print) => {
  const { target } = readTarget("backup", process.argv.slice(2), []);
  loadDotEnv(".env");
  const { dataDir } = readStartConfig();
  const { manifest, sizeBytes, heldMs } = await takeBackup({ dataDir, target: path.resolve(target), print });
  print(
    `${path.resolve(target)} holds Segno as of ${manifest.takenAt}: ${manifest.files.length} files, ${formatBytes(sizeBytes)}.`,
  );
  if (heldMs > 0) print(`Writing waited for ${Math.ceil(heldMs)} ms.`);
  for (const sentence of describeLeftOut(manifest.parts)) print(sentence);
});
