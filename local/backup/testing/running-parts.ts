import type { ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import { parseStartConfig } from "@/lib/config/start-config";
import { startControl } from "@/local/supervisor/control";
import { openDataFolder } from "@/local/supervisor/data-folder";
import { lockDataFolder } from "@/local/supervisor/data-lock";
import { type Hold, holdParts } from "@/local/supervisor/hold-parts";
import { buildPlan } from "@/local/supervisor/plan";
import { signalGroup, stopGroup } from "@/local/supervisor/process-group";
import { ensureSecrets } from "@/local/supervisor/secrets";
import { launchStandIn } from "@/local/supervisor/stand-in-process";

/** The four stand-ins as `npm start` launches them, in processes of their own, and the supervisor's ear: all but the app. */
export class RunningParts {
  private constructor(
    readonly dataDir: string,
    readonly variables: Record<string, string>,
    readonly children: Map<string, ChildProcess>,
    private readonly endings: (() => Promise<void>)[],
  ) {}

  static async start(dataDir: string, onHold: (hold: Hold) => Hold = (hold) => hold): Promise<RunningParts> {
    const start = parseStartConfig({ SEGNO_DATA_DIR: dataDir, ...(await choosePorts()) });
    await openDataFolder(dataDir);
    const unlock = await lockDataFolder(dataDir);
    const plan = buildPlan(start, await ensureSecrets(dataDir));
    const children = new Map<string, ChildProcess>();
    await Promise.all(
      plan.standIns.map(async (order) => children.set(order.part, await launchStandIn(order, () => undefined))),
    );
    const databaseUrl = plan.variables["DATABASE_URL"] ?? "";
    const held = ["s3", "inngest", "mail"].flatMap((part) => children.get(part) ?? []);
    const controlled = {
      readStatus: () => ({ parts: [] }),
      openBackup: () => ({ databaseUrl, standIns: plan.standIns.map(({ part }) => part) }),
      hold: async () => onHold(await holdParts(held, 15_000)),
    };
    const stopControl = await startControl(dataDir, controlled, (line) => {
      throw new Error(line);
    });
    return new RunningParts(dataDir, plan.variables, children, [stopControl, unlock]);
  }

  read(name: string): string {
    const value = this.variables[name];
    if (value === undefined) throw new Error(`${name} is not set.`);
    return value;
  }

  async stop(): Promise<void> {
    for (const end of this.endings) await end();
    await Promise.all([...this.children.values()].map((child) => stopGroup(child, 5_000)));
  }

  /** Ends everything at once and without a word. */
  async kill(): Promise<void> {
    for (const child of this.children.values()) signalGroup(child, "SIGKILL");
    for (const end of this.endings) await end();
  }
}

async function choosePorts(): Promise<Record<string, string>> {
  const names = ["SEGNO_PORT", "SEGNO_S3_PORT", "SEGNO_INNGEST_PORT", "SEGNO_MAIL_PORT", "SEGNO_POSTGRES_PORT"];
  const probes = names.map(() => createServer().listen(0, "127.0.0.1"));
  await Promise.all(probes.map((probe) => new Promise((resolve) => probe.once("listening", resolve))));
  const ports = probes.map((probe) => {
    const address = probe.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  });
  await Promise.all(probes.map((probe) => new Promise((resolve) => probe.close(resolve))));
  return Object.fromEntries(names.map((name, index) => [name, String(ports[index])]));
}
