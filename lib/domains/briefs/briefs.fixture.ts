import type { PersonActor } from "@/lib/access/actor";
import { systemScope } from "@/lib/access/system-scope";
import { createId } from "@/lib/core/ids";
import { createComment } from "@/lib/domains/comments/commands";
import { addMember, type Band, createBand, createPerson } from "@/lib/domains/projects/band.fixture";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { makeBrief } from "./commands";
import { readBrief } from "./reads";
import type { BriefView, MakeBriefInput } from "./schema";
import { openBriefStream } from "./streaming/reads";
import { writeBrief } from "./writing/commands";

export interface Told {
  seq: number | null;
  type: string;
  data: Record<string, unknown>;
}

/** A four-minute version of a band's song with people who say things about it; each test with a band of its own. */
export class BriefWorld {
  band!: Band;
  /** A second commenter, so that people can want opposite things. */
  other!: PersonActor;
  target!: { projectId: string; songId: string; versionId: string };

  private constructor(readonly stack: TestStack) {}

  static async open(env: Record<string, string> = {}): Promise<BriefWorld> {
    return BriefWorld.on(await startTestStack({ env }));
  }

  static on(stack: TestStack): BriefWorld {
    return new BriefWorld(stack);
  }

  get services(): Services {
    return this.stack.services;
  }

  async begin(): Promise<void> {
    this.band = await createBand(this.services);
    this.other = await createPerson(this.services, "Otto Other");
    const { projectId, songId } = this.band;
    await addMember(this.services, this.other, { projectId }, "commenter");
    this.target = { projectId, songId, versionId: await this.addVersion(1) };
  }

  /** As rows without bytes. */
  async addVersion(number: number): Promise<string> {
    const { db, clock } = this.services;
    const { projectId, songId, owner } = this.band;
    const [uploadId, versionId, now] = [createId(), createId(), clock.now()];
    const file = { fileName: "take.wav", sizeBytes: 1000n, contentType: "audio/wav" };
    const by = { songId, createdById: owner.accountId };
    const parts = { partSizeBytes: 16_777_216, partCount: 1, expiresAt: now, updatedAt: now };
    const place = { id: uploadId, idempotencyKey: uploadId, objectKey: uploadId, state: "stored" as const };
    await db.upload.create({ data: { ...place, projectId, ...by, ...file, ...parts } });
    const version = { id: versionId, ...by, uploadId, number, ...file, container: "wav", durationMs: 240_000 };
    await db.version.create({ data: version });
    return versionId;
  }

  /** Answers the note's id. */
  async note(person: PersonActor, body: string, startSec: number | null = null, endSec: number | null = null) {
    const { versionId } = this.target;
    return (await createComment(this.services, person, this.target, { versionId, body, startSec, endSec })).id;
  }

  make(input: Partial<MakeBriefInput> = {}, person = this.band.commenter): Promise<BriefView> {
    return makeBrief(this.services, person, this.target, { idempotencyKey: createId(), ...input });
  }

  read(brief: BriefView, person = this.band.listener): Promise<BriefView> {
    return readBrief(this.services, person, this.at(brief));
  }

  at(brief: BriefView) {
    return { ...this.target, briefId: brief.id };
  }

  write(brief: BriefView, services = this.services) {
    return writeBrief(services, systemScope, { turnId: answerOf(brief).id });
  }

  /** Reads a stream to its end; `leave` ends it before. */
  async listen(brief: BriefView, after: number | null = null, options: { idleMs?: number; person?: PersonActor } = {}) {
    const { person = this.band.listener, ...rest } = options;
    const stream = await openBriefStream(this.services, person, this.at(brief), after, rest);
    const told: Told[] = [];
    const ended = (async () => {
      for await (const { seq, type, json } of stream.messages) {
        told.push({ seq, type, data: JSON.parse(json) as Told["data"] });
      }
      stream.leave();
      return told;
    })();
    return { told, ended, leave: stream.leave };
  }

  /** The queue's event that lets the newest answer be written. */
  findEvent(brief: BriefView) {
    return this.services.db.outbox.findFirstOrThrow({
      where: { data: { equals: { turnId: answerOf(brief).id } } },
      orderBy: { id: "desc" },
    });
  }

  async close(): Promise<void> {
    await this.stack.close();
  }
}

/** The words that a stream told, after the last `restart`. */
export function joinWords(told: readonly Told[]): string {
  const from = told.findLastIndex((message) => message.type === "restart");
  return told
    .slice(from + 1)
    .flatMap((message) => (message.type === "token" ? [String(message.data.text)] : []))
    .join("");
}

/** The newest answer. */
export function answerOf(brief: BriefView) {
  const turn = brief.turns.findLast((one) => one.role === "assistant");
  if (!turn) throw new Error("The brief has no answer.");
  return turn;
}

export function listItems(brief: BriefView) {
  return brief.document?.groups.flatMap((group) => group.items) ?? [];
}
