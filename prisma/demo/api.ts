/** A person of the demo at the public API, by personal access token. */
export interface DemoClient {
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
}

export class DemoApiError extends Error {
  override readonly name = "DemoApiError";

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export async function callApi<T>(
  baseUrl: string,
  method: string,
  path: string,
  body?: unknown,
  token?: string,
): Promise<T> {
  const response = await fetch(baseUrl + path, {
    method,
    headers: {
      // Making a sound keeps this process busy for seconds: a connection that is kept may be closed by then without its notice.
      connection: "close",
      origin: new URL(baseUrl).origin,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new DemoApiError(response.status, `${method} ${path} answered ${response.status}: ${text}`);
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

export interface DemoPerson {
  name: string;
  email: string;
  password: string;
}

/** Signs a person up, verifies through the mailbox, and answers their client. */
export async function joinDemo(appUrl: string, mailboxUrl: string, person: DemoPerson): Promise<DemoClient> {
  await callApi(appUrl, "POST", "/api/accounts", { ...person, timeZone: "UTC" });
  const token = await readVerifyToken(mailboxUrl, person.email);
  await callApi(appUrl, "POST", "/api/accounts/verify", { token });
  return signInDemo(appUrl, person);
}

/** @throws DemoApiError 401 when there is no such person yet. */
export async function signInDemo(appUrl: string, { email, password }: DemoPerson): Promise<DemoClient> {
  const made = await callApi<{ token: string }>(appUrl, "POST", "/api/tokens", { email, password, name: "demo" });
  return { call: (method, path, body) => callApi(appUrl, method, path, body, made.token) };
}

const MAIL_TRIES = 50;
const MAIL_WAIT_MS = 200;

async function readVerifyToken(mailboxUrl: string, email: string): Promise<string> {
  for (let attempt = 0; attempt < MAIL_TRIES; attempt++) {
    const mails = await callApi<{ text: string }[]>(mailboxUrl, "GET", `/api/messages?to=${encodeURIComponent(email)}`);
    const found = mails.map((mail) => /\/verify\?token=([\w-]+)/.exec(mail.text)?.[1]).find(Boolean);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, MAIL_WAIT_MS));
  }
  throw new Error(`No mail to ${email} came within ${(MAIL_TRIES * MAIL_WAIT_MS) / 1000} s.`);
}
