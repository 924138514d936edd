import { writeFileSync } from "node:fs";
import type { RunView } from "../harness";
import { queueProcess } from "../process-settings";
import type { InngestReport, InngestStats } from "../server";
import { findFreePort, makeFolder, testKeys, waitUntil } from "../test-app";
import type { AppOrder } from "./app-child";
import { type Child, forkChild } from "./child-process";
import { type Effect, nameGate, readEffects } from "./effects";
import { type FixtureChoice, type Mode, modes } from "./fixtures";
import type { Instruction } from "./script";
import type { ServerOrder } from "./server-child";

type ServerOptions = Partial<Extract<ServerOrder, { do: "start" }>["options"]>;

interface WorldOptions extends Pick<FixtureChoice, "crons" | "cronStart"> {
  apps?: number;
  server?: ServerOptions;
}

/** A server and apps, each a process of its own, on free ports and one folder. */
export class World {
  server: Child | undefined;
  readonly apps: (Child | undefined)[] = [];
  #offsetMs = 0;
  #orders = 0;

  private constructor(
    readonly folder: string,
    readonly url: string,
    readonly ports: number[],
    private readonly options: WorldOptions,
    private readonly remove: () => Promise<void>,
  ) {}

  /** In a folder of its own, or in one that is given and stays. */
  static async start(options: WorldOptions = {}, place?: string): Promise<World> {
    const { folder, remove } =
      place === undefined ? await makeFolder() : { folder: place, remove: () => Promise.resolve() };
    const serverPort = await findFreePort();
    const ports = await Promise.all(Array.from({ length: options.apps ?? 1 }, () => findFreePort()));
    const world = new World(folder, `http://127.0.0.1:${serverPort}`, ports, options, remove);
    await Promise.all([world.startServer(), ...ports.map((_, index) => world.startApp(index))]);
    await world.order({ do: "sync" });
    return world;
  }

  get serveUrls(): string[] {
    return this.ports.flatMap((port) => modes.map((mode) => `http://127.0.0.1:${port}/api/${mode}`));
  }

  async startServer(options: ServerOptions = {}): Promise<void> {
    this.server = await forkChild("server-child.ts", undefined, queueProcess.nodeArguments);
    const port = Number(new URL(this.url).port);
    const base = { folder: `${this.folder}/log`, host: "127.0.0.1", port, ...testKeys, serveUrls: this.serveUrls };
    const all = { ...base, ...this.options.server, ...options };
    await this.order({ do: "start", options: all, offsetMs: this.#offsetMs });
  }

  async startApp(index: number, choice: Partial<AppOrder> = {}, heapMb?: number): Promise<void> {
    const { crons, cronStart } = this.options;
    const schedule = { ...(crons && { crons }), ...(cronStart && { cronStart }) };
    const order: AppOrder = {
      ...{ folder: this.folder, app: `app-${index}`, port: this.ports[index] ?? 0, keys: testKeys },
      ...{ serverUrl: this.url, ...schedule, ...choice },
    };
    const bound = heapMb === undefined ? [] : [`--max-old-space-size=${heapMb}`];
    this.apps[index] = await forkChild("app-child.ts", order, bound);
  }

  /** kill -9, and it is gone. */
  async killServer(): Promise<void> {
    this.server?.kill("SIGKILL");
    await this.server?.exited;
  }

  async killApp(index: number): Promise<void> {
    this.apps[index]?.kill("SIGKILL");
    await this.apps[index]?.exited;
  }

  /** Has the server process do something, and answers what it says. */
  order(order: ServerOrder): Promise<unknown> {
    const id = ++this.#orders;
    const child = this.server?.process;
    if (child === undefined) throw new Error("The server is not running.");
    return new Promise((resolve, reject) => {
      const listen = (message: { id?: number; value?: unknown; error?: string }) => {
        if (message.id !== id) return;
        child.off("message", listen);
        if (message.error === undefined) resolve(message.value);
        else reject(new Error(message.error));
      };
      child.on("message", listen);
      child.send({ id, order });
    });
  }

  /** Moves the server's clock, over restarts too. */
  async move(byMs: number): Promise<void> {
    this.#offsetMs += byMs;
    if (this.server?.process.connected === true) await this.order({ do: "move", byMs });
  }

  get nowMs(): number {
    return Date.now() + this.#offsetMs;
  }

  settled(): Promise<unknown> {
    return this.order({ do: "settled" });
  }

  readReports(): Promise<InngestReport[]> {
    return this.order({ do: "reports" }) as Promise<InngestReport[]>;
  }

  /** Sends events as the SDK does and answers their internal ids. */
  async sendAll(events: { name: string; data?: object; id?: string }[], headers = {}): Promise<string[]> {
    const response = await fetch(`${this.url}/e/${testKeys.eventKey}`, {
      ...{ method: "POST", headers, body: JSON.stringify(events) },
    });
    const body = (await response.json()) as { ids: string[]; status: number };
    if (response.status !== 200 || body.status !== 200) throw new Error(`Sending was answered ${response.status}.`);
    return body.ids;
  }

  async send(name: string, data: object = {}, id?: string): Promise<string> {
    const [eventId] = await this.sendAll([{ name, data, ...(id === undefined ? {} : { id }) }]);
    return eventId ?? "";
  }

  /** Has the function of an event do a script. */
  run(name: string, script: Instruction[], data: object = {}): Promise<string> {
    return this.send(name, { ...data, script });
  }

  async read<T>(path: string): Promise<T> {
    const response = await fetch(this.url + path);
    return (await response.json()) as T;
  }

  async readRuns(eventId: string): Promise<RunView[]> {
    return (await this.read<{ data: RunView[] }>(`/v1/events/${eventId}/runs`)).data;
  }

  readStats(): Promise<InngestStats> {
    return this.read("/stats");
  }

  post(path: string, headers: Record<string, string> = {}, body = ""): Promise<Response> {
    return fetch(this.url + path, { method: "POST", headers, body });
  }

  /** Does the same in both modes at once. */
  async inBoth<T>(work: (mode: Mode) => Promise<T>): Promise<T[]> {
    return Promise.all(modes.map(work));
  }

  /** Waits for the only run of an event. `stepMs` moves the clock on while it waits, over backoffs and sleeps. */
  async finish(eventId: string, { stepMs = 0, timeoutMs = 15_000 } = {}): Promise<RunView> {
    let runs: RunView[] = [];
    const isOpen = ({ status }: RunView) => status === "Queued" || status === "Running";
    await waitUntil(async () => {
      runs = await this.readRuns(eventId);
      if (runs.length > 0 && !runs.some(isOpen)) return true;
      if (stepMs > 0) {
        await this.settled();
        await this.move(stepMs);
      }
      return false;
    }, timeoutMs);
    const [run] = runs;
    if (run === undefined || runs.length > 1) throw new Error(`Expected one run, got ${runs.length}.`);
    return run;
  }

  readEffects(phase?: Effect["phase"]): Effect[] {
    const all = readEffects(this.folder);
    return phase === undefined ? all : all.filter((effect) => effect.phase === phase);
  }

  /** Names of the steps of a run that have begun, in order: a step that was repeated stands there twice. */
  listBegun(runId?: string): string[] {
    const begun = this.readEffects("begin").filter((effect) => runId === undefined || effect.runId === runId);
    return begun.map(({ step }) => step);
  }

  openGate(name: string): void {
    writeFileSync(nameGate(this.folder, name), "");
  }

  async waitForStep(step: string, times = 1): Promise<void> {
    await waitUntil(() => this.listBegun().filter((one) => one === step).length >= times, 20_000);
  }

  /** Waits for a word that the server process says of itself. */
  async waitForServer(word: string): Promise<void> {
    const child = this.server?.process;
    await new Promise<void>((resolve) => {
      child?.on("message", (message) => {
        if (message === word) resolve();
      });
    });
  }

  async close(): Promise<void> {
    for (const child of [this.server, ...this.apps]) {
      if (child === undefined) continue;
      child.kill("SIGKILL");
      await child.exited;
    }
    await this.remove();
  }
}
