import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Clock, systemClock } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import { isWebhookSecret } from "@/lib/core/sign-webhook";
import { type LogReport, openEventLog } from "@/lib/event-log/log";
import type { HeldStandIn } from "@/local/stand-in";
import { DomainBook } from "./domains";
import { type Exchange, sendJson } from "./exchange";
import { FaultSwitch, type MailFaults } from "./faults";
import { requireHost } from "./host";
import { Mailbox } from "./mailbox";
import { loadPage } from "./page/assets";
import { keepPruning } from "./pruning";
import { ResendError } from "./resend-error";
import { createRoutes, runRoute } from "./routes";
import { type WebhookOptions, type WebhookReport, WebhookSender } from "./webhooks";

export type { MailFaults } from "./faults";

export type MailReport =
  | { kind: "log"; report: LogReport }
  | WebhookReport
  | { kind: "mails_pruned"; count: number }
  | { kind: "webhook_failed" | "prune_failed"; cause: unknown }
  | { kind: "request_failed"; method: string; path: string; cause: unknown };

export interface MailOptions {
  /** Where the event log with the mails lies. */
  folder: string;
  /** Binds to this address only. */
  host: string;
  /** 0 takes a free one. */
  port: number;
  apiKey: string;
  /** Who is told of deliveries, bounces and complaints; left out: nobody. */
  webhook?: WebhookOptions;
  /** The domains that may be sent from; left out: any. */
  domains?: string[];
  /** Older mails are forgotten; at least 2, as idempotency keys are remembered for one. Default: 30. */
  keepDays?: number;
  clock?: Clock;
  onReport?: (report: MailReport) => void;
}

/**
 * Starts the stand-in for Resend with its mailbox page.
 * @throws AppError unavailable when another process keeps the folder or the port, or the log is damaged.
 */
export async function startMail(options: MailOptions): Promise<HeldStandIn & { setFaults(faults: MailFaults): void }> {
  const onReport = options.onReport ?? (() => undefined);
  const keepDays = checkOptions(options);
  const clock = options.clock ?? systemClock;
  const page = await loadPage();
  const log = await openEventLog(options.folder, { clock, onReport: (report) => onReport({ kind: "log", report }) });
  const faults = new FaultSwitch();
  const closing = new AbortController();
  try {
    const mailbox = await Mailbox.open(log, clock, options.webhook !== undefined);
    const stopPruning = await keepPruning(mailbox, keepDays, onReport);
    const webhooks = options.webhook && new WebhookSender(mailbox, clock, options.webhook, onReport);
    const domains = new DomainBook(mailbox, options.domains ?? null, clock.now());
    const now = () => clock.now();
    const context = { mailbox, faults, domains, apiKey: options.apiKey, now, signal: closing.signal };
    const routes = createRoutes(context, page);
    const handle = async (exchange: Exchange) => {
      requireHost(exchange.request, options.host);
      exchange.url = parseTarget(exchange.request.url ?? "/");
      await runRoute(routes, exchange);
    };
    const server = createServer((request, response) => {
      const exchange = { request, response, url: new URL("http://mail.localhost") };
      void handle(exchange).catch((cause: unknown) => refuse(exchange, cause, onReport, closing.signal));
    });
    await listen(server, options);
    webhooks?.start();
    const { port } = server.address() as AddressInfo;
    let closed: Promise<void> | undefined;
    return {
      url: `http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${port}`,
      setFaults: (next) => faults.set(next),
      hold: () => log.hold(),
      close: () => {
        closed ??= closeServer(server, closing)
          .then(() => Promise.all([webhooks?.close(), stopPruning()]))
          .then(() => log.close());
        return closed;
      },
    };
  } catch (error) {
    await log.close();
    throw error;
  }
}

const MIN_KEEP_DAYS = 2;
const DEFAULT_KEEP_DAYS = 30;

function checkOptions({ keepDays = DEFAULT_KEEP_DAYS, webhook }: MailOptions): number {
  if (!(keepDays >= MIN_KEEP_DAYS)) {
    throw new AppError("invalid_input", "bad_mail_options", `Mails are kept for at least ${MIN_KEEP_DAYS} days.`);
  }
  if (webhook && !isWebhookSecret(webhook.secret)) {
    throw new AppError(
      "invalid_input",
      "bad_mail_options",
      "A webhook's secret is whsec_ and 16 bytes or more in base64.",
    );
  }
  return keepDays;
}

function parseTarget(target: string): URL {
  const path = target.startsWith("/") ? target : "/";
  if (!URL.canParse(`http://mail.localhost${path}`))
    throw new ResendError(400, "invalid_parameter", "This is no address.");
  return new URL(`http://mail.localhost${path}`);
}

function refuse(
  exchange: Exchange,
  cause: unknown,
  onReport: (report: MailReport) => void,
  closing: AbortSignal,
): void {
  const { request, response, url } = exchange;
  if (response.headersSent || response.destroyed || closing.aborted) {
    response.destroy();
    return;
  }
  const known = cause instanceof ResendError ? cause : undefined;
  if (!known) onReport({ kind: "request_failed", method: request.method ?? "", path: url.pathname, cause });
  const isBusy = cause instanceof AppError && cause.code === "unavailable";
  const statusCode = known?.statusCode ?? (isBusy ? 503 : 500);
  const name = known?.errorName ?? "internal_server_error";
  const message = known?.message ?? (isBusy ? cause.message : "An unexpected error occurred.");
  // What is left of a body that was refused must not be read as the next request.
  const headers = { ...known?.headers, ...(request.complete ? {} : { connection: "close" }) };
  sendJson(exchange, statusCode, { statusCode, name, message }, headers);
}

async function listen(server: Server, options: MailOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => {
      const sentence = `The mail stand-in can't listen on ${options.host}:${options.port}. Is something else there?`;
      reject(new AppError("unavailable", "port_taken", sentence, { cause }));
    });
    server.listen(options.port, options.host, resolve);
  });
}

async function closeServer(server: Server, closing: AbortController): Promise<void> {
  closing.abort();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
