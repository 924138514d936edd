import { randomInt } from "node:crypto";
import { type BrowserContext, test as base, expect, type Page, type Route } from "@playwright/test";
import { openAccount } from "./api-person";
import { TIME_ZONE } from "./browser";

export { expect };

function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: the journeys run with their global set-up.`);
  return value;
}

export const urls = {
  app: () => variable("E2E_APP_URL"),
  mail: () => variable("E2E_MAIL_URL"),
  inngest: () => variable("E2E_INNGEST_URL"),
};

interface Message {
  id: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
}

/** The mails to an address, newest first, as the mailbox has them. */
export async function readMails(to: string): Promise<Message[]> {
  const response = await fetch(`${urls.mail()}/api/messages?to=${encodeURIComponent(to)}`);
  return (await response.json()) as Message[];
}

/** Waits for a mail whose subject fits and answers the first link in it that fits. */
export async function waitForLink(to: string, subject: RegExp, link: RegExp): Promise<string> {
  let found = "";
  await expect(async () => {
    const mail = (await readMails(to)).find((message) => subject.test(message.subject));
    found = link.exec(mail?.text ?? "")?.[0] ?? "";
    expect(found).not.toBe("");
  }).toPass({ timeout: 60_000 });
  return found;
}

export interface Person {
  name: string;
  email: string;
  password: string;
}

let count = 0;

/** Somebody new. No two runs share an address, and no two of the workers of a run. */
export function inventPerson(name: string): Person {
  count++;
  const email = `${name.toLowerCase().replace(/\W+/g, ".")}.${Date.now().toString(36)}${process.env.TEST_PARALLEL_INDEX ?? ""}x${count}@example.test`;
  return { name, email, password: `a long sentence for ${name}` };
}

const inventNetwork = () => `10.${[1, 2, 3].map(() => randomInt(256)).join(".")}`;

/** So many may sign up, verify and sign in from one network in a while; all journeys together are more. */
async function fromOwnNetwork(page: Page, work: () => Promise<void>): Promise<void> {
  const address = inventNetwork();
  const send = (route: Route) =>
    route.continue({ headers: { ...route.request().headers(), "x-forwarded-for": address } });
  const counted = /\/api\/(accounts|auth\/callback\/credentials)\b/;
  await page.route(counted, send);
  await work();
  await page.unroute(counted, send);
}

export async function signUp(
  page: Page,
  person: Person,
  next = "/sign-up",
  /** What is there to read once they are inside. */
  inside = "Verify your mail.",
): Promise<void> {
  await page.goto(next);
  await page.getByLabel("Your name").fill(person.name);
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await fromOwnNetwork(page, async () => {
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page.getByText(inside)).toBeVisible();
  });
}

export async function verify(page: Page, person: Person): Promise<void> {
  const link = await waitForLink(person.email, /verif/i, /https?:\/\/\S+\/verify\?token=[\w-]+/);
  await page.goto(link);
  await fromOwnNetwork(page, async () => {
    await page.getByRole("button", { name: "Verify my address" }).click();
    await expect(page.getByRole("link", { name: "Go to your songs" })).toBeVisible();
  });
  await page.getByRole("link", { name: "Go to your songs" }).click();
  await expect(page.getByText("Verify your mail.")).toBeHidden();
}

export async function signIn(page: Page, person: Person): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await fromOwnNetwork(page, async () => {
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).not.toHaveURL(/sign-in/);
  });
}

/**
 * Somebody new with a verified address, at their songs. By the API: the way through the pages is what the journeys of the
 * newcomer, of invites and of accounts walk, and every other one would wait for three pages more a person.
 */
export async function join(page: Page, name: string): Promise<Person> {
  const person = inventPerson(name);
  const { email, password } = person;
  const headers = { "x-forwarded-for": inventNetwork() };
  await openAccount({ appUrl: urls.app(), mailUrl: urls.mail() }, { ...person, timeZone: TIME_ZONE }, headers);
  const csrf = await page.request.get(`${urls.app()}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const form = { csrfToken, email, password, json: "true" };
  const answer = await page.request.post(`${urls.app()}/api/auth/callback/credentials`, { headers, form });
  expect(answer.ok(), await answer.text()).toBe(true);
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  return person;
}

export interface Answer<T = unknown> {
  status: number;
  body: T;
}

/** Calls the API as the page's person, from the page itself. */
export function callApi<T>(page: Page, method: string, path: string, body?: unknown): Promise<Answer<T>> {
  return page.evaluate(
    async ([method, path, body]) => {
      const response = await fetch(path, {
        method: method,
        headers: body === undefined ? {} : { "content-type": "application/json" },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await response.text();
      return { status: response.status, body: (text === "" ? null : JSON.parse(text)) as T };
    },
    [method, path, body] as const,
  );
}

interface Fixtures {
  /** A second browser of another person. */
  otherContext: BrowserContext;
  /** Fails the journey when a page broke its content security policy or threw. */
  watchedPages: undefined;
  /** What the browser itself says of the trouble that a journey is about. */
  expectedFault: RegExp | null;
}

/** The last: the check for faults knocks at a mail's frame, which lets no script run. */
const IGNORED = /Failed to load resource|net::ERR_ABORTED|^Blocked script execution in 'about:srcdoc'/;

export const test = base.extend<Fixtures>({
  baseURL: async ({ browserName: _browserName }, use) => use(urls.app()),
  otherContext: async ({ browser }, use) => {
    const context = await browser.newContext({ baseURL: urls.app() });
    await use(context);
    await context.close();
  },
  expectedFault: [null, { option: true }],
  watchedPages: [
    async ({ context, expectedFault }, use) => {
      const faults: string[] = [];
      context.on("weberror", (event) => faults.push(String(event.error())));
      context.on("console", (message) => {
        const isKnown = IGNORED.test(message.text()) || expectedFault?.test(message.text());
        if (message.type() === "error" && !isKnown) faults.push(message.text());
      });
      await use(undefined);
      expect(faults, "errors on the pages' console").toEqual([]);
    },
    { auto: true },
  ],
});
