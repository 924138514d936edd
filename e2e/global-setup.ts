import { startPair } from "./pair";
import { startStack } from "./stack";

/** One running Segno for all journeys; with SEGNO_PAIR, two web processes and a worker. Its addresses travel to the tests as variables. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const stack = process.env.SEGNO_PAIR ? await startPair() : await startStack();
  process.env.E2E_APP_URL = stack.appUrl;
  process.env.E2E_MAIL_URL = stack.mailUrl;
  process.env.E2E_INNGEST_URL = stack.inngestUrl;
  process.env.E2E_DATA_DIR = stack.dataDir;
  process.env.E2E_POSTGRES_PORT = stack.ports["SEGNO_POSTGRES_PORT"];
  return async () => {
    await stack.stop();
  };
}
