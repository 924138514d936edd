import { createHash, createSign, generateKeyPairSync, randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Somebody who has an account at the provider. */
export interface ProviderPerson {
  sub: string;
  email?: string;
  email_verified?: boolean;
  name?: string;
}

/** What it does wrong, to prove that it is noticed. */
export type ProviderFault = "none" | "nonce" | "audience" | "issuer" | "expired" | "foreign_key" | "only_userinfo";

export interface OpenIdProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  people: ProviderPerson[];
  setFault(fault: ProviderFault): void;
  close(): Promise<void>;
}

interface Grant {
  person: ProviderPerson;
  redirectUri: string;
  nonce: string | null;
  challenge: string | null;
}

const CLIENT = { clientId: "segno", clientSecret: "a secret that the two of them know" };
const LIFETIME_SEC = 300;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const createKey = () => generateKeyPairSync("rsa", { modulusLength: 2048 });

/**
 * A small OpenID provider (OpenID Connect Core 1.0, code flow with PKCE): discovery, a page to choose oneself on, tokens
 * signed with RS256, its keys, userinfo. Beside these it speaks GitHub's OAuth and the two calls of its API that Segno makes.
 */
export async function startOpenIdProvider(people: ProviderPerson[]): Promise<OpenIdProvider> {
  const [key, foreignKey] = [createKey(), createKey()];
  const grants = new Map<string, Grant>();
  const tokens = new Map<string, ProviderPerson>();
  let fault: ProviderFault = "none";

  const sign = (claims: object) => {
    const head = encode({ alg: "RS256", typ: "JWT", kid: "one" });
    const signed = `${head}.${encode(claims)}`;
    const { privateKey } = fault === "foreign_key" ? foreignKey : key;
    return `${signed}.${createSign("RSA-SHA256").update(signed).sign(privateKey).toString("base64url")}`;
  };
  const describe = ({ sub, ...claims }: ProviderPerson) => (fault === "only_userinfo" ? { sub } : { sub, ...claims });
  const buildIdToken = ({ person, nonce }: Grant) => {
    const now = Math.floor(Date.now() / 1000) - (fault === "expired" ? 3600 : 0);
    return sign({
      ...describe(person),
      iss: fault === "issuer" ? "https://another.example" : issuer,
      aud: fault === "audience" ? "another client" : CLIENT.clientId,
      ...{ iat: now, exp: now + LIFETIME_SEC, nonce: fault === "nonce" ? "another" : nonce },
    });
  };

  const routes: Record<string, (request: IncomingMessage, url: URL, response: ServerResponse) => Promise<void> | void> =
    {
      "GET /.well-known/openid-configuration": (_request, _url, response) =>
        json(response, 200, {
          ...{ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` },
          ...{ jwks_uri: `${issuer}/keys`, userinfo_endpoint: `${issuer}/userinfo` },
          ...{ response_types_supported: ["code"], subject_types_supported: ["public"] },
          ...{ id_token_signing_alg_values_supported: ["RS256"], code_challenge_methods_supported: ["S256"] },
        }),
      "GET /keys": (_request, _url, response) =>
        json(response, 200, {
          keys: [{ ...key.publicKey.export({ format: "jwk" }), kid: "one", use: "sig", alg: "RS256" }],
        }),
      "GET /authorize": (_request, { searchParams }, response) => showChoice(response, people, searchParams),
      "GET /login/oauth/authorize": (_request, { searchParams }, response) =>
        showChoice(response, people, searchParams),
      "POST /choice": async (request, _url, response) => {
        const form = new URLSearchParams(await readBody(request));
        const back = new URL(form.get("redirect_uri") ?? "");
        back.searchParams.set("state", form.get("state") ?? "");
        const person = people.find(({ sub }) => sub === form.get("sub"));
        if (person) {
          const code = randomBytes(16).toString("base64url");
          const [nonce, challenge] = [form.get("nonce"), form.get("code_challenge")];
          grants.set(code, { person, redirectUri: form.get("redirect_uri") ?? "", nonce, challenge });
          back.searchParams.set("code", code);
        } else back.searchParams.set("error", "access_denied");
        response.writeHead(302, { location: back.toString() }).end();
      },
      "POST /token": (request, _url, response) => exchange(request, response, true),
      "POST /login/oauth/access_token": (request, _url, response) => exchange(request, response, false),
      "GET /userinfo": (request, _url, response) => withToken(request, response, (person) => person),
      "GET /api/v3/user": (request, _url, response) =>
        withToken(request, response, ({ sub, name }) => ({
          id: Number(sub),
          login: `login${sub}`,
          name: name ?? null,
        })),
      "GET /api/v3/user/emails": (request, _url, response) =>
        withToken(request, response, ({ email, email_verified: verified = false }) => [
          { email: "old@example.com", primary: false, verified: false },
          ...(email ? [{ email, primary: true, verified }] : []),
        ]),
    };

  async function exchange(request: IncomingMessage, response: ServerResponse, hasIdToken: boolean): Promise<void> {
    const form = new URLSearchParams(await readBody(request));
    const grant = grants.get(form.get("code") ?? "");
    // A code works once, whatever comes of it.
    grants.delete(form.get("code") ?? "");
    const isClient = isOurClient(request.headers.authorization ?? "", form);
    const verifier = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    const isProven = grant !== undefined && grant.challenge !== null && grant.challenge === verifier;
    if (!isClient) return json(response, 401, { error: "invalid_client" });
    if (!isProven || grant.redirectUri !== form.get("redirect_uri"))
      return json(response, 400, { error: "invalid_grant" });
    const access = randomBytes(16).toString("base64url");
    tokens.set(access, grant.person);
    const idToken = hasIdToken ? { id_token: buildIdToken(grant), expires_in: LIFETIME_SEC } : {};
    return json(response, 200, { access_token: access, token_type: "Bearer", ...idToken });
  }

  function withToken(request: IncomingMessage, response: ServerResponse, show: (person: ProviderPerson) => unknown) {
    const person = tokens.get((request.headers.authorization ?? "").replace(/^Bearer /, ""));
    if (!person) return json(response, 401, { error: "invalid_token" });
    return json(response, 200, show(person));
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://provider");
    const route = routes[`${request.method} ${url.pathname}`];
    if (!route) return response.writeHead(404).end();
    Promise.resolve(route(request, url, response)).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ issuer, ...CLIENT, people },
    setFault: (next) => {
      fault = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function isOurClient(authorization: string, form: URLSearchParams): boolean {
  const basic = Buffer.from(authorization.replace(/^Basic /, ""), "base64").toString();
  const [id = "", secret = ""] =
    basic === "" ? [] : basic.split(":").map((part) => decodeURIComponent(part.replaceAll("+", " ")));
  const given = [id || form.get("client_id"), secret || form.get("client_secret")].join(" ");
  const wanted = Object.values(CLIENT).join(" ");
  return given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));
}

/** One button a person, and one to turn back. */
function showChoice(response: ServerResponse, people: ProviderPerson[], asked: URLSearchParams): void {
  const wanted = ["client_id", "redirect_uri", "state", "code_challenge"].filter((name) => !asked.get(name));
  if (asked.get("response_type") !== "code" || asked.get("code_challenge_method") !== "S256" || wanted.length > 0) {
    return json(response, 400, { error: "invalid_request", missing: wanted });
  }
  if (asked.get("client_id") !== CLIENT.clientId) return json(response, 400, { error: "invalid_client" });
  const hidden = [...asked].map(([name, value]) => `<input type="hidden" name="${name}" value="${escape(value)}">`);
  const buttons = people.map(
    ({ sub, email }) => `<button name="sub" value="${escape(sub)}">I am ${escape(email ?? sub)}</button>`,
  );
  const form = `<form method="post" action="/choice">${hidden.join("")}${buttons.join("")}<button name="sub" value="">Turn back</button></form>`;
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
  response.end(`<!doctype html><html lang="en"><title>Who are you?</title><h1>Who are you?</h1>${form}</html>`);
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
