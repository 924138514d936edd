import { createHash } from "node:crypto";
import { readAddress } from "./email-input";
import { type Exchange, sendJson } from "./exchange";
import type { Mailbox } from "./mailbox";
import { ResendError } from "./resend-error";

/** The domains one may send from; null: from any, and those that were sent from are listed. */
export class DomainBook {
  constructor(
    private readonly mailbox: Mailbox,
    private readonly verified: readonly string[] | null,
    private readonly startedAt: Date,
  ) {}

  /** @throws ResendError 403 for a sender of a domain that is not verified. */
  requireVerified(from: string): void {
    const domain = readAddress(from).split("@")[1]?.toLowerCase() ?? "";
    if (this.verified === null || this.verified.includes(domain)) return;
    const message = `The ${domain} domain is not verified. Please, add and verify your domain.`;
    throw new ResendError(403, "validation_error", message);
  }

  /** `GET /domains` */
  sendList(exchange: Exchange): void {
    sendJson(exchange, 200, { object: "list", has_more: false, data: this.#list() });
  }

  /** `GET /domains/:id`. Nothing is looked up in the DNS, so there are no records to show. @throws ResendError 404 */
  sendOne(exchange: Exchange, id: string): void {
    sendJson(exchange, 200, { object: "domain", ...this.#find(id), records: [] });
  }

  /** `POST /domains/:id/verify` @throws ResendError 404 */
  verify(exchange: Exchange, id: string): void {
    sendJson(exchange, 200, { object: "domain", id: this.#find(id).id });
  }

  #list() {
    const started = this.startedAt.toISOString();
    const known = this.verified?.map((name) => [name, started] as const) ?? this.mailbox.index.listSenderDomains();
    return [...known].map(([name, createdAt]) => ({
      id: nameDomain(name),
      name,
      status: "verified",
      created_at: createdAt,
      region: "eu-west-1",
      capabilities: { sending: "enabled", receiving: "disabled" },
    }));
  }

  #find(id: string) {
    const domain = this.#list().find((one) => one.id === id);
    if (!domain) throw new ResendError(404, "not_found", "Domain not found");
    return domain;
  }
}

/** An id in the form of a UUID that a name always has. */
function nameDomain(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}
