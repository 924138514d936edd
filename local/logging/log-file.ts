import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, renameSync, writeSync } from "node:fs";
import path from "node:path";
import { isErrorCode } from "../supervisor/data-folder";

export interface LogFileOptions {
  /** A file that would grow beyond it is put aside and a new one begun. */
  maxBytes: number;
  /** How many that were put aside are kept. */
  keep: number;
}

interface OpenFile {
  fd: number;
  sizeBytes: number;
}

/**
 * Lines in `segno.log`, older ones in `segno.1.log` and so on. Nothing that goes wrong here reaches the caller: what can't be
 * written is counted, and told by the first line that can.
 */
export class LogFile {
  #file: OpenFile | null = null;
  #lostLines = 0;

  constructor(
    readonly folder: string,
    private readonly options: LogFileOptions,
  ) {}

  get lostLines(): number {
    return this.#lostLines;
  }

  /** @param describeLoss the line that tells of lines that were lost */
  write(line: string, describeLoss: (lostLines: number) => string): void {
    try {
      if (this.#lostLines > 0) this.#append(describeLoss(this.#lostLines));
      this.#append(line);
      this.#lostLines = 0;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.#lostLines += 1;
      // Opened anew next time: the folder may have been moved, or the disk taken out.
      this.close();
    }
  }

  close(): void {
    if (this.#file) closeSync(this.#file.fd);
    this.#file = null;
  }

  #append(line: string): void {
    const bytes = Buffer.from(`${line}\n`);
    append(this.#openFor(bytes.length), bytes);
  }

  #openFor(addedBytes: number): OpenFile {
    const file = (this.#file ??= openLast(this.#locate(0), this.folder));
    if (file.sizeBytes === 0 || file.sizeBytes + addedBytes <= this.options.maxBytes) return file;
    this.close();
    for (let number = this.options.keep; number > 0; number--) move(this.#locate(number - 1), this.#locate(number));
    return (this.#file = openLast(this.#locate(0), this.folder));
  }

  #locate(number: number): string {
    return path.join(this.folder, number === 0 ? "segno.log" : `segno.${number}.log`);
  }
}

/** A line that a kill or a full disk cut is ended, so that the next one does not glue itself to it. */
function openLast(file: string, folder: string): OpenFile {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fd = openSync(file, "a+", 0o600);
  const opened = { fd, sizeBytes: fstatSync(fd).size };
  if (opened.sizeBytes === 0) return opened;
  const last = Buffer.alloc(1);
  readSync(fd, last, 0, 1, opened.sizeBytes - 1);
  if (last.toString() !== "\n") append(opened, Buffer.from("\n"));
  return opened;
}

/** Whole or not at all, as far as the disk lets it. */
function append(file: OpenFile, bytes: Buffer): void {
  const written = writeSync(file.fd, bytes);
  if (written < bytes.length) {
    ftruncateSync(file.fd, file.sizeBytes);
    throw new Error("The disk took only a part of a line.");
  }
  file.sizeBytes += written;
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!isErrorCode(error, "ENOENT")) throw error;
  }
}
