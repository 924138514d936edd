import { z } from "zod";
import type { Config } from "@/lib/config/config";
import { type Check, describeReason, fail, pass } from "./check";

const LIMIT_MS = 10_000;
const list = z.object({ data: z.array(z.object({ name: z.string(), status: z.string() })) });
const refusal = z.object({ name: z.string() });

/**
 * Whether the key is taken and the senders' domains are verified (resend.com/docs/api-reference/domains/list-domains). `takesAny`: the
 * stand-in without SEGNO_MAIL_DOMAINS, which lets anybody send. No mail is sent.
 */
export async function checkMail(mail: Config["mail"], takesAny: boolean): Promise<Check[]> {
  const cure = "Correct RESEND_API_KEY (resend.com/api-keys).";
  let answer: Response;
  try {
    answer = await fetch(`${mail.baseUrl}/domains`, {
      headers: { authorization: `Bearer ${mail.apiKey}` },
      signal: AbortSignal.timeout(LIMIT_MS),
    });
  } catch (error) {
    return [fail("mail key", `no answer (${describeReason(error)})`, "See the line of e-mail itself.")];
  }
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok) {
    const name = refusal.safeParse(body).data?.name ?? String(answer.status);
    if (name === "restricted_api_key")
      return [pass("mail key", "may send and nothing else, so the senders' domains can't be looked at")];
    return [fail("mail key", `is refused (${name})`, cure)];
  }
  const parsed = list.safeParse(body);
  if (!parsed.success) return [fail("mail key", "the answer is not a list of domains", "Check RESEND_BASE_URL.")];
  const key = pass("mail key", "is taken");
  if (takesAny) return [key, pass("mail domain", "the stand-in takes any sender")];
  return [key, ...[...new Set([mail.from, mail.fromDigest])].map((from) => checkDomain(from, parsed.data.data))];
}

function checkDomain(from: string, domains: readonly { name: string; status: string }[]): Check {
  const domain = /@([^\s>]+)>?\s*$/.exec(from)?.[1]?.toLowerCase() ?? "";
  const found = domains.find(({ name }) => name.toLowerCase() === domain);
  if (found?.status === "verified") return pass("mail domain", `${domain} is verified`);
  const state = found ? `is ${found.status}` : "is not among the account's domains";
  const cure = "Add it at resend.com/domains with its DNS records, or correct MAIL_FROM and MAIL_FROM_DIGEST.";
  return fail("mail domain", `${domain} ${state}, so mails from there are refused`, cure);
}
