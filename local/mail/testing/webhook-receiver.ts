import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Resend, type WebhookEventPayload } from "resend";

export interface ReceivedWebhook {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A small application that takes webhooks and keeps them as they came. */
export async function startReceiver() {
  const received: ReceivedWebhook[] = [];
  let answers: (number | null)[] = [200];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, body });
      const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? null;
      if (answer === null) request.socket.destroy();
      else response.writeHead(answer, answer === 302 ? { location: "/elsewhere" } : {}).end();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/webhooks`,
    received,
    /** The statuses of the answers from now on, the last of them for all that follow; null cuts the line. */
    answerWith: (...statuses: (number | null)[]) => {
      answers = statuses;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;

/** As an application checks it: with the package `resend` itself. @throws when the signature does not hold. */
export function verifyWebhook({ headers, body }: ReceivedWebhook, webhookSecret: string): WebhookEventPayload {
  const read = (name: string) => String(headers[name]);
  const signed = { id: read("svix-id"), timestamp: read("svix-timestamp"), signature: read("svix-signature") };
  return new Resend("re_x").webhooks.verify({ payload: body, headers: signed, webhookSecret });
}
