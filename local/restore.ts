import path from "node:path";
import { loadDotEnv } from "@/lib/config/dot-env";
import { readStartConfig } from "@/lib/config/start-config";
import { readTarget, runCommand } from "./backup/command";
import { restoreBackup } from "./backup/restore-backup";
import { describeLeftOut } from "./backup/take-backup";

/** `npm run restore -- DIR [--replace]`: makes the data folder what it was when the backup was taken. Segno must be stopped. */
process.exitCode = await runCommand(async (print) => {
  const { target, given } = readTarget("restore", process.argv.slice(2), ["--replace"]);
  loadDotEnv(".env");
  const { dataDir } = readStartConfig();
  const { manifest, keptAs } = await restoreBackup({
    source: path.resolve(target),
    dataDir,
    isReplacing: given.has("--replace"),
  });
  print(`${dataDir} is what it was at ${manifest.takenAt}. Start it with npm start.`);
  if (keptAs !== null) print(`What was there before is in ${keptAs}. Delete it when you are sure.`);
  for (const sentence of describeLeftOut(manifest.parts)) print(sentence);
});
