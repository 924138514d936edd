import { expect, type Page, test } from "@playwright/test";
import { type Harness, startHarness } from "@/local/inngest/harness";
import { expectAccessible, expectNotTooWide, inEveryLook } from "./axe";

let harness: Harness;
let isFixed = false;
let openGate: () => void = () => undefined;

test.beforeAll(async () => {
  const gate = new Promise<void>((resolve) => {
    openGate = resolve;
  });
  harness = await startHarness((client) => [
    client.createFunction({ id: "mix", name: "Mix down a take", triggers: [{ event: "t/mix" }] }, async ({ step }) => {
      await step.run("load", () => "loaded");
      await step.run("hold", () => gate);
      return "mixed";
    }),
    client.createFunction(
      { id: "peaks", name: "Measure the peaks", triggers: [{ event: "t/peaks" }], retries: 0 },
      async () => {
        if (isFixed) return "measured";
        throw new Error("ffmpeg ended with the status 1: moov atom not found in takes/Nightferry/Harbour v3.m4a");
      },
    ),
    client.createFunction(
      { id: "remind", name: "Remind of a song", triggers: [{ event: "t/remind" }] },
      async ({ step }) => {
        await step.waitForEvent("answer", { event: "t/answer", timeout: "30d" });
      },
    ),
    client.createFunction(
      { id: "digest", name: "Send the digest", triggers: [{ cron: "TZ=Europe/Berlin 30 18 * * *" }] },
      async () => "sent",
    ),
  ]);
});

test.afterAll(async () => {
  openGate();
  await harness.close();
});

/** A run of each kind: one that failed, one in a call, one that waits for an event, and three that are queued. */
async function fill(): Promise<void> {
  await harness.finish(await harness.send("t/peaks"));
  await harness.send("t/mix");
  await harness.send("t/remind");
  await expect.poll(() => harness.server.stats().queue.waiting).toBe(1);
  await fetch(`${harness.server.url}/v1/functions/app-peaks/pause`, { method: "POST" });
  for (let n = 0; n < 3; n++) await harness.send("t/peaks");
  await harness.send("t/nobody");
  await expect.poll(() => harness.server.stats().running.map(({ step }) => step)).toHaveLength(1);
}

function section(page: Page, name: string) {
  return page.getByRole("region", { name });
}

function readFunction(id: string) {
  return harness.server.stats().functions.find((one) => one.id === `app-${id}`);
}

async function readStatus(runId: string): Promise<string> {
  const response = await fetch(`${harness.server.url}/v1/runs/${runId}`);
  return ((await response.json()) as { data: { status: string } }).data.status;
}

test("B151: the page of the background work shows what runs, waits and failed, and each button does what it says", async ({
  page,
}) => {
  await fill();
  await page.goto(harness.server.url);

  await test.step("what is shown", async () => {
    const functions = section(page, "Functions");
    const peaks = functions.getByRole("row", { name: /Measure the peaks/ });
    await expect(peaks).toContainText("paused");
    await expect(peaks.getByRole("cell").nth(0)).toHaveText("3");
    await expect(peaks.getByRole("cell").nth(1)).toHaveText(/^\d+ s$/);
    await expect(section(page, "Failed and expired")).toContainText("moov atom not found");
    await expect(section(page, "Schedules").getByRole("row", { name: /Send the digest/ })).toContainText(/in \d+/);
    await expect(section(page, "Waiting").getByRole("row", { name: /Remind of a song/ })).toContainText(/in \d+ days/);
    await expect(page.getByText("no function listens to this event")).toBeVisible();
  });

  await test.step("without a fault, by day and by night, wide and narrow", async () => {
    await inEveryLook(page, async (width) => {
      await expectAccessible(page);
      await expectNotTooWide(page, `at ${width}`);
    });
    const heights = await page
      .getByRole("button")
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  const result = page.locator("#result");

  await test.step("pause all and resume all, by keyboard, which keeps its place", async () => {
    await page.keyboard.press("Tab");
    const all = page.getByRole("button", { name: "Pause all" });
    await expect(all).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(result).toHaveText("Nothing new is called. 1 running call comes to an end.");
    expect(harness.server.stats().isPaused).toBe(true);
    const resume = page.getByRole("button", { name: "Resume all" });
    await expect(resume).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(result).toHaveText("Work goes on.");
    expect(harness.server.stats().isPaused).toBe(false);
  });

  await test.step("pause and resume one function", async () => {
    await page.getByRole("button", { name: "Pause Mix down a take" }).click();
    await expect(result).toContainText("Mix down a take is paused");
    expect(readFunction("mix")?.isPaused).toBe(true);
    await page.getByRole("button", { name: "Resume Mix down a take" }).click();
    await expect(result).toContainText("is called again");
    expect(readFunction("mix")?.isPaused).toBe(false);
  });

  await test.step("cancel one that runs, and start it again", async () => {
    const [running] = harness.server.stats().running;
    await page.getByRole("button", { name: `Cancel ${running?.runId}` }).click();
    await expect(result).toContainText("Cancelled a run of Mix down a take.");
    expect(await readStatus(running?.runId ?? "")).toBe("Cancelled");
    await result.getByRole("button", { name: `Replay ${running?.runId}` }).click();
    await expect(result).toContainText("Started again as run");
    await expect.poll(() => harness.server.stats().running.map(({ functionId }) => functionId)).toContain("app-mix");
  });

  await test.step("cancel one that waits: its row goes, and the focus stays in its section", async () => {
    const waiting = section(page, "Waiting");
    const row = waiting.getByRole("row", { name: /Remind of a song/ });
    await row.getByRole("button", { name: /^Cancel/ }).press("Enter");
    await expect(row).toHaveCount(0);
    await expect(waiting.getByRole("heading")).toBeFocused();
    expect(readFunction("remind")).toMatchObject({ queued: 0, cancelled: 1 });
  });

  await test.step("replay one that failed", async () => {
    isFixed = true;
    const [failure] = harness.server.stats().failures;
    await page.getByRole("button", { name: `Replay ${failure?.runId}` }).click();
    await expect(result).toContainText("Started again as run");
    const again = (await result.textContent())?.match(/run (\w+)/)?.[1] ?? "";
    expect(await readStatus(again)).toBe("Queued");
    await page.getByRole("button", { name: "Resume Measure the peaks" }).click();
    await expect.poll(() => readStatus(again)).toBe("Completed");
    await expect.poll(() => readFunction("peaks")).toMatchObject({ queued: 0, completed: 4, failed: 1 });
  });

  await test.step("it says when the server is gone, and keeps what it shows", async () => {
    await page.route("**/*", (route) => route.abort());
    await page.getByRole("button", { name: "Pause all" }).click();
    await expect(result).toContainText("Nothing was changed.");
    await expect(page.getByText("What you see is from before")).toBeVisible();
    await expect(section(page, "Functions").getByRole("row")).toHaveCount(5);
  });
});
