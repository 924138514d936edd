import type { Exchange } from "./exchange";
import { decideOutcome, getMessage, listMessages, streamChanges, switchFaults } from "./mailbox-api";
import type { PageAssets } from "./page/assets";
import { pressFault, pressOutcome } from "./page/press-button";
import { sendAsset, showMailbox } from "./page/show-mailbox";
import { forOwner, getEmail, type ResendContext, sendBatch, sendEmail } from "./resend-api";
import { ResendError } from "./resend-error";

interface Route {
  methods: string[];
  pattern: RegExp;
  run: (exchange: Exchange, id: string) => Promise<void> | void;
}

/** Every address the stand-in answers to; the first match wins. */
export function createRoutes(context: ResendContext, page: PageAssets): Route[] {
  const { mailbox, faults, domains } = context;
  const get = ["GET", "HEAD"];
  return [
    { methods: ["POST"], pattern: /^\/emails$/, run: (exchange) => sendEmail(context, exchange) },
    { methods: ["POST"], pattern: /^\/emails\/batch$/, run: (exchange) => sendBatch(context, exchange) },
    { methods: get, pattern: /^\/emails\/([^/]+)$/, run: (exchange, id) => getEmail(context, exchange, id) },
    { methods: get, pattern: /^\/domains$/, run: forOwner(context, (exchange) => domains.sendList(exchange)) },
    {
      methods: get,
      pattern: /^\/domains\/([^/]+)$/,
      run: forOwner(context, (exchange, id) => domains.sendOne(exchange, id)),
    },
    {
      methods: ["POST"],
      pattern: /^\/domains\/([^/]+)\/verify$/,
      run: forOwner(context, (exchange, id) => domains.verify(exchange, id)),
    },
    { methods: get, pattern: /^\/api\/messages$/, run: (exchange) => listMessages(mailbox, exchange) },
    { methods: get, pattern: /^\/api\/messages\/([^/]+)$/, run: (exchange, id) => getMessage(mailbox, exchange, id) },
    {
      methods: ["POST"],
      pattern: /^\/api\/messages\/([^/]+)\/outcome$/,
      run: (exchange, id) => decideOutcome(mailbox, exchange, id),
    },
    { methods: ["GET", "POST"], pattern: /^\/api\/faults$/, run: (exchange) => switchFaults(faults, exchange) },
    { methods: ["GET"], pattern: /^\/api\/stream$/, run: (exchange) => streamChanges(mailbox, exchange) },
    {
      methods: get,
      pattern: /^\/(mailbox\.css|mailbox\.js|icon\.svg)$/,
      run: (exchange, name) => sendAsset(page, exchange, name),
    },
    { methods: get, pattern: /^\/$/, run: (exchange) => showMailbox(context, exchange) },
    { methods: get, pattern: /^\/messages\/([^/]+)$/, run: (exchange, id) => showMailbox(context, exchange, id) },
    {
      methods: ["POST"],
      pattern: /^\/messages\/([^/]+)\/outcome$/,
      run: (exchange, id) => pressOutcome(mailbox, exchange, id),
    },
    { methods: ["POST"], pattern: /^\/faults$/, run: (exchange) => pressFault(faults, exchange) },
  ];
}

/** @throws ResendError 404, or 405 when the address exists for another method. */
export async function runRoute(routes: Route[], exchange: Exchange): Promise<void> {
  const { pathname } = exchange.url;
  const matching = routes.filter(({ pattern }) => pattern.test(pathname));
  if (matching.length === 0) throw new ResendError(404, "not_found", "The requested endpoint does not exist.");
  const method = exchange.request.method ?? "";
  const route = matching.find(({ methods }) => methods.includes(method));
  if (!route) {
    const allow = matching.flatMap(({ methods }) => methods).join(", ");
    throw new ResendError(405, "method_not_allowed", `This endpoint does not support ${method}.`, { allow });
  }
  await route.run(exchange, route.pattern.exec(pathname)?.[1] ?? "");
}
