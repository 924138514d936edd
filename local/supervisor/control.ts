import { randomBytes, timingSafeEqual } from "node:crypto";
import { rm } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import type { z } from "zod";
import { AppError } from "@/lib/core/errors";
import {
  type Answer,
  controlShape,
  locateControl,
  locateHeld,
  type Opened,
  questionShape,
  requestShape,
  type statusShape,
} from "./control-messages";
import { writeDurably } from "./data-folder";
import type { Hold } from "./hold-parts";
import { readLines } from "./socket-lines";

/** What the supervisor answers for. */
export interface Controlled {
  readStatus(): z.infer<typeof statusShape>;
  /** @throws AppError unavailable while not everything runs. */
  openBackup(): Opened;
  hold(): Promise<Hold>;
}

/** Listens on loopback for our own commands, and leaves address and token in the data folder. @returns what ends it. */
export async function startControl(
  dataDir: string,
  controlled: Controlled,
  print: (line: string) => void,
): Promise<() => Promise<void>> {
  // Left by a supervisor that was killed during a backup: it keeps removed bytes on the disk.
  await removeHeld(dataDir);
  const token = randomBytes(32).toString("hex");
  const sockets = new Set<Socket>();
  let isBackingUp = false;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    // Whoever hangs up in the middle is dealt with when the lines end.
    socket.on("error", () => socket.destroy());
    serve(socket)
      .catch((error: unknown) => print(`A command of ours failed: ${String(error)}`))
      .finally(() => socket.destroy());
  });

  const serve = async (socket: Socket): Promise<void> => {
    const lines = readLines(socket);
    const question = parseQuestion((await lines.next()).value);
    if (question === null || !isSame(question.token, token)) return;
    if (question.ask === "status") return say(socket, { isOk: true, value: controlled.readStatus() });
    if (isBackingUp)
      return say(socket, { isOk: false, message: "Another backup is being taken. Wait until it is done." });
    isBackingUp = true;
    try {
      await serveBackup(socket, lines, dataDir, controlled);
    } finally {
      isBackingUp = false;
    }
  };

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  await writeDurably(locateControl(dataDir), JSON.stringify(controlShape.parse({ port, token })), 0o600);
  return async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await rm(locateControl(dataDir), { force: true });
  };
}

/** One backup: whatever becomes of its process, the parts go on and what was kept for it goes. */
async function serveBackup(
  socket: Socket,
  lines: AsyncIterator<string>,
  dataDir: string,
  controlled: Controlled,
): Promise<void> {
  let hold: Hold | null = null;
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await say(socket, { isOk: true, value: (await work()) ?? null });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await say(socket, { isOk: false, message: error.message });
    }
  };
  try {
    await attempt(async () => controlled.openBackup());
    for (let line = await lines.next(); !line.done; line = await lines.next()) {
      const request = requestShape.parse(JSON.parse(line.value));
      await attempt(async () => {
        const isWhole = hold?.release() ?? true;
        hold = request === "hold" ? await controlled.hold() : null;
        return isWhole;
      });
    }
  } finally {
    (hold as Hold | null)?.release();
    await removeHeld(dataDir);
  }
}

async function removeHeld(dataDir: string): Promise<void> {
  for (const part of ["s3", "inngest", "mail"] as const)
    await rm(locateHeld(dataDir, part), { recursive: true, force: true });
}

function parseQuestion(line: unknown) {
  try {
    return questionShape.parse(JSON.parse(String(line)));
  } catch (error) {
    // Somebody else's words on our port: hung up on.
    if (error instanceof Error) return null;
    throw error;
  }
}

function isSame(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function say(socket: Socket, answer: Answer): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) resolve();
    else socket.write(`${JSON.stringify(answer)}\n`, () => resolve());
  });
}
