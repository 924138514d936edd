import path from "node:path";
import { z } from "zod";
import type { StandInName } from "@/lib/config/start-config";

/** Where a running Segno is asked, and the word that proves who may: readable by the folder's owner alone. */
export const controlShape = z.object({ port: z.int().positive(), token: z.string().min(32) });

export function locateControl(dataDir: string): string {
  return path.join(dataDir, "control.json");
}

/** Where files of a part are kept for a backup: on the part's own disk, since links do not reach another. */
export function locateHeld(dataDir: string, part: StandInName): string {
  return path.join(dataDir, part, ".held");
}

/** First line of a connection. `status` is answered once; `backup` lasts until one side hangs up. */
export const questionShape = z.object({ token: z.string(), ask: z.enum(["status", "backup"]) });

/** A part that the supervisor keeps running. `lastReason` and `lastAt` (ISO) tell of the latest fall. */
export const partStatusShape = z.object({
  part: z.string(),
  isRunning: z.boolean(),
  restarts: z.int(),
  lastReason: z.string().nullable(),
  lastAt: z.string().nullable(),
});
export type PartStatus = z.infer<typeof partStatusShape>;

/** Who runs, answered to `status`. */
export const statusShape = z.object({ parts: z.array(partStatusShape) });

/** What a backup is told first. `standIns` are the parts that lie in the data folder. */
export const openedShape = z.object({
  databaseUrl: z.string(),
  standIns: z.array(z.enum(["postgres", "s3", "inngest", "mail"])),
});
export type Opened = z.infer<typeof openedShape>;

/** Later lines of a backup, and whether each came off. */
export const requestShape = z.enum(["hold", "release"]);

/** Every answer: what was asked for, or a sentence why not. */
export const answerShape = z.discriminatedUnion("isOk", [
  z.object({ isOk: z.literal(true), value: z.unknown() }),
  z.object({ isOk: z.literal(false), message: z.string() }),
]);
export type Answer = z.input<typeof answerShape>;
