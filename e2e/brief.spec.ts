import type { Page } from "@playwright/test";
import * as chat from "@/lib/ai/testing/chat-server";
import { cut, streams, streamsThenStalls } from "@/lib/ai/testing/chat-streams";
import type { BriefView } from "@/lib/domains/briefs/schema";
import type { SongView } from "@/lib/domains/songs/schema";
import { expectAccessible, expectNotTooWide, inEveryLook } from "./axe";
import { ANSWER, HALF, openGate } from "./brief-answer";
import { callApi, expect, join, test } from "./journey";
import { synthesizeWav } from "./sound";
import { startStack, visit } from "./stack";
import { comments, createProject, expectMeasured, openUploaded, player, toast, upload } from "./studio";

const NOTES = 40;
/** What two people say of the same moments: some of it is the same, and on the vocals they differ. */
const SAID = [
  ["Vocals a bit louder here, please", "Vocals too loud, turn them down"],
  ["The kick masks the bass", "Bass and kick sit on each other"],
  ["Guitar is out of tune", "Guitar chords drag"],
  ["More reverb on the snare", "Snare is fine, hi-hat is sharp"],
] as const;

/** Mara has a song with forty notes, half of them by Jonas, who may comment. */
async function meet(mara: Page, jonas: Page) {
  await join(mara, "Mara");
  await createProject(mara, "Nightferry");
  const projectPath = new URL(mara.url()).pathname;
  const { email } = await join(jonas, "Jonas");
  const shares = `/api${projectPath}/shares`;
  const answer = await callApi<{ member: { membershipId: string } }>(mara, "POST", shares, {
    email,
    role: "commenter",
  });
  let share = `${shares}/${answer.body.member.membershipId}`;
  const take = { name: "Paper Lanterns.wav", bytes: synthesizeWav({ durationSec: 42 }) };
  await upload(mara, [take], "Paper Lanterns v1 is in Nightferry");
  await openUploaded(mara);
  await expectMeasured(mara);
  const songPath = new URL(mara.url()).pathname;
  const [version] = (await callApi<SongView>(mara, "GET", `/api${songPath}`)).body.versions;
  for (let i = 0; i < NOTES; i++) {
    const startSec = Math.floor(i / 2) * 2 + 1;
    const body = SAID[Math.floor(i / 2) % SAID.length]?.[i % 2];
    const note = { versionId: version?.id, body, startSec, endSec: startSec + 1.5 };
    const said = await callApi(i % 2 === 0 ? mara : jonas, "POST", `/api${songPath}/comments`, note);
    expect(said.status, JSON.stringify(said.body)).toBe(201);
  }
  const briefs = `/api${songPath}/versions/${version?.id}/briefs`;
  const readBriefs = async () => (await callApi<{ items: BriefView[] }>(mara, "GET", briefs)).body.items;
  return {
    songPath,
    readBriefs,
    demote: async () => {
      await callApi(mara, "DELETE", share);
      const given = await callApi<typeof answer.body>(mara, "POST", shares, { email, role: "listener" });
      share = `${shares}/${given.body.member.membershipId}`;
    },
    shut: () => callApi(mara, "DELETE", share),
  };
}

const rail = (page: Page) => page.getByRole("complementary", { name: "Brief" });
/** What comes at this moment; what was said before stands beside it. */
const beingWritten = (page: Page) => rail(page).getByRole("region", { name: "Being written" });
const openBrief = (page: Page) => page.getByRole("radio", { name: "Brief" }).click();
const checks = (page: Page) => rail(page).getByRole("checkbox");
const groups = (page: Page) => rail(page).getByRole("heading", { level: 4 });

async function lookAt(page: Page, what: string): Promise<void> {
  await inEveryLook(page, async (width) => {
    await expectAccessible(page);
    await expectNotTooWide(page, `${what} at ${width}`);
  });
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize({ width: 1440, height: 900 });
}

test("B386, B388, B389, B390, B391, B392: forty notes become one list by rules, which a band works off together", async ({
  page: mara,
  otherContext,
}) => {
  test.setTimeout(420_000);
  const jonas = await otherContext.newPage();
  const { songPath, readBriefs, demote, shut } = await meet(mara, jonas);
  await mara.context().grantPermissions(["clipboard-read", "clipboard-write"]);

  // Mara uses the keyboard alone for what she does to the list.
  await mara.getByRole("radio", { name: "Comments" }).press("ArrowRight");
  await expect(mara.getByRole("radio", { name: "Brief" })).toBeFocused();
  await expect(rail(mara).getByText(`${NOTES} open notes of v1 become one to-do list`)).toBeVisible();
  await expect(rail(mara).getByText("Written by rules, here on this Segno.")).toBeVisible();
  await lookAt(mara, "before the brief");

  // The line is cut as soon as it is asked for: it is written all the same, once.
  const asked = mara.waitForResponse((response) => /\/briefs$/.test(response.url()) && response.status() === 201);
  await rail(mara).getByRole("button", { name: "Write the brief" }).press("Enter");
  await asked;
  await mara.context().setOffline(true);
  await mara.waitForTimeout(1_500);
  await mara.context().setOffline(false);
  await expect(rail(mara).getByText("Written by rules for Mara")).toBeVisible({ timeout: 30_000 });
  await mara.reload();
  await expect(groups(mara).first()).toBeVisible();
  const [brief, ...others] = await readBriefs();
  expect(others).toEqual([]);
  expect(brief?.turns.map(({ role, state }) => `${role} ${state}`)).toEqual(["person done", "assistant done"]);
  const held = brief?.document?.groups.flatMap((group) => group.items.flatMap((item) => item.noteIds)) ?? [];
  expect(new Set(held).size).toBe(NOTES);
  expect(held).toHaveLength(NOTES);
  await expect(rail(mara).getByText("Not agreed").first()).toBeVisible();
  await lookAt(mara, "the brief");

  // A time plays from there, and what is under the playhead is lit.
  await rail(mara).getByRole("button", { name: "Play from 9 seconds" }).first().press("Enter");
  await expect(player(mara).getByRole("button", { name: "Pause" })).toBeVisible();
  await expect(rail(mara).locator("[aria-current=true]").first()).toContainText("0:09");
  await player(mara).getByRole("button", { name: "Pause" }).click();

  // A second window follows.
  await jonas.goto(`${songPath}?rail=brief`);
  await expect(rail(jonas).getByText(/^0 of \d+ done$/)).toBeVisible();
  await checks(jonas).first().check();
  await expect(rail(mara).getByText(/^1 of \d+ done$/)).toBeVisible({ timeout: 5_000 });
  await expect(checks(mara).first()).toBeChecked();
  await checks(mara).first().press("Space");
  await expect(checks(mara).first()).not.toBeChecked();
  await expect(rail(jonas).getByText(/^0 of \d+ done$/)).toBeVisible({ timeout: 5_000 });
  await checks(mara).nth(1).press("Space");
  await expect(rail(mara).getByText(/^1 of \d+ done$/)).toBeVisible();

  // Its notes are one step away, and so is the list.
  await rail(mara)
    .getByRole("button", { name: /^2 notes$/ })
    .first()
    .press("Enter");
  await mara
    .getByRole("menuitem", { name: /^Jonas: / })
    .first()
    .press("Enter");
  await expect(comments(mara).getByRole("article").first()).toBeVisible();
  await mara.keyboard.press("b");
  await expect(rail(mara)).toBeVisible();

  await rail(mara).getByRole("button", { name: "Copy as Markdown" }).press("Enter");
  await expect(toast(mara, "The brief is copied as Markdown")).toBeVisible();
  const markdown = await mara.evaluate(() => navigator.clipboard.readText());
  expect(markdown).toMatch(/^- \[ \] 0:\d\d–0:\d\d .+: .+ \((Mara|Jonas|Mara, Jonas|Jonas, Mara)\)$/m);
  expect(markdown.match(/^- \[x\] /gm)).toHaveLength(1);

  // Another wish is another turn, and the mark stays.
  await rail(mara).getByRole("button", { name: "Shorter" }).press("Enter");
  await expect(rail(mara).getByRole("button", { name: /^You: Shorter/ })).toBeVisible({ timeout: 30_000 });
  await expect(rail(mara).getByText("4 turns")).toBeVisible();
  await expect(rail(mara).getByText(/^1 of \d+ done$/)).toBeVisible({ timeout: 30_000 });
  await rail(mara).getByRole("textbox", { name: "How to change the brief" }).fill("by time");
  // Not before the last wish is written.
  await expect(rail(mara).getByRole("button", { name: "Ask for this" })).toBeEnabled({ timeout: 30_000 });
  await mara.keyboard.press("Enter");
  await expect(groups(mara).first()).toHaveText(/^0:00 – /, { timeout: 30_000 });
  await rail(mara)
    .getByRole("button", { name: /^You: by time/ })
    .click();
  await expect(rail(mara).getByRole("listitem").filter({ hasText: "Shorter" })).toBeVisible();
  expect((await readBriefs())[0]?.turns).toHaveLength(6);

  // Who listens only, sees it; who may no longer, does not.
  await demote();
  await jonas.reload();
  await expect(checks(jonas).first()).toBeDisabled();
  await expect(rail(jonas).getByRole("textbox", { name: "How to change the brief" })).toBeHidden();
  await shut();
  await expect(rail(jonas)).toBeHidden({ timeout: 15_000 });

  await rail(mara).getByRole("button", { name: "More about this brief" }).press("Enter");
  await mara.getByRole("menuitem", { name: "Delete" }).press("Enter");
  await mara.getByRole("button", { name: "Delete brief" }).press("Enter");
  await expect(rail(mara).getByText(`${NOTES} open notes of v1 become one to-do list`)).toBeVisible();
});

test.describe("with an AI model", () => {
  let model: chat.ChatServer;
  let leave: () => Promise<void>;

  test.beforeAll(async () => {
    model = await chat.startChatServer();
    const ai = { AI_BASE_URL: model.url, AI_API_KEY: chat.CHAT_KEY, AI_MODEL: "listener-2" };
    leave = visit(await startStack({ env: ai }));
  });

  test.afterAll(async () => {
    await leave();
    await model.close();
  });

  test("B387, B390: the network goes halfway and comes back; there is one brief, one turn, and usage counts once", async ({
    page: mara,
    otherContext,
  }) => {
    test.setTimeout(420_000);
    const jonas = await otherContext.newPage();
    const { songPath, readBriefs, shut } = await meet(mara, jonas);
    await openBrief(mara);
    await rail(mara).getByRole("button", { name: "Let an AI model write it" }).click();
    const consent = mara.getByRole("dialog", { name: "AI suggestions" });
    const notesToo = consent.getByRole("checkbox", { name: "Send comments, too, for briefs" });
    await expect(notesToo).toBeDisabled();
    await consent.getByRole("checkbox", { name: "Send this, and suggest tags" }).click();
    await expect(notesToo).toBeEnabled();
    await notesToo.click();
    await expect(notesToo).toBeChecked();
    await consent.getByRole("button", { name: "Close" }).click();
    await expect(rail(mara).getByText("Written by listener-2.")).toBeVisible();
    await lookAt(mara, "the choice");

    // A model that is busy says so, and the same turn is tried again.
    model.behave(chat.fails(403));
    await rail(mara).getByRole("button", { name: "Write the brief" }).click();
    const failure = rail(mara).getByRole("alert").filter({ hasText: "Your notes are as they were." });
    await expect(failure).toBeVisible({ timeout: 30_000 });
    await lookAt(mara, "the failure");
    const failedTurns = (await readBriefs())[0]?.turns.map((turn) => turn.id);

    const gate = openGate();
    model.behave(streams(cut(ANSWER, 24), { before: (place) => (place === HALF ? gate.opened : undefined) }));
    const before = model.requests.length;
    await failure.getByRole("button", { name: "Try again" }).click();
    await expect(beingWritten(mara).getByText("Settle the vocals first.")).toBeVisible({ timeout: 30_000 });
    await lookAt(mara, "the writing");
    await mara.context().setOffline(true);
    await expect(rail(mara).getByText("Not connected.")).toBeVisible();
    gate.open();
    await mara.waitForTimeout(1_500);
    await mara.context().setOffline(false);
    await expect(rail(mara).getByText("Written by listener-2 for Mara")).toBeVisible({ timeout: 30_000 });
    await mara.reload();
    await expect(rail(mara).getByText("Settle how loud the vocals are")).toBeVisible();

    const [brief, ...others] = await readBriefs();
    expect(others).toEqual([]);
    expect(brief?.turns.map((turn) => turn.id)).toEqual(failedTurns);
    expect(brief?.turns.map(({ role, state }) => `${role} ${state}`)).toEqual(["person done", "assistant done"]);
    expect(brief?.turns[1]?.usage).toEqual({ inputTokens: 900, outputTokens: 120 });
    expect(model.requests).toHaveLength(before + 1);
    // Every note is in it, also those that the model left out.
    const held = brief?.document?.groups.flatMap((group) => group.items.flatMap((item) => item.noteIds)) ?? [];
    expect([...held].sort()).toEqual([...new Set(held)].sort());
    expect(held).toHaveLength(NOTES);

    // Stopped in the middle, and written after all.
    model.behave(streamsThenStalls(cut(ANSWER, 24).slice(0, HALF)));
    await rail(mara).getByRole("button", { name: "Shorter" }).click();
    await expect(beingWritten(mara).getByText("Settle the vocals first.")).toBeVisible({ timeout: 30_000 });
    await lookAt(mara, "the refining");
    await rail(mara).getByRole("button", { name: "Stop" }).click();
    await expect(rail(mara).getByText("Stopped before it was written.")).toBeVisible();
    model.behave(streams(cut({ ...ANSWER, summary: "Shorter now." }, 24)));
    await rail(mara).getByRole("button", { name: "Write it after all" }).click();
    await expect(rail(mara).getByText("Shorter now.").last()).toBeVisible({ timeout: 30_000 });
    await expect(rail(mara).getByText("4 turns")).toBeVisible();
    expect((await readBriefs())[0]?.turns).toHaveLength(4);

    // Whoever may no longer, reads nothing of what is being written.
    const shutGate = openGate();
    model.behave(streams(cut(ANSWER, 24), { before: (place) => (place === HALF ? shutGate.opened : undefined) }));
    await jonas.goto(`${songPath}?rail=brief`);
    await rail(mara).getByRole("button", { name: "By time" }).click();
    await expect(beingWritten(jonas).getByText("Settle the vocals first.")).toBeVisible({ timeout: 30_000 });
    await shut();
    await expect(rail(jonas)).toBeHidden({ timeout: 15_000 });
    shutGate.open();
    await expect(rail(mara).getByText("6 turns")).toBeVisible();
    await expect(rail(mara).getByText("Written by listener-2 for Mara")).toBeVisible({ timeout: 30_000 });
    await expect(checks(mara).first()).toBeVisible();
  });
});
