import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { systemScope } from "@/lib/access/system-scope";
import { recordPlay } from "@/lib/domains/activity/plays/commands";
import type { AskReport } from "@/lib/domains/activity/report/schema";
import { createComment, createReply, deleteComment, resolveComment } from "@/lib/domains/comments/commands";
import { createLink } from "@/lib/domains/links/commands";
import { createLinkSchema } from "@/lib/domains/links/schema";
import { enterLink, listenByLink, renameGuest } from "@/lib/domains/links/visiting/commands";
import {
  addMember,
  type Band,
  createBand,
  createPerson,
  makeWav,
  uploadFile,
} from "@/lib/domains/projects/band.fixture";
import { createProject } from "@/lib/domains/projects/commands";
import { createSong, updateSong } from "@/lib/domains/songs/commands";
import type { Services } from "@/lib/services";
import { createDyingServices } from "@/lib/testing/dying-services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { cancelExport, exportAgain, exportReport } from "../commands";
import { makeExport } from "../making/commands";
import { readExport, readExportReport, signExport } from "../reads";
import { EXPORT_KEPT_MS } from "../rules";
import { sweepExports } from "../sweeping/commands";

let stack: TestStack;
let services: Services;
let band: Band;
let target: { projectId: string; songId: string; versionId: string };

const BERLIN = { start: "2026-03-01", end: "2026-03-31", groupBy: "week", timeZone: "Europe/Berlin" } as const;
const START = "2026-03-02T09:00:00Z";

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
});
afterAll(() => stack.close());
beforeEach(async () => {
  stack.clock.set(START);
  band = await createBand(services);
  const upload = await uploadFile(services, band.editor, band, makeWav(0.2));
  target = { projectId: band.projectId, songId: band.songId, versionId: upload.version?.id ?? "" };
});

const ask = (actor: PersonActor = band.owner, input: AskReport = BERLIN, projectId: string | null = band.projectId) =>
  exportReport(services, actor, { projectId }, input);
const make = async (id: string, hands = services) => {
  const { run } = await services.db.export.findUniqueOrThrow({ where: { id } });
  return makeExport(hands, systemScope, { exportId: id, run });
};
const report = async (actor: PersonActor = band.owner, input: AskReport = BERLIN, projectId?: string | null) => {
  const { id } = await ask(actor, input, projectId === undefined ? band.projectId : projectId);
  expect(await make(id)).toBe("done");
  return await readExportReport(services, actor, id);
};
const readTable = async (actor: PersonActor, id: string) => {
  const bytes = Buffer.from(await (await fetch(await signExport(services, actor, id))).arrayBuffer());
  return parse<Record<string, string>>(bytes, { columns: true, bom: true });
};
const play = (actor: PersonActor) => recordPlay(services, actor, target);
const say = (actor: PersonActor, body = "Louder") =>
  createComment(services, actor, target, { versionId: target.versionId, body, startSec: 0.1, endSec: null });

describe("B455: an activity report", () => {
  it("counts uploads, plays, comments and decisions by period, song and person, as table and page tell alike", async () => {
    const { id: commentId } = await say(band.commenter);
    await createReply(services, band.owner, { ...target, commentId }, { body: "Done" });
    await play(band.listener);
    stack.clock.set("2026-03-10T09:00:00Z");
    await resolveComment(services, band.owner, { ...target, commentId }, { isResolved: true });
    await updateSong(services, band.editor, band, { stage: "mix" });
    await play(band.listener);
    const { id, title } = await ask();
    expect(title).toBe("Album");
    await make(id);
    const { totals, periods, songs, people } = await readExportReport(services, band.owner, id);
    expect(totals).toEqual({ uploads: 1, plays: 2, comments: 2, decisions: 2 });
    expect(periods.map(({ start, counts }) => [start, Object.values(counts)])).toEqual([
      ["2026-03-01", [0, 0, 0, 0]],
      ["2026-03-02", [1, 1, 2, 0]],
      ["2026-03-09", [0, 1, 0, 2]],
      ["2026-03-16", [0, 0, 0, 0]],
      ["2026-03-23", [0, 0, 0, 0]],
      ["2026-03-30", [0, 0, 0, 0]],
    ]);
    expect(songs).toMatchObject([{ name: "First song", projectName: "Album", counts: totals }]);
    expect(people.map(({ name, counts }) => [name, Object.values(counts)])).toEqual([
      ["Eddie Editor", [1, 0, 0, 1]],
      ["Lars Listener", [0, 2, 0, 0]],
      ["Olga Owner", [0, 0, 1, 1]],
      ["Carla Commenter", [0, 0, 1, 0]],
    ]);
    const view = await readExport(services, band.owner, id);
    expect(view.fileName).toBe("Album - activity 2026-03-01 to 2026-03-31.csv");
    const rows = await readTable(band.owner, id);
    expect(rows).toHaveLength(7);
    expect(rows[0]).toEqual({
      ...{ From: "2026-03-02", To: "2026-03-08", Project: "Album", Song: "First song", Person: "Carla Commenter" },
      ...{ Uploads: "0", Plays: "0", Comments: "1", Decisions: "0" },
    });
    for (const name of ["uploads", "plays", "comments", "decisions"] as const) {
      const head = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      expect(rows.reduce((sum, row) => sum + Number(row[head]), 0)).toBe(totals[name]);
    }
  });

  it("B123: puts what happens at the edge of a day into the day of the reader's calendar", async () => {
    const counts = async (timeZone: string) => {
      const span = { start: "2026-03-28", end: "2026-03-30", groupBy: "day", timeZone } as const;
      return (await report(band.owner, span)).periods.map((period) => period.counts.comments);
    };
    for (const at of ["2026-03-28T22:59:59Z", "2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z"]) {
      stack.clock.set(at);
      await say(band.commenter);
    }
    expect(await counts("Europe/Berlin")).toEqual([1, 2, 1]);
    expect(await counts("UTC")).toEqual([2, 2, 0]);
    expect(await counts("Pacific/Kiritimati")).toEqual([0, 2, 2]);
  });

  it("B123: of nothing is a valid file with its head, and a page that says so; its end may be to come", async () => {
    const { id } = await ask(band.owner, { start: "2026-02-01", end: "2026-02-03", groupBy: "day", timeZone: "UTC" });
    await make(id);
    const answer = await fetch(await signExport(services, band.owner, id));
    expect(await answer.text()).toBe("From,To,Project,Song,Person,Uploads,Plays,Comments,Decisions\r\n");
    expect((await readExportReport(services, band.owner, id)).totals.uploads).toBe(0);
    const { periods } = await report(band.owner, { ...BERLIN, start: "2026-03-02", end: "2026-12-31" });
    expect(periods.at(-1)?.end).toBe("2026-12-31");
  });

  it("names nothing that a spreadsheet would run", async () => {
    await updateSong(services, band.owner, band, { name: '=HYPERLINK("http://evil.example")' });
    const person = await createPerson(services, "@SUM(A1)");
    await addMember(services, person, { projectId: band.projectId }, "commenter");
    await say(person);
    const { id } = await ask();
    await make(id);
    const row = (await readTable(band.owner, id)).find(({ Comments }) => Comments === "1");
    expect(row).toMatchObject({ Song: `'=HYPERLINK("http://evil.example")`, Person: "'@SUM(A1)" });
  });
});

describe("B457: whose activity a report tells", () => {
  it("is of what its reader may open now: not of the trash, of other projects, of hidden versions or of songs not given", async () => {
    const { id: commentId } = await say(band.commenter);
    await deleteComment(services, band.commenter, { ...target, commentId });
    const other = await createSong(services, band.owner, band.projectId, { name: "Not given" });
    await uploadFile(services, band.owner, { projectId: band.projectId, songId: other.id }, makeWav(0.1));
    const elsewhere = await createProject(services, band.editor, { name: "Elsewhere" });
    const theirs = await createSong(services, band.editor, elsewhere.id, { name: "Theirs" });
    await uploadFile(services, band.editor, { projectId: elsewhere.id, songId: theirs.id }, makeWav(0.1));
    await say(band.commenter);
    expect((await report()).totals).toMatchObject({ uploads: 2, comments: 1 });
    await addMember(services, band.stranger, { songId: band.songId }, "commenter");
    const given = await report(band.stranger);
    expect(given.totals).toMatchObject({ uploads: 1, comments: 1 });
    expect(JSON.stringify(given)).not.toMatch(/Not given|Theirs/);
    await services.db.membership.updateMany({
      where: { accountId: band.listener.accountId },
      data: { canSeeVersions: false },
    });
    await uploadFile(services, band.editor, band, makeWav(0.2, 220));
    expect((await report(band.listener)).totals).toMatchObject({ uploads: 2, comments: 0 });
    expect((await report(band.editor, BERLIN, null)).songs.map(({ name }) => name).sort()).toEqual([
      ...["First song", "Not given", "Theirs"],
    ]);
    const stranger = await createPerson(services, "Nobody");
    await expect(ask(stranger)).rejects.toMatchObject({ code: "not_found" });
    expect((await report(stranger, BERLIN, null)).songs).toEqual([]);
  });

  it("tells who listened to editors and the owner; to everybody else their own plays", async () => {
    const fields = createLinkSchema.parse({ songIds: [band.songId], canComment: true });
    const link = await createLink(services, band.editor, { projectId: band.projectId, ...fields });
    const token = link.url?.split("/").at(-1) ?? "";
    const enter = () => enterLink(services, { token }, () => null);
    const [ada, nameless] = [await enter(), await enter()];
    await renameGuest(services, ada, { name: "Ada" });
    for (const guest of [ada, nameless]) await listenByLink(services, guest, null, target);
    await play(band.listener);
    await play(band.commenter);
    for (const actor of [band.owner, band.editor]) {
      const { people, totals, hasOwnPlaysOnly } = await report(actor);
      expect([totals.plays, hasOwnPlaysOnly]).toEqual([4, false]);
      const listeners = people.filter(({ counts }) => counts.plays > 0);
      expect(listeners.map(({ name, isGuest }) => [name, isGuest])).toEqual([
        ...[
          ["Ada", true],
          ["Carla Commenter", false],
          ["Guests without a name", true],
          ["Lars Listener", false],
        ],
      ]);
    }
    const own = await report(band.listener);
    expect([own.totals.plays, own.hasOwnPlaysOnly]).toEqual([1, true]);
    expect(JSON.stringify(own)).not.toMatch(/Ada|Carla|Guests/);
  });

  it("is its maker's alone, and ends with their right to the project", async () => {
    const { id } = await ask(band.listener);
    await make(id);
    for (const work of [readExportReport, readExport, signExport]) {
      await expect(work(services, band.owner, id)).rejects.toMatchObject({ code: "not_found" });
    }
    await services.db.membership.deleteMany({ where: { accountId: band.listener.accountId } });
    for (const work of [readExportReport, signExport, exportAgain]) {
      await expect(work(services, band.listener, id)).rejects.toMatchObject({ code: "not_found" });
    }
  });
});

describe("B124: what is wrong with a report", () => {
  it.each([
    ["start", "The start is still to come: nothing has happened by then.", { start: "2026-03-04", end: "2026-03-05" }],
    ["timeZone", "Name a time zone as the IANA does: Europe/Berlin.", { timeZone: "Mars/Olympus" }],
  ])("is said by its field before anything is queued: %s", async (field, message, change) => {
    const before = await services.db.outbox.count();
    await expect(ask(band.owner, { ...BERLIN, ...change })).rejects.toMatchObject({
      code: "invalid_input",
      fields: [{ field, message }],
    });
    expect(await services.db.outbox.count()).toBe(before);
    expect(await services.db.export.count({ where: { createdById: band.owner.accountId } })).toBe(0);
  });

  it("today is not to come where it has begun already", async () => {
    stack.clock.set("2026-03-02T12:00:00Z");
    const day = { start: "2026-03-03", end: "2026-03-03", groupBy: "day" } as const;
    await expect(ask(band.owner, { ...day, timeZone: "UTC" })).rejects.toMatchObject({ reason: "starts_later" });
    expect((await ask(band.owner, { ...day, timeZone: "Pacific/Kiritimati" })).state).toBe("queued");
  });
});

describe("B458: a report ends as every export does", () => {
  it("is one run for equal requests, also without a project; another for other days", async () => {
    const same = await Promise.all([ask(), ask(), ask()]);
    expect(new Set(same.map(({ id }) => id)).size).toBe(1);
    const all = await Promise.all([ask(band.owner, BERLIN, null), ask(band.owner, BERLIN, null)]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    const ids = [same[0]?.id, all[0]?.id, (await ask(band.owner, { ...BERLIN, groupBy: "day" })).id];
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) {
      expect((await cancelExport(services, band.owner, id ?? "")).state).toBe("cancelled");
      expect(await make(id ?? "")).toBe("stopped");
    }
  });

  it("expires with its figures, and is made again with what has happened since", async () => {
    const { id, projectId } = await ask(band.owner, BERLIN, null);
    expect(projectId).toBeNull();
    await expect(readExportReport(services, band.owner, id)).rejects.toMatchObject({ reason: "export_not_ready" });
    await make(id);
    expect((await readExportReport(services, band.owner, id)).totals.comments).toBe(0);
    stack.clock.advance(EXPORT_KEPT_MS + 1);
    await expect(readExportReport(services, band.owner, id)).rejects.toMatchObject({ reason: "export_expired" });
    await sweepExports(services, systemScope);
    await say(band.commenter);
    await exportAgain(services, band.owner, id);
    await expect(readExportReport(services, band.owner, id)).rejects.toMatchObject({ reason: "export_not_ready" });
    await make(id);
    expect((await readExportReport(services, band.owner, id)).totals.comments).toBe(1);
  });

  it("survives whoever makes it at any line", async () => {
    const { id: first } = await ask();
    const dry = createDyingServices(services, Number.POSITIVE_INFINITY, "before");
    await make(first, dry.services);
    for (let step = 1; step <= dry.count(); step++) {
      const { id } = await ask();
      const dying = createDyingServices(services, step, step % 2 === 0 ? "before" : "after");
      await Promise.race([make(id, dying.services), dying.died]);
      await make(id);
      expect((await readExport(services, band.owner, id)).state).toBe("completed");
      expect((await readExportReport(services, band.owner, id)).totals.uploads).toBe(1);
    }
  });
});
