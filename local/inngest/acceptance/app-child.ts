import { createClient, serveClients } from "../test-app";
import { buildFixtures, type FixtureChoice, modes } from "./fixtures";

export interface AppOrder extends Omit<FixtureChoice, "mode"> {
  port: number;
  serverUrl: string;
  keys: { eventKey: string; signingKey: string };
}

/** An app process of the real SDK: it serves the fixtures of each mode at a path of its own and says when it listens. */
process.once("message", (order: AppOrder) => {
  const served = modes.map((mode) => {
    const client = createClient(order.serverUrl, mode === "on", { id: mode, ...order.keys });
    return { path: `/api/${mode}`, client, functions: buildFixtures(client, { ...order, mode }) };
  });
  serveClients(served, order.port).then(
    () => process.send?.("listening"),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.once("disconnect", () => process.exit(0));
