import type { RunningStack } from "../e2e/stack";

/** An API client of one verified person, by personal access token. */
export interface BenchClient {
  token: string;
  email: string;
  password: string;
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
}

/** Makes a person the way everybody becomes one: sign up, read the mail, verify, take a token. */
export async function createClient(stack: RunningStack): Promise<BenchClient> {
  const email = `bench.${Date.now().toString(36)}@example.test`;
  const password = "a sentence for measuring";
  await request(stack.appUrl, "POST", "/api/accounts", { email, password, name: "Bench" });
  const token = await readVerifyToken(stack, email);
  await request(stack.appUrl, "POST", "/api/accounts/verify", { token });
  const created = await request<{ token: string }>(stack.appUrl, "POST", "/api/tokens", {
    email,
    password,
    name: "bench",
  });
  return {
    token: created.token,
    email,
    password,
    call: (method, path, body) => request(stack.appUrl, method, path, body, created.token),
  };
}

async function request<T>(base: string, method: string, path: string, body?: unknown, token?: string): Promise<T> {
  const response = await fetch(base + path, {
    method,
    headers: {
      origin: base,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

async function readVerifyToken(stack: RunningStack, email: string): Promise<string> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const response = await fetch(`${stack.mailUrl}/api/messages?to=${encodeURIComponent(email)}`);
    const mails = (await response.json()) as { text: string }[];
    const token = /\/verify\?token=([\w-]+)/.exec(mails[0]?.text ?? "")?.[1];
    if (token) return token;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("The mail to verify did not come.");
}
