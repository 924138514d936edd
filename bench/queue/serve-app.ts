import { createClient, serveFunctions } from "@/local/inngest/test-app";
import { type AppOrder, keys, type PickupMessage, readClockMs } from "./orders";

/** An app process of the real SDK with the functions that are measured. */
process.once("message", (order: AppOrder) => {
  const client = createClient(order.serverUrl, true, { id: "bench", ...keys });
  const functions = [
    client.createFunction(
      { id: "steps", retries: 0, triggers: [{ event: "bench/steps" }] },
      async ({ event, step }) => {
        const { count } = event.data as { count: number };
        for (let n = 0; n < count; n++) await step.run(`step ${n}`, () => n);
      },
    ),
    client.createFunction({ id: "trivial", retries: 0, triggers: [{ event: "bench/trivial" }] }, async () => null),
    client.createFunction({ id: "pickup", retries: 0, triggers: [{ event: "bench/pickup" }] }, async ({ event }) => {
      const { n } = event.data as { n: number };
      process.send?.({ n, atMs: readClockMs() } satisfies PickupMessage);
    }),
  ];
  void serveFunctions(client, functions, order.port).then(() => process.send?.("listening"));
});
process.once("disconnect", () => process.exit(0));
