import { createHash, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import pg from "pg";
import { createId } from "@/lib/core/ids";
import { forEachAtOnce } from "../at-once";
import type { RunningParts } from "./running-parts";

const TABLES = `
  CREATE TABLE IF NOT EXISTS take (id text PRIMARY KEY, sha256 text NOT NULL, is_gone boolean NOT NULL DEFAULT false);
  CREATE TABLE IF NOT EXISTS sent_mail (mail_id text PRIMARY KEY);
  CREATE TABLE IF NOT EXISTS sent_event (event_id text PRIMARY KEY)`;

/** What is missing where a row says that it should be. */
export interface Losses {
  takes: string[];
  mails: string[];
  events: string[];
}

/** Writes as the app does: first to the outside system, then the row that rests on it; a removal the other way round. */
export class Band {
  /** Ids of takes whose row was committed. */
  readonly acknowledged = new Set<string>();
  readonly #lanes: Promise<void>[] = [];
  #isPlaying = true;

  private constructor(
    private readonly parts: RunningParts,
    private readonly pool: pg.Pool,
    private readonly storage: S3Client,
  ) {}

  static async join(parts: RunningParts): Promise<Band> {
    const pool = new pg.Pool({ connectionString: parts.read("DATABASE_URL"), max: 6 });
    // Everything is killed in these tests, connections at rest included.
    pool.on("error", () => undefined);
    await pool.query(TABLES);
    const credentials = {
      accessKeyId: parts.read("S3_ACCESS_KEY_ID"),
      secretAccessKey: parts.read("S3_SECRET_ACCESS_KEY"),
    };
    const place = { endpoint: parts.read("S3_ENDPOINT"), region: "auto", forcePathStyle: true };
    return new Band(parts, pool, new S3Client({ ...place, credentials, maxAttempts: 1 }));
  }

  play(): void {
    for (const lane of [() => this.record(), () => this.record(), () => this.tell(), () => this.ask()])
      this.#lanes.push(this.#repeat(lane));
  }

  /** Plays until so many takes are there, however slow the machine is, then rests. */
  async playUntil(takes: number): Promise<void> {
    this.play();
    while (this.acknowledged.size < takes) await sleep(20);
    await this.rest();
  }

  /** One of each, at once. */
  async playOnce(): Promise<void> {
    await Promise.all([this.record(), this.tell(), this.ask()]);
  }

  /** Waits for what is under way. @throws what went wrong in a lane. */
  async rest(): Promise<void> {
    this.#isPlaying = false;
    await Promise.all(this.#lanes);
  }

  async leave(): Promise<void> {
    this.#isPlaying = false;
    await Promise.allSettled(this.#lanes);
    this.storage.destroy();
    await this.pool.end();
  }

  async #repeat(turn: () => Promise<void>): Promise<void> {
    for (; this.#isPlaying; await sleep(10)) await turn();
  }

  /** A take; now and then an older one goes. */
  private async record(): Promise<void> {
    const id = createId();
    const bytes = randomBytes(1 + Math.floor(Math.random() * 50_000));
    await this.storage.send(new PutObjectCommand({ ...this.#place(id), Body: bytes }));
    await this.pool.query("INSERT INTO take (id, sha256) VALUES ($1, $2)", [id, sum(bytes)]);
    this.acknowledged.add(id);
    const [oldest] = this.acknowledged;
    if (oldest === undefined || Math.random() > 0.3) return;
    this.acknowledged.delete(oldest);
    await this.pool.query("UPDATE take SET is_gone = true WHERE id = $1", [oldest]);
    await this.storage.send(new DeleteObjectCommand(this.#place(oldest)));
  }

  private async tell(): Promise<void> {
    const mail = { from: "Segno <hello@segno.example>", to: "ada@example.com", subject: createId(), text: "Hello" };
    const headers = {
      authorization: `Bearer ${this.parts.read("RESEND_API_KEY")}`,
      "content-type": "application/json",
    };
    const url = `${this.parts.read("RESEND_BASE_URL")}/emails`;
    const { id } = await readOk<{ id: string }>(
      await fetch(url, { method: "POST", headers, body: JSON.stringify(mail) }),
    );
    await this.pool.query("INSERT INTO sent_mail VALUES ($1)", [id]);
  }

  private async ask(): Promise<void> {
    const url = `${this.parts.read("INNGEST_BASE_URL")}/e/${this.parts.read("INNGEST_EVENT_KEY")}`;
    const body = JSON.stringify({ id: createId(), name: "take.recorded", data: {} });
    const { ids } = await readOk<{ ids: string[] }>(await fetch(url, { method: "POST", body }));
    await this.pool.query("INSERT INTO sent_event VALUES ($1)", [ids[0]]);
  }

  async listTakes(): Promise<string[]> {
    const { rows } = await this.pool.query<{ id: string }>("SELECT id FROM take");
    return rows.map(({ id }) => id);
  }

  /** Looks behind every row. */
  async findLosses(): Promise<Losses & { rows: number }> {
    const read = async (sql: string) => (await this.pool.query<{ id: string; sha256: string }>(sql)).rows;
    const takes = await read("SELECT id, sha256 FROM take WHERE NOT is_gone");
    const mails = await read("SELECT mail_id AS id, '' AS sha256 FROM sent_mail");
    const events = await read("SELECT event_id AS id, '' AS sha256 FROM sent_event");
    const losses: Losses = { takes: [], mails: [], events: [] };
    const at = { mails: this.parts.read("RESEND_BASE_URL"), events: this.parts.read("INNGEST_BASE_URL") };
    await forEachAtOnce(takes, 8, async ({ id, sha256 }) => {
      if ((await this.#readSum(id)) !== sha256) losses.takes.push(id);
    });
    await forEachAtOnce(mails, 8, async ({ id }) => {
      if (!(await isThere(`${at.mails}/api/messages/${id}`))) losses.mails.push(id);
    });
    await forEachAtOnce(events, 8, async ({ id }) => {
      if (!(await isThere(`${at.events}/v1/events/${id}`))) losses.events.push(id);
    });
    return { ...losses, rows: takes.length + mails.length + events.length };
  }

  async #readSum(id: string): Promise<string | null> {
    try {
      const { Body } = await this.storage.send(new GetObjectCommand(this.#place(id)));
      return sum(Buffer.from((await Body?.transformToByteArray()) ?? []));
    } catch (error) {
      if (error instanceof Error && error.name === "NoSuchKey") return null;
      throw error;
    }
  }

  #place(id: string) {
    return { Bucket: this.parts.read("S3_BUCKET"), Key: `takes/${id}/source` };
  }
}

function sum(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function isThere(url: string): Promise<boolean> {
  const response = await fetch(url);
  await response.body?.cancel();
  return response.ok;
}

async function readOk<T>(response: Response): Promise<T> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${text}`);
  return JSON.parse(text) as T;
}
