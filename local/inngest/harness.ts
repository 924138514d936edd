import type { Inngest, InngestFunction } from "inngest";
import { type InngestOptions, type InngestReport, startInngest } from "./server";
import {
  createClient,
  findFreePort,
  MovableClock,
  makeFolder,
  serveFunctions,
  type TestApp,
  testKeys,
  waitUntil,
} from "./test-app";

type Started = Awaited<ReturnType<typeof startInngest>>;

export interface Harness {
  client: Inngest;
  server: Started;
  app: TestApp;
  clock: MovableClock;
  reports: InngestReport[];
  /** Sends an event and answers its internal id. */
  send(name: string, data?: Record<string, unknown>, id?: string): Promise<string>;
  /** Waits for the only run of an event and answers its view. */
  finish(eventId: string, timeoutMs?: number): Promise<RunView>;
  readRuns(eventId: string): Promise<RunView[]>;
  restart(options?: Partial<InngestOptions>): Promise<void>;
  close(): Promise<void>;
}

export interface RunView {
  run_id: string;
  function_id: string;
  status: string;
  attempt: number;
  output: unknown;
}

interface HarnessOptions extends Partial<InngestOptions> {
  hasCheckpointing?: boolean;
  isAppDown?: boolean;
}

/** A server and an app of the real SDK, in this process, on free ports. */
export async function startHarness(
  makeFunctions: (client: Inngest) => InngestFunction.Any[],
  { hasCheckpointing = true, isAppDown = false, ...given }: HarnessOptions = {},
): Promise<Harness> {
  const { folder, remove } = await makeFolder();
  const clock = new MovableClock();
  const reports: InngestReport[] = [];
  const port = await findFreePort();
  const client = createClient(`http://127.0.0.1:${port}`, hasCheckpointing);
  const app = await serveFunctions(client, makeFunctions(client));
  if (isAppDown) await app.close();
  const base: InngestOptions = {
    folder,
    host: "127.0.0.1",
    port,
    ...testKeys,
    serveUrls: [app.serveUrl],
    clock,
    onReport: (report) => reports.push(report),
    ...given,
  };
  const harness: Harness = {
    client,
    app,
    clock,
    reports,
    server: await startInngest(base),
    async send(name, data = {}, id) {
      const { ids } = await client.send({ name, data, ...(id === undefined ? {} : { id }) });
      return ids[0] ?? "";
    },
    async readRuns(eventId) {
      const response = await fetch(`${harness.server.url}/v1/events/${eventId}/runs`);
      const body = (await response.json()) as { data: RunView[] };
      return body.data;
    },
    async finish(eventId, timeoutMs) {
      let runs: RunView[] = [];
      await waitUntil(async () => {
        runs = await harness.readRuns(eventId);
        return runs.length > 0 && runs.every(({ status }) => status !== "Queued" && status !== "Running");
      }, timeoutMs);
      const [run] = runs;
      if (run === undefined || runs.length > 1) throw new Error(`Expected one run, got ${runs.length}.`);
      return run;
    },
    async restart(options = {}) {
      await harness.server.close();
      harness.server = await startInngest({ ...base, ...options });
    },
    async close() {
      await harness.server.close();
      await app.close();
      await remove();
    },
  };
  if (!isAppDown) await harness.server.sync();
  return harness;
}
