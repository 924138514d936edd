import { createHash } from "node:crypto";
import type { PersonActor } from "@/lib/access/actor";
import type { Role } from "@/lib/access/policy";
import { createId } from "@/lib/core/ids";
import { createSong } from "@/lib/domains/songs/commands";
import { beginUpload, signUploadParts } from "@/lib/domains/uploads/commands";
import { completeUpload } from "@/lib/domains/uploads/finishing/commands";
import type { UploadView } from "@/lib/domains/uploads/schema";
import type { Services } from "@/lib/services";
import { createProject } from "./commands";

/** A signed-in person with an account and a session of their own. */
export async function createPerson(services: Services, name: string, isVerified = true): Promise<PersonActor> {
  const now = services.clock.now();
  const accountId = createId();
  const email = `${name.toLowerCase().replaceAll(" ", ".")}.${accountId}@example.com`;
  await services.db.account.create({
    data: {
      ...{ id: accountId, email, name, emailAsTyped: email, passwordHash: "-", digestWatermark: now },
      emailVerifiedAt: isVerified ? now : null,
    },
  });
  const session = { id: createId(), accountId, lastUsedAt: now, expiresAt: new Date(now.getTime() + 86_400_000) };
  await services.db.session.create({ data: session });
  return { kind: "session", accountId, name, email, isVerified, isAdmin: false, credentialId: session.id };
}

export async function addMember(
  services: Services,
  person: PersonActor,
  target: { projectId: string } | { songId: string },
  role: Role,
): Promise<void> {
  await services.db.membership.create({ data: { accountId: person.accountId, role, ...target } });
}

export interface Band {
  owner: PersonActor;
  editor: PersonActor;
  commenter: PersonActor;
  listener: PersonActor;
  stranger: PersonActor;
  projectId: string;
  songId: string;
}

/** A project with one song and somebody of every role. */
export async function createBand(services: Services): Promise<Band> {
  const owner = await createPerson(services, "Olga Owner");
  const project = await createProject(services, owner, { name: "Album" });
  const song = await createSong(services, owner, project.id, { name: "First song" });
  const target = { projectId: project.id };
  const editor = await createPerson(services, "Eddie Editor");
  const commenter = await createPerson(services, "Carla Commenter");
  const listener = await createPerson(services, "Lars Listener");
  await addMember(services, editor, target, "editor");
  await addMember(services, commenter, target, "commenter");
  await addMember(services, listener, target, "listener");
  const stranger = await createPerson(services, "Sam Stranger");
  return { owner, editor, commenter, listener, stranger, projectId: project.id, songId: song.id };
}

/** A stereo tone as 16-bit WAV at 44.1 kHz. */
export function makeWav(seconds: number, hertz = 440): Buffer {
  const rate = 44_100;
  const frames = Math.round(seconds * rate);
  const wav = Buffer.alloc(44 + frames * 4);
  wav.write("RIFF", 0);
  wav.writeUInt32LE(36 + frames * 4, 4);
  wav.write("WAVEfmt ", 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(2, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(rate * 4, 28);
  wav.writeUInt16LE(4, 32);
  wav.writeUInt16LE(16, 34);
  wav.write("data", 36);
  wav.writeUInt32LE(frames * 4, 40);
  for (let i = 0; i < frames; i++) {
    const sample = Math.round(12_000 * Math.sin((2 * Math.PI * hertz * i) / rate));
    wav.writeInt16LE(sample, 44 + i * 4);
    wav.writeInt16LE(-sample >> 1, 46 + i * 4);
  }
  return wav;
}

interface SongTarget {
  projectId: string;
  songId: string;
}

/** Begins an upload of some bytes as a browser would. */
export function beginFile(
  services: Services,
  actor: PersonActor,
  target: SongTarget,
  bytes: Buffer,
  fileName = "take.wav",
): Promise<UploadView> {
  const file = { fileName, sizeBytes: bytes.length, contentType: "audio/wav" };
  return beginUpload(services, actor, target, { ...file, idempotencyKey: createId() });
}

/** Sends every part over HTTP to the addresses that were signed. */
export async function sendParts(
  services: Services,
  actor: PersonActor,
  upload: UploadView,
  bytes: Buffer,
): Promise<Response[]> {
  const { projectId, songId, id: uploadId, partSizeBytes } = upload;
  const slices = Array.from({ length: upload.partCount }, (_, i) =>
    bytes.subarray(i * partSizeBytes, (i + 1) * partSizeBytes),
  );
  const wanted = slices.map((slice, i) => ({
    number: i + 1,
    sizeBytes: slice.length,
    sha256: createHash("sha256").update(slice).digest("base64"),
  }));
  const signed = await signUploadParts(services, actor, { projectId, songId, uploadId }, { parts: wanted });
  return await Promise.all(
    signed.parts.map(({ url, headers, number }) =>
      fetch(url, { method: "PUT", headers, body: new Uint8Array(slices[number - 1] ?? []) }),
    ),
  );
}

/** Uploads whole bytes and answers the finished upload. */
export async function uploadFile(
  services: Services,
  actor: PersonActor,
  target: SongTarget,
  bytes: Buffer,
  fileName?: string,
): Promise<UploadView> {
  const upload = await beginFile(services, actor, target, bytes, fileName);
  await sendParts(services, actor, upload, bytes);
  return await completeUpload(services, actor, { ...target, uploadId: upload.id });
}
