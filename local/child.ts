import { z } from "zod";
import type { HeldStandIn, StandIn } from "./stand-in";
import { describeReport } from "./supervisor/describe-report";
import { type ChildMessage, orderMessage } from "./supervisor/messages";
import type { StandInOptions } from "./supervisor/plan";

/** One stand-in in a process of its own. It gets its options over IPC, and ends when the supervisor asks or is gone. */

function tell(message: ChildMessage): void {
  if (process.connected) process.send?.(message);
}

function report(message: string, level: "info" | "warn" | "error" = "info"): void {
  tell({ type: "report", level, message });
}

function reportEvent(event: { kind: string }): void {
  const line = describeReport(event);
  if (line !== null) report(line);
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const starters: { [Part in keyof StandInOptions]: (options: StandInOptions[Part]) => Promise<StandIn> } = {
  postgres: async (options) => {
    const { startPostgres } = await import("./postgres/server");
    const onExit = (reason: string): void => {
      if (process.connected)
        process.send?.({ type: "report", level: "error", message: reason } satisfies ChildMessage, () =>
          process.exit(1),
        );
      else process.exit(1);
    };
    const onLine = (line: string) => void process.stderr.write(`${line}\n`);
    return startPostgres({ ...options, onReport: report, onLine, onExit });
  },
  s3: async (options) => {
    const { startS3 } = await import("./s3/server");
    return startS3({
      ...options,
      onReport: ({ level, message, cause }) =>
        report(`${message}${cause === undefined ? "" : ` (${describe(cause)})`}`, level),
    });
  },
  inngest: async (options) => {
    const { startInngest } = await import("./inngest/server");
    return startInngest({ ...options, onReport: reportEvent });
  },
  mail: async (options) => {
    const { startMail } = await import("./mail/server");
    return startMail({ ...options, onReport: reportEvent });
  },
};

const shapes: { [Part in keyof StandInOptions]: z.ZodType<StandInOptions[Part]> } = (() => {
  const place = { folder: z.string(), host: z.string(), port: z.int() };
  return {
    postgres: z.object({ ...place, user: z.string(), password: z.string(), database: z.string() }),
    s3: z.object({
      ...place,
      accessKeyId: z.string(),
      secretAccessKey: z.string(),
      region: z.string(),
      bucket: z.string(),
      allowedOrigins: z.array(z.string()),
      quotaBytes: z.number().exactOptional(),
    }),
    inngest: z.object({
      ...place,
      eventKey: z.string(),
      signingKey: z.string(),
      serveUrls: z.array(z.string()),
      concurrency: z.number().exactOptional(),
    }),
    mail: z.object({
      ...place,
      apiKey: z.string(),
      keepDays: z.number().exactOptional(),
      domains: z.array(z.string()).exactOptional(),
      webhook: z.object({ url: z.string(), secret: z.string() }),
    }),
  };
})();

function start<Part extends keyof StandInOptions>(part: Part, options: unknown): Promise<StandIn> {
  return starters[part](shapes[part].parse(options));
}

let standIn: Promise<StandIn> | null = null;
let release: Promise<() => void> | null = null;

function isHeld(running: StandIn | null): running is HeldStandIn {
  return running !== null && "hold" in running;
}

async function hold(): Promise<void> {
  const running = await standIn;
  if (isHeld(running)) release ??= running.hold();
  await release;
  tell({ type: "held" });
}

async function letGo(): Promise<void> {
  const open = await release;
  release = null;
  open?.();
}

async function stop(): Promise<never> {
  try {
    await letGo();
    await (await standIn)?.close();
    process.exit(0);
  } catch (error) {
    report(`It did not close cleanly: ${describe(error)}`, "error");
    process.exit(1);
  }
}

process.once("SIGTERM", () => void stop());
process.once("disconnect", () => void stop());
process.on("message", (raw) => {
  const order = orderMessage.parse(raw);
  if (order.type === "hold") return void hold();
  if (order.type === "release") return void letGo().then(() => tell({ type: "released" }));
  standIn = start(order.part, order.options);
  standIn.then(
    ({ url }) => tell({ type: "ready", url }),
    (error: unknown) => tell({ type: "failed", message: describe(error) }),
  );
});
tell({ type: "listening" });
