import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Resend } from "resend";
import { type MailOptions, type MailReport, startMail } from "../server";

export const apiKey = "re_test_key";
export const letter = {
  from: "Segno <hello@segno.example>",
  to: "Ada <ada@example.com>",
  subject: "Verify your address",
  html: "<p>Hello</p>",
  text: "Hello",
};

/** Runs along with real time, as signatures are checked against that, and can be moved ahead. */
export class MovedClock {
  #aheadMs = 0;

  now(): Date {
    return new Date(Date.now() + this.#aheadMs);
  }

  moveDays(days: number): void {
    this.#aheadMs += days * 24 * 3600_000;
  }
}

/** A stand-in in a folder of its own, that can be started again there. */
export class TestMail {
  readonly clock = new MovedClock();
  readonly reports: MailReport[] = [];
  #mail: Awaited<ReturnType<typeof startMail>> | null = null;

  private constructor(
    readonly folder: string,
    private options: Partial<MailOptions>,
  ) {}

  static async start(options: Partial<MailOptions> = {}): Promise<TestMail> {
    const mail = new TestMail(await mkdtemp(path.join(tmpdir(), "segno-mail-")), options);
    try {
      await mail.restart();
    } catch (error) {
      await mail.remove();
      throw error;
    }
    return mail;
  }

  get url(): string {
    if (!this.#mail) throw new Error("The mail stand-in is stopped.");
    return this.#mail.url;
  }

  get resend(): Resend {
    return new Resend(apiKey, { baseUrl: this.url });
  }

  async restart(options: Partial<MailOptions> = this.options): Promise<void> {
    await this.stop();
    this.options = options;
    this.#mail = await startMail({
      folder: this.folder,
      host: "127.0.0.1",
      port: 0,
      apiKey,
      clock: this.clock,
      onReport: (report) => this.reports.push(report),
      ...options,
    });
  }

  async stop(): Promise<void> {
    await this.#mail?.close();
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** @returns the id of the mail. */
  async send(change: Partial<typeof letter> = {}): Promise<string> {
    const { data, error } = await this.resend.emails.send({ ...letter, ...change });
    if (!data) throw new Error(`refused: ${error?.name}`);
    return data.id;
  }

  async decide(id: string, kind: string): Promise<number> {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ kind });
    return (await fetch(`${this.url}/api/messages/${id}/outcome`, { method: "POST", headers, body })).status;
  }

  async readLastEvent(id: string): Promise<string | undefined> {
    return (await this.resend.emails.get(id)).data?.last_event;
  }
}
