import { fork } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createId } from "@/lib/core/ids";
import { renderDigestMail } from "@/lib/mail/render";
import { addDays, HISTORY_DAYS } from "@/lib/mail/volume";
import type { Services } from "@/lib/services";
import { createTestClock } from "@/lib/testing/clock";
import { composeStack, type TestStack } from "@/lib/testing/composition";
import { copyTemplate, createTemplate } from "@/lib/testing/database-template";
import { startPostgres } from "@/local/postgres/server";
import { median, type Row } from "./row";

/** The second is what must hold; the first says whether the time grows with the number alone. */
const READERS = [1_000, 10_000] as const;
const NOW = "2026-03-02T08:00:00Z";
const DAY_MS = 24 * 60 * 60 * 1000;

/** Readers whose digest is due at once, from the plan to the provider's yes; and one mail's words. */
export async function measureMail(): Promise<Row[]> {
  const rendered = await measureRender();
  const rows: Row[] = [{ name: "mail/render-digest-p50", value: rendered, unit: "ms", target: "≤ 5" }];
  let before: { name: string; value: number } | null = null;
  for (const count of READERS) {
    const { elapsedSec, rssMb } = await withReaders(count, (stack) => measureDigests(stack, count));
    const perReader = (1000 * elapsedSec) / count;
    rows.push({
      name: `mail/${count}-readers-due-at-once`,
      value: elapsedSec,
      unit: "s",
      target: `≤ ${count * 0.006}`,
    });
    rows.push({ name: `mail/${count}-readers-rss`, value: rssMb, unit: "MB", target: "≤ 300" });
    if (before) {
      rows.push({
        name: `mail/${count}-readers-each`,
        value: perReader,
        unit: "ms",
        reference: before,
        target: "≤ 1.3 ×",
      });
    }
    before = { name: `of ${count}`, value: perReader };
  }
  return rows;
}

async function measureRender(): Promise<number> {
  const mark = {
    personId: "a",
    who: "Inês",
    did: null,
    words: "Bass and kick.",
    at: "0:41",
    startSec: 41,
    endSec: null,
  };
  const action = { label: "Listen to v3", url: "https://segno.example/s?at=41", isMain: true };
  const lessUrl = `https://segno.example/unsubscribe?token=${"x".repeat(117)}`;
  const song = {
    title: "Paper Lanterns",
    facts: ["v3", "3:12"],
    durationSec: 192,
    news: [],
    moreCount: 0,
    action,
    lessUrl,
  };
  const mail = {
    ...{
      subject: "Segno: 3 comments",
      date: "Tuesday 24 November, 08:00",
      heading: "Three things",
      summary: "3 comments.",
    },
    songs: [{ ...song, marks: [mark, mark, mark] }],
    ...{ moreSongCount: 0, olderCount: 0, homeUrl: "https://segno.example/", rhythm: "At 08:00." },
    ...{ settingsUrl: "https://segno.example/settings", unsubscribeUrl: "https://segno.example/u" },
    stopLabel: "No more digests",
  };
  const times: number[] = [];
  for (let i = 0; i < 300; i++) {
    const start = performance.now();
    await renderDigestMail(mail);
    // The first ones only warm up.
    if (i >= 50) times.push(performance.now() - start);
  }
  return median(times);
}

/** What the process may keep: without a word V8 takes more than the work needs before it looks for garbage. */
const LITTLE_MEMORY = ["--max-old-space-size=128", "--max-semi-space-size=4"];

async function measureDigests({ config }: TestStack, count: number): Promise<{ elapsedSec: number; rssMb: number }> {
  const sender = fork(path.join(import.meta.dirname, "mail-sender.ts"), {
    execArgv: ["--import", "tsx", ...LITTLE_MEMORY],
  });
  sender.send({ config, now: NOW });
  const result = await new Promise<{ sent: number; elapsedSec: number; rssMb: number }>((resolve, reject) => {
    sender.once("message", (message) => resolve(message as { sent: number; elapsedSec: number; rssMb: number }));
    sender.once("exit", (code) => reject(new Error(`The sender ended with ${code}.`)));
  });
  if (result.sent !== count) throw new Error(`Not every digest was sent: ${result.sent} of ${count}.`);
  return result;
}

async function withReaders<T>(count: number, work: (stack: TestStack) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "segno-bench-mail-"));
  const user = { user: "segno", password: "segno", database: "segno" };
  const postgres = await startPostgres({ folder, host: "127.0.0.1", port: 0, ...user });
  try {
    const database = await copyTemplate({ url: postgres.url, templateName: await createTemplate(postgres.url) });
    const env = { MAIL_DAILY_LIMIT: String(2 * count) };
    const stack = await composeStack(database, { clock: createTestClock(NOW), env });
    try {
      await seedReaders(stack.services, count);
      return await work(stack);
    } finally {
      await stack.close();
    }
  } finally {
    await postgres.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Members of one project with one thing to tell each, on a Segno where so many an hour are usual. */
async function seedReaders({ db, clock }: Services, count: number): Promise<void> {
  const now = clock.now();
  const [doerId, projectId, songId] = [createId(), createId(), createId()];
  const ids = Array.from({ length: count }, () => createId());
  await db.account.createMany({
    data: [doerId, ...ids].map((id) => ({
      ...{ id, email: `${id}@example.com`, emailAsTyped: `${id}@example.com`, name: "Mara", passwordHash: "none" },
      ...{ emailVerifiedAt: now, digestWatermark: new Date(now.getTime() - DAY_MS), createdAt: now },
    })),
  });
  await db.project.create({ data: { id: projectId, ownerId: doerId, name: "Nightferry" } });
  await db.song.create({
    data: { id: songId, projectId, createdById: doerId, name: "Paper Lanterns", updatedAt: now },
  });
  await db.membership.createMany({
    data: ids.map((accountId) => ({ id: createId(), accountId, projectId, role: "listener" as const })),
  });
  await db.notification.createMany({
    data: ids.map((readerId) => ({
      ...{ id: createId(), readerId, doerId, projectId, songId, kind: "version.uploaded" },
      ...{ sourceKey: `version:${createId()}`, payload: { excerpt: "Louder." }, createdAt: now },
    })),
  });
  const bulkByHour = Array.from({ length: 24 }, (_, hour) => (hour === 8 ? count : 0));
  const today = now.toISOString().slice(0, 10);
  await db.mailDay.createMany({
    data: Array.from({ length: HISTORY_DAYS }, (_, ago) => ({
      day: addDays(today, -ago - 1),
      bulk: count,
      bulkByHour,
      createdAt: now,
    })),
  });
}
