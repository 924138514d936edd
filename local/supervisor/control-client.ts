import { connect, type Socket } from "node:net";
import type { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { answerShape, controlShape, locateControl, type Opened, openedShape, statusShape } from "./control-messages";
import { isErrorCode, parseJsonFile, readOptional } from "./data-folder";
import { readLines } from "./socket-lines";

interface Line {
  socket: Socket;
  /** Sends a line and waits for the answer. @throws AppError unavailable with the supervisor's own sentence. */
  ask(line: string): Promise<unknown>;
}

/** The supervisor's ear for a backup that is under way. */
export interface BackupLine {
  opened: Opened;
  /** Every part stands still when it resolves. */
  hold(): Promise<void>;
  /** @throws AppError unavailable when a part did not stand still all the time. */
  release(): Promise<void>;
  hangUp(): void;
}

/** Null when no Segno runs on the folder, or none that can be asked. */
export async function askStatus(dataDir: string): Promise<z.infer<typeof statusShape> | null> {
  const line = await call(dataDir);
  if (line === null) return null;
  try {
    return statusShape.parse(await line.ask("status"));
  } finally {
    line.socket.destroy();
  }
}

/** @throws AppError unavailable: nobody answers, not everything runs, or another backup is being taken. */
export async function openBackup(dataDir: string): Promise<BackupLine> {
  const line = await call(dataDir);
  if (line === null) {
    const message = "Segno runs but can't be asked yet. Wait until it says that it is ready, then try again.";
    throw new AppError("unavailable", "no_control", message);
  }
  try {
    const opened = openedShape.parse(await line.ask("backup"));
    return {
      opened,
      hold: async () => void (await line.ask("hold")),
      release: async () => {
        if ((await line.ask("release")) === true) return;
        const message = "A part of Segno did not stand still as long as the backup needed it. Try again.";
        throw new AppError("unavailable", "not_held", message);
      },
      hangUp: () => line.socket.destroy(),
    };
  } catch (error) {
    line.socket.destroy();
    throw error;
  }
}

async function call(dataDir: string): Promise<Line | null> {
  const file = locateControl(dataDir);
  const text = await readOptional(file);
  if (text === null) return null;
  const { port, token } = parseJsonFile(file, text, controlShape);
  const socket = await dial(port);
  if (socket === null) return null;
  const lines = readLines(socket);
  let isFirst = true;
  const ask = async (line: string): Promise<unknown> => {
    socket.write(`${isFirst ? JSON.stringify({ token, ask: line }) : JSON.stringify(line)}\n`);
    isFirst = false;
    const answer = await lines.next();
    if (answer.done)
      throw new AppError("unavailable", "supervisor_gone", "Segno ended or hung up. Look at its output.");
    const parsed = answerShape.parse(JSON.parse(answer.value));
    if (!parsed.isOk) throw new AppError("unavailable", "refused", parsed.message);
    return parsed.value;
  };
  return { socket, ask };
}

function dial(port: number): Promise<Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket));
    socket.once("error", (error) => {
      // Left by a supervisor that was killed.
      if (isErrorCode(error, "ECONNREFUSED")) resolve(null);
      else reject(error);
    });
    // Later ones end the lines, which is how they are noticed.
    socket.on("error", () => socket.destroy());
  });
}
