import { type InngestOptions, type InngestReport, startInngest } from "../server";
import { MovableClock } from "../test-app";

export type ServerOrder =
  | { do: "start"; options: Omit<InngestOptions, "clock" | "onReport">; offsetMs: number }
  | { do: "move"; byMs: number }
  | { do: "tick" | "settled" | "sync" | "reports" | "memory" };

/** The server in a process of its own, on a clock that the test moves. Answers each order in its turn. */
const clock = new MovableClock();
const reports: InngestReport[] = [];
let started: Awaited<ReturnType<typeof startInngest>> | undefined;

async function obey(order: ServerOrder): Promise<unknown> {
  if (order.do === "start") {
    clock.move(order.offsetMs);
    started = await startInngest({ ...order.options, clock, onReport: (report) => reports.push(report) });
    return started.url;
  }
  if (order.do === "reports") return reports;
  if (order.do === "memory") return process.memoryUsage();
  if (order.do === "move") clock.move(order.byMs);
  if (order.do === "settled") await started?.settled();
  else if (order.do === "sync") await started?.sync();
  else await started?.tick();
  return null;
}

process.on("message", ({ id, order }: { id: number; order: ServerOrder }) => {
  obey(order).then(
    (value) => process.send?.({ id, value }),
    (error: unknown) => process.send?.({ id, error: error instanceof Error ? error.message : String(error) }),
  );
});
// The second one ends it at once, as it ends any process.
process.once("SIGTERM", () => {
  process.send?.("closing");
  void started?.close().then(() => process.exit(0));
});
process.once("disconnect", () => process.exit(0));
process.send?.("listening");
