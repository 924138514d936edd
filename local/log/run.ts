import { AppError } from "@/lib/core/errors";
import { type LogReader, openLogReader } from "@/lib/event-log/reader";
import { rebuildManifest } from "@/lib/event-log/rebuild-manifest";
import { repairLog } from "@/lib/event-log/repair";
import { type Command, parseCommand } from "./arguments";
import { collectStats } from "./collect-stats";
import { createProgress } from "./progress";
import type { Streams } from "./streams";
import { USAGE, UsageError } from "./usage";
import { writeEvents } from "./write-events";

/** @returns the exit code: 0, 1 when the log is damaged or what was asked for is not there, 2 for a wrong command line. */
export async function runLogCommand(args: string[], streams: Streams): Promise<number> {
  try {
    const command = parseCommand(args);
    if (command.name === "repair") return await repair(command, streams);
    if (command.name === "rebuild") return await rebuild(command.folder, streams);
    const progress = createProgress(streams);
    const options = { isThorough: command.name === "verify", onProgress: progress.show };
    const reader = await openLogReader(command.folder, options).finally(progress.end);
    try {
      return await look(command, reader, streams);
    } finally {
      await reader.close();
    }
  } catch (error) {
    if (error instanceof UsageError) {
      streams.err.write(`${error.message}\n\n${USAGE}`);
      return 2;
    }
    if (!(error instanceof AppError)) throw error;
    streams.err.write(`✗ ${error.message}\n${error.reason === "log_damaged" ? adviseRepair(args, error) : ""}`);
    return 1;
  }
}

async function look(
  command: Exclude<Command, { name: "repair" | "rebuild" }>,
  reader: LogReader,
  { out, err }: Streams,
): Promise<number> {
  const { events, bytes, segments, lastSeq, tornBytes } = reader.stats;
  switch (command.name) {
    case "verify": {
      const torn = tornBytes > 0 ? `; behind them ${tornBytes} bytes of an append that did not end` : "";
      out.write(`✓ ${events} events in ${segments} segments, ${bytes} bytes, up to number ${lastSeq}${torn}\n`);
      return 0;
    }
    case "stats":
      out.write(`${JSON.stringify(await collectStats(reader), null, 2)}\n`);
      return 0;
    case "read": {
      const event = await reader.read(command.id);
      if (!event) err.write(`✗ There is no event "${command.id}".\n`);
      else out.write(`${JSON.stringify(event)}\n`);
      return event ? 0 : 1;
    }
    case "tail":
      await writeEvents(reader.tail(command.count), out);
      return 0;
    case "export":
      await writeEvents(reader.scan(command.fromSeq), out);
      return 0;
  }
}

async function repair(command: Extract<Command, { name: "repair" }>, { out }: Streams): Promise<number> {
  const result = await repairLog(command.folder, command);
  out.write(
    `✓ ${result.segment} ends at byte ${command.toOffset} now. ${result.bytesDropped} bytes with ${result.linesDropped} line ends ` +
      `were given up; what was there before is kept in ${result.copiedTo}\n`,
  );
  return 0;
}

async function rebuild(folder: string, { out }: Streams): Promise<number> {
  const { segments, copiedTo } = await rebuildManifest(folder);
  out.write(`✓ manifest.json names ${segments} segments now. What was there before is kept in ${copiedTo}\n`);
  return 0;
}

/** Where repair would cut, when damage was found in a segment, or that it can rebuild the manifest. */
function adviseRepair([, folder]: string[], error: AppError): string {
  const read = (name: string) => error.fields.find(({ field }) => field === name)?.message;
  const offset = read("byteOffset");
  if (offset === undefined) {
    return `Without a backup, it can be made anew from the segments:\n  npm run log -- repair ${folder} --manifest\n`;
  }
  return (
    "Without a backup, everything before that byte can be saved:\n" +
    `  npm run log -- repair ${folder} --segment ${read("segment")} --to-offset ${offset}\n`
  );
}
