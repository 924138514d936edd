import http from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { POST } from "@/app/api/mail/webhooks/route";
import { installServices } from "@/lib/services";
import type { TestStackOptions } from "./composition";
import { startTestStack, type TestStack } from "./services";

/** A webhook as it came over the wire, to be sent again. */
export interface SentWebhook {
  headers: Record<string, string>;
  body: string;
}

/** A stack whose mail stand-in tells the app's own route of what became of mails, over HTTP. */
export interface WebhookStack extends TestStack {
  /** Everything that was told, with what the route answered. */
  told: { webhook: SentWebhook; type: string; status: number }[];
  /** What is told waits from now on, as on a slow line; answers how to let it in. */
  hold(): () => void;
  /** Calls the route with a webhook. @returns the status. */
  send(webhook: SentWebhook): Promise<number>;
  /** A delivered mail bounces, or is marked as unwanted. */
  decide(providerId: string, kind: "bounced" | "complained"): Promise<void>;
}

export async function startWebhookStack(options: TestStackOptions = {}): Promise<WebhookStack> {
  const told: WebhookStack["told"] = [];
  let gate: Promise<void> = Promise.resolve();
  const send = async ({ headers, body }: SentWebhook): Promise<number> => {
    const request = new Request("http://127.0.0.1/api/mail/webhooks", { method: "POST", headers, body });
    return (await POST(request, { params: Promise.resolve({}) })).status;
  };
  const server = http.createServer((request, response) => {
    void (async () => {
      const names = ["content-type", "svix-id", "svix-timestamp", "svix-signature"];
      const headers = Object.fromEntries(names.map((name) => [name, String(request.headers[name] ?? "")]));
      const webhook = { headers, body: (await buffer(request)).toString() };
      await gate;
      const status = await send(webhook);
      told.push({ webhook, type: (JSON.parse(webhook.body) as { type: string }).type, status });
      response.writeHead(status).end();
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const webhookUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/mail/webhooks`;
  const stack = await startTestStack({ ...options, webhookUrl });
  const uninstall = installServices(stack.services);
  return {
    ...stack,
    told,
    send,
    hold: () => {
      let open = () => {};
      gate = new Promise<void>((resolve) => {
        open = resolve;
      });
      return () => open();
    },
    decide: async (providerId, kind) => {
      const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ kind }) };
      const { status } = await fetch(`${stack.mailUrl}/api/messages/${providerId}/outcome`, init);
      if (status >= 300) throw new Error(`The stand-in refused: ${status}.`);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      uninstall();
      await stack.close();
    },
  };
}
