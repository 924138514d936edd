import { type ApiPerson, createApiPerson } from "../e2e/api-person";
import { startStack } from "../e2e/stack";
import { type BarePage, launchBareBrowser } from "./bare-browser";
import { percentile, type Row } from "./row";
import { signIn } from "./upload-page";

const SONGS = 10_000;
const MADE_AT_ONCE = 8;
const FRAMES = 300;
/** Seven thousand pixels a second, or a hundred and fifty songs: a strong flick. */
const STEP_PX = 120;

/** A project of ten thousand songs, scrolled; beside it a page as high that holds nothing but coloured blocks. */
export async function measureScroll(): Promise<Row[]> {
  const stack = await startStack({ isOnDisk: true });
  const browser = await launchBareBrowser();
  try {
    const client = await createApiPerson(stack);
    const projectId = await makeProject(client);
    await signIn(browser.page, stack.appUrl, client);
    await browser.page.goto(`${stack.appUrl}/projects/${projectId}`);
    await browser.page.until(`document.querySelector("[aria-setsize='${SONGS}']") !== null`, 60_000);
    const list = await scroll(browser.page, `document.querySelector("main")`);
    await browser.page.evaluate(PLAIN);
    const plain = await scroll(browser.page, `document.getElementById("plain")`);
    const share = (frames: number[]) => frames.filter((ms) => ms < 1.5 * (1000 / 60)).length / frames.length;
    return [
      {
        name: "scroll/10000-songs-frame-p95",
        value: percentile(list, 0.95),
        unit: "ms",
        reference: { name: "plain blocks", value: percentile(plain, 0.95) },
        target: "≤ 17",
      },
      {
        name: "scroll/10000-songs-frames-in-time",
        value: 100 * share(list),
        unit: "%",
        reference: { name: "plain blocks", value: 100 * share(plain) },
        target: "≥ 95",
      },
    ];
  } finally {
    await browser.close();
    await stack.stop();
  }
}

async function makeProject(client: ApiPerson): Promise<string> {
  const project = await client.call<{ id: string }>("POST", "/api/projects", { name: "Everything" });
  let next = 0;
  const work = async () => {
    while (next < SONGS) {
      const name = `Sketch ${++next}`;
      await client.call("POST", `/api/projects/${project.id}/songs`, { name });
    }
  };
  await Promise.all(Array.from({ length: MADE_AT_ONCE }, work));
  return project.id;
}

/** Milliseconds between one frame and the next while it scrolls down. */
async function scroll(page: BarePage, element: string): Promise<number[]> {
  return page.evaluate<number[]>(`new Promise((resolve) => {
    const element = ${element};
    element.scrollTo(0, 0);
    const frames = [];
    let before;
    const tick = (now) => {
      if (before !== undefined) frames.push(now - before);
      before = now;
      if (frames.length === ${FRAMES}) return resolve(frames);
      element.scrollBy({ top: ${STEP_PX}, behavior: "instant" });
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  })`);
}

const PLAIN = `(() => {
  const scroller = document.createElement("div");
  scroller.id = "plain";
  scroller.style.cssText = "position:fixed;inset:0;overflow:auto;z-index:1000;background:white";
  for (let at = 0; at < 2000; at++) {
    const block = document.createElement("div");
    block.style.cssText = "height:240px;background:" + (at % 2 ? "#eee" : "#ddd");
    scroller.append(block);
  }
  document.body.append(scroller);
})()`;
