import type { StandInName, StartConfig } from "@/lib/config/start-config";
import { AppError } from "@/lib/core/errors";
import type { Log } from "@/local/logging/log";
import { migrate } from "@/prisma/migrate";
import { launchApp } from "./app-process";
import type { Controlled } from "./control";
import { holdParts } from "./hold-parts";
import { type KeptProcess, keepRunning } from "./keep-running";
import type { Plan } from "./plan";
import { hasEnded } from "./process-group";
import { launchStandIn } from "./stand-in-process";

/** Those who use a part end before it does; together within ten seconds, even with a listener that never leaves. */
const STOP_ORDER: { parts: (StandInName | "app")[]; limitMs: number }[] = [
  { parts: ["app"], limitMs: 4_500 },
  { parts: ["inngest"], limitMs: 1_500 },
  { parts: ["mail", "s3"], limitMs: 1_300 },
  { parts: ["postgres"], limitMs: 2_200 },
];

/** How long people may have to wait for a backup. */
const HOLD_LIMIT_MS = 15_000;

interface StackOptions {
  start: StartConfig;
  plan: Plan;
  databaseUrl: string;
  mode: "start" | "dev";
  log: Log;
  onGiveUp: (message: string) => void;
}

/** All processes of a running Segno. */
export class Stack implements Controlled {
  private readonly kept = new Map<StandInName | "app", KeptProcess>();
  private isStopping = false;
  private isServing = false;

  constructor(private readonly options: StackOptions) {}

  /** Starts the stand-ins side by side, brings the database up to date, then serves. Rejects at the first that fails. */
  async start(): Promise<void> {
    const { plan, log, databaseUrl } = this.options;
    const results = await Promise.allSettled(
      plan.standIns.map((order) => this.keep(order.part, () => launchStandIn(order, log.take))),
    );
    const failed = results.find((result) => result.status === "rejected");
    if (failed) throw failed.reason;
    if (this.isStopping) return;
    await migrate(databaseUrl, { onReport: log.say });
    if (this.isStopping) return;
    const { host, port } = this.options.start.app;
    await this.keep("app", () => launchApp({ mode: this.options.mode, host, port, plan, take: log.take }));
    this.isServing = true;
  }

  private async keep(name: StandInName | "app", launch: Parameters<typeof keepRunning>[0]["launch"]): Promise<void> {
    const { log, onGiveUp } = this.options;
    const onReport = (line: string) => log.say(line, { level: "warn" });
    const kept = await keepRunning({ name, launch, onReport, onGiveUp });
    this.kept.set(name, kept);
    if (this.isStopping) await kept.stop(1_000);
  }

  readStatus(): ReturnType<Controlled["readStatus"]> {
    const parts = [...this.kept].map(([part, kept]) => ({
      part,
      isRunning: !hasEnded(kept.readChild()),
      ...kept.readFalls(),
    }));
    return { parts };
  }

  openBackup(): ReturnType<Controlled["openBackup"]> {
    const isWhole = [...this.kept.values()].every((kept) => !hasEnded(kept.readChild()));
    if (!this.isServing || this.isStopping || !isWhole) {
      const message =
        "Segno is starting or stopping, or a part of it is being started again. Try again when it is ready.";
      throw new AppError("unavailable", "not_ready", message);
    }
    return { databaseUrl: this.options.databaseUrl, standIns: this.options.plan.standIns.map(({ part }) => part) };
  }

  /** The database needs no standing still: it has a log of its own. */
  hold(): ReturnType<Controlled["hold"]> {
    const names = this.options.plan.standIns.map(({ part }) => part).filter((part) => part !== "postgres");
    const children = names.flatMap((name) => this.kept.get(name)?.readChild() ?? []);
    return holdParts(children, HOLD_LIMIT_MS);
  }

  private tellRestarts(): void {
    for (const { part, restarts, lastReason } of this.readStatus().parts)
      if (restarts > 0)
        this.options.log.say(`${part} was started again ${restarts}×, the last time after ${lastReason}.`);
  }

  /** Ends everything in order. `isUrgent`: at once. */
  async stop(isUrgent = false): Promise<void> {
    if (!this.isStopping) this.tellRestarts();
    this.isStopping = true;
    for (const { parts, limitMs } of STOP_ORDER) {
      await Promise.all(parts.map(async (part) => this.kept.get(part)?.stop(isUrgent ? 0 : limitMs)));
    }
  }
}
