import { startInngest } from "../../server";
import { findFreePort, makeFolder, testKeys } from "../../test-app";

export interface Target {
  url: string;
  keys: { eventKey: string; signingKey: string };
  /** Where the app must be served: the server knows this port. */
  appPort: number;
  close(): Promise<void>;
}

/** The server to compare with: the one that the environment names, or our own in this process. */
export async function startTarget(): Promise<Target> {
  const { CONFORMANCE_URL: url, CONFORMANCE_EVENT_KEY, CONFORMANCE_SIGNING_KEY, CONFORMANCE_APP_PORT } = process.env;
  if (url !== undefined) {
    const keys = { eventKey: CONFORMANCE_EVENT_KEY ?? "", signingKey: CONFORMANCE_SIGNING_KEY ?? "" };
    return { url, keys, appPort: Number(CONFORMANCE_APP_PORT ?? "3939"), close: () => Promise.resolve() };
  }
  const { folder, remove } = await makeFolder();
  const [port, appPort] = [await findFreePort(), await findFreePort()];
  const serveUrls = [`http://127.0.0.1:${appPort}/api/inngest`];
  const server = await startInngest({ folder, host: "127.0.0.1", port, ...testKeys, serveUrls });
  const close = async () => {
    await server.close();
    await remove();
  };
  return { url: server.url, keys: testKeys, appPort, close };
}
