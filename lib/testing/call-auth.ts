import NextAuth, { type AuthOptions } from "next-auth";

export interface AuthCall {
  body?: Record<string, string>;
  cookies?: Record<string, string>;
  headers?: Record<string, string>;
  query?: Record<string, string>;
}

export interface AuthAnswer {
  status: number;
  body: unknown;
  location: string | null;
  cookies: Record<string, string>;
  setCookie: string[];
}

/** Calls next-auth itself, as Node would: no page and no mock between. */
export async function callNextAuth(options: AuthOptions, action: string, call: AuthCall = {}): Promise<AuthAnswer> {
  const answer: AuthAnswer = { status: 200, body: null, location: null, cookies: {}, setCookie: [] };
  const response = {
    status: (code: number) => Object.assign(response, { code: (answer.status = code) }),
    getHeader: () => answer.setCookie,
    setHeader: (name: string, value: unknown) => {
      if (name === "Set-Cookie") answer.setCookie = value as string[];
      if (name === "Location") answer.location = value as string;
      return response;
    },
    json: (body: unknown) => (answer.body = body),
    send: (body: unknown) => (answer.body = body),
    end: () => undefined,
  };
  const request = {
    ...{
      query: { nextauth: action.split("/"), ...call.query },
      headers: call.headers ?? {},
      cookies: call.cookies ?? {},
    },
    ...{ method: call.body ? "POST" : "GET", body: call.body ?? {} },
  };
  await (NextAuth as (...args: unknown[]) => Promise<unknown>)(request, response, options);
  for (const line of answer.setCookie) {
    const [pair = ""] = line.split(";");
    const at = pair.indexOf("=");
    answer.cookies[pair.slice(0, at)] = decodeURIComponent(pair.slice(at + 1));
  }
  return answer;
}
