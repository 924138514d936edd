import type { StandInName, StartConfig } from "@/lib/config/start-config";
import { migrate } from "@/prisma/migrate";
import { launchApp } from "./app-process";
import { type KeptProcess, keepRunning } from "./keep-running";
import type { Plan } from "./plan";
import { launchStandIn } from "./stand-in-process";

/** Those who use a part end before it does; together within ten seconds, even with a listener that never leaves. */
const STOP_ORDER: { parts: (StandInName | "app")[]; limitMs: number }[] = [
  { parts: ["app"], limitMs: 4_500 },
  { parts: ["inngest"], limitMs: 1_500 },
  { parts: ["mail", "s3"], limitMs: 1_300 },
  { parts: ["postgres"], limitMs: 2_200 },
];

interface StackOptions {
  start: StartConfig;
  plan: Plan;
  databaseUrl: string;
  mode: "start" | "dev";
  print: (line: string) => void;
  onGiveUp: (message: string) => void;
}

/** All processes of a running Segno. */
export class Stack {
  private readonly kept = new Map<StandInName | "app", KeptProcess>();
  private isStopping = false;

  constructor(private readonly options: StackOptions) {}

  /** Starts the stand-ins side by side, brings the database up to date, then serves. Rejects at the first that fails. */
  async start(): Promise<void> {
    const { plan, print, databaseUrl } = this.options;
    const results = await Promise.allSettled(
      plan.standIns.map((order) => this.keep(order.part, () => launchStandIn(order, print))),
    );
    const failed = results.find((result) => result.status === "rejected");
    if (failed) throw failed.reason;
    if (this.isStopping) return;
    await migrate(databaseUrl, { onReport: print });
    if (this.isStopping) return;
    const { host, port } = this.options.start.app;
    await this.keep("app", () => launchApp({ mode: this.options.mode, host, port, plan, print }));
  }

  private async keep(name: StandInName | "app", launch: Parameters<typeof keepRunning>[0]["launch"]): Promise<void> {
    const { print, onGiveUp } = this.options;
    const kept = await keepRunning({ name, launch, onReport: print, onGiveUp });
    this.kept.set(name, kept);
    if (this.isStopping) await kept.stop(1_000);
  }

  /** Ends everything in order. `isUrgent`: at once. */
  async stop(isUrgent = false): Promise<void> {
    this.isStopping = true;
    for (const { parts, limitMs } of STOP_ORDER) {
      await Promise.all(parts.map(async (part) => this.kept.get(part)?.stop(isUrgent ? 0 : limitMs)));
    }
  }
}
