import { z } from "zod";
import { type Exchange, readForm } from "../exchange";
import type { FaultSwitch } from "../faults";
import type { Mailbox } from "../mailbox";
import { ResendError } from "../resend-error";
import { buildMessageHref } from "./html";
import { FAULT_CHOICES } from "./render-answers";

const outcomeForm = z.object({
  kind: z.enum(["bounced", "complained"]),
  q: z.string().default(""),
  view: z.string().default(""),
});

/** `POST /messages/:id/outcome`: "Bounce this" and "Complain". Leads back to the message, which shows what it came to. */
export async function pressOutcome(mailbox: Mailbox, exchange: Exchange, id: string): Promise<void> {
  const { kind, q, view } = parseForm(outcomeForm, await readForm(exchange.request));
  try {
    await mailbox.decide(id, kind);
  } catch (error) {
    // Gone or decided in another window: the page that follows says so.
    if (!(error instanceof ResendError)) throw error;
  }
  leadTo(exchange, buildMessageHref(id, q, view));
}

const faultForm = z.object({
  fault: z.enum(Object.keys(FAULT_CHOICES)),
  back: z.string().regex(/^\/(?:messages\/[\w-]+)?(?:\?[^#]*)?$/),
});

/** `POST /faults`: what sending is answered from now on. */
export async function pressFault(faults: FaultSwitch, exchange: Exchange): Promise<void> {
  const { fault, back } = parseForm(faultForm, await readForm(exchange.request));
  const choice = FAULT_CHOICES[fault];
  if (choice) faults.set(choice.faults);
  leadTo(exchange, back);
}

function parseForm<T>(schema: z.ZodType<T>, form: URLSearchParams): T {
  const parsed = schema.safeParse(Object.fromEntries(form));
  if (parsed.success) return parsed.data;
  throw new ResendError(422, "validation_error", `Invalid \`${parsed.error.issues[0]?.path.join(".") ?? "form"}\`.`);
}

function leadTo({ response }: Exchange, address: string): void {
  response.writeHead(303, { location: address, "cache-control": "no-store" }).end();
}
