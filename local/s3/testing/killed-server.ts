import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { S3Client } from "@aws-sdk/client-s3";
import { createClient } from "./s3-fixture";

/** A server in a process of its own over one folder, to be killed and started again. */
export class KilledServer {
  #child: ChildProcess | null = null;

  private constructor(readonly folder: string) {}

  static async prepare(): Promise<KilledServer> {
    return new KilledServer(await mkdtemp(path.join(tmpdir(), "segno-s3-crash-")));
  }

  async start(): Promise<S3Client> {
    const entry = path.join(import.meta.dirname, "serve-child.ts");
    this.#child = fork(entry, [this.folder], { execArgv: ["--import", "tsx"] });
    const [message]: { url: string }[] = await once(this.#child, "message");
    if (!message) throw new Error("no url");
    return createClient(message.url);
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }

  async remove(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}
