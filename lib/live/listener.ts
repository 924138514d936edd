import { Client } from "pg";
import { AppError } from "@/lib/core/errors";

export interface LiveLog {
  warn(fields: object, message: string): void;
}

interface ListenerOptions {
  databaseUrl: string;
  channels: readonly string[];
  onNotification: (channel: string, payload: string) => void;
  /** Notifications may have been missed before this moment. */
  onConnected: () => void;
  log: LiveLog;
}

export interface Listener {
  /** Resolves when every channel is listened to. @throws AppError unavailable when the database can't be reached now. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5_000;
const RECONNECT_MIN_MS = 200;
const RECONNECT_MAX_MS = 5_000;

/** Keeps one LISTEN connection, made at first use and made again whenever it breaks. */
export function createListener(options: ListenerOptions): Listener {
  let connecting: Promise<Client> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let delayMs = RECONNECT_MIN_MS;
  let isClosed = false;

  const connect = (): Promise<Client> => {
    connecting ??= listen(options, onLost).then(
      (client) => {
        delayMs = RECONNECT_MIN_MS;
        options.onConnected();
        return client;
      },
      (error: unknown) => {
        onLost(error);
        throw error;
      },
    );
    return connecting;
  };

  function onLost(error: unknown): void {
    connecting = null;
    if (isClosed || timer) return;
    options.log.warn({ err: error, retryMs: delayMs }, "live connection to the database lost");
    timer = setTimeout(() => {
      timer = null;
      connect().catch(() => undefined); // onLost has logged it and set the next try
    }, delayMs);
    timer.unref();
    delayMs = Math.min(delayMs * 2, RECONNECT_MAX_MS);
  }

  return {
    async ready() {
      try {
        await connect();
      } catch (cause) {
        throw new AppError("unavailable", "live_unreachable", "Live updates are not available right now.", { cause });
      }
    },
    async close() {
      isClosed = true;
      if (timer) clearTimeout(timer);
      const client = await connecting?.catch(() => null);
      await client?.end();
    },
  };
}

/** Connects and listens. `onLost` is told once when the connection ends after that. */
async function listen(options: ListenerOptions, onLost: (error: unknown) => void): Promise<Client> {
  const client = new Client({
    connectionString: options.databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    application_name: "segno-live",
  });
  let isLost = true;
  const lose = (error?: unknown) => {
    if (isLost) return;
    isLost = true;
    onLost(error);
  };
  client.on("error", lose);
  client.on("end", lose);
  client.on("notification", ({ channel, payload }) => options.onNotification(channel, payload ?? ""));
  try {
    await client.connect();
    for (const channel of options.channels) await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
  } catch (error) {
    await client.end().catch(() => undefined); // the failure to connect is the one to tell
    throw error;
  }
  isLost = false;
  return client;
}
