import type { BrowserContext, Page } from "@playwright/test";
import { callApi, expect, join, test } from "./journey";
import { createProject } from "./studio";

const TABS = 12;

/** Streams that pages of a browser have open now, and the most at once. */
function countStreams(context: BrowserContext) {
  const open = new Set<object>();
  let most = 0;
  context.on("request", (request) => {
    if (!/\/api\/(live|.*\/events)$/.test(new URL(request.url()).pathname)) return;
    open.add(request);
    // Of what a closed page had open no end is told.
    request
      .frame()
      .page()
      .once("close", () => open.delete(request));
    most = Math.max(most, open.size);
  });
  for (const event of ["requestfinished", "requestfailed"] as const) {
    context.on(event as "requestfinished", (request) => open.delete(request));
  }
  return { now: () => open.size, most: () => most };
}

const rows = (page: Page) => page.getByRole("main").getByRole("listitem").getByRole("link");
const heading = (page: Page) => page.getByRole("heading", { level: 1 });

test("B397: twelve tabs of one browser are live over one stream, through the end of whoever holds it, and the rest goes through", async ({
  page: mara,
  context,
  otherContext,
}) => {
  test.setTimeout(420_000);
  const streams = countStreams(context);
  await join(mara, "Mara");
  await createProject(mara, "Nightferry");
  const projectPath = new URL(mara.url()).pathname;
  const make = async (name: string) =>
    (await callApi<{ id: string }>(mara, "POST", `/api${projectPath}/songs`, { name })).body.id;
  const ids = [await make("Harbour"), await make("Ferry Bell")];
  const jonas = await otherContext.newPage();
  const { email } = await join(jonas, "Jonas");
  await callApi(mara, "POST", `/api${projectPath}/shares`, { email, role: "editor" });
  const rename = (index: number, name: string) =>
    callApi(jonas, "PATCH", `/api${projectPath}/songs/${ids[index]}`, { name });

  const tabs = [mara];
  while (tabs.length < TABS) tabs.push(await context.newPage());
  // At two songs in turn, and two of them at the project, which reads anew what it is told of, with a rest in between.
  const isAtProject = (at: number) => at % 6 === 0;
  for (const [at, tab] of tabs.entries()) {
    await tab.goto(isAtProject(at) ? projectPath : `${projectPath}/songs/${ids[at % 2]}`);
    await expect(heading(tab)).toBeVisible();
  }
  await expect.poll(streams.now).toBe(1);

  const expectName = async (tab: Page, at: number, harbour: string, bell: string) => {
    if (isAtProject(at)) await expect(rows(tab)).toHaveText([bell, harbour], { timeout: 40_000 });
    else await expect(heading(tab)).toHaveText(new RegExp(`^${at % 2 ? bell : harbour}`), { timeout: 8_000 });
  };
  await rename(0, "Harbour at dawn");
  await rename(1, "Bell");
  for (const [at, tab] of tabs.entries()) await expectName(tab, at, "Harbour at dawn", "Bell");
  // Other calls go through in each.
  for (const tab of tabs) expect((await callApi(tab, "GET", "/api/projects")).status).toBe(200);

  // Whoever holds the stream is among the first: the others go on, and miss nothing that happens in between.
  await rename(0, "Harbour 0");
  for (const gone of [0, 1, 2]) {
    await tabs[gone]?.close();
    await rename(0, `Harbour ${gone + 1}`);
    for (const [at, tab] of tabs.entries()) if (at > gone) await expectName(tab, at, `Harbour ${gone + 1}`, "Bell");
  }
  await expect.poll(streams.now).toBe(1);
  const left = tabs.slice(3);
  for (const tab of left)
    await expect(tab.getByRole("status").getByText("Live", { exact: true }).first()).toBeVisible();

  // One that goes to another page follows what it shows there.
  const mover = left[0] ?? mara;
  await mover.goto(`${projectPath}/songs/${ids[0]}`);
  await rename(0, "Harbour at noon");
  await expect(heading(mover)).toHaveText(/^Harbour at noon/);

  expect(streams.most()).toBeLessThanOrEqual(2);
});
