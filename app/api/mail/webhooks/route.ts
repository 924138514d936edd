import { takeMailWebhook } from "@/lib/domains/operations/mail/outcomes/commands";
import { readText } from "@/lib/http/body";
import { route } from "@/lib/http/route";

/** The mail provider tells what became of mails. It signs the bytes, so they are read as they came. */
export const POST = route({ allowsCrossOrigin: true }, async ({ services, request }) => {
  const read = (name: string) => request.headers.get(name);
  const proof = { id: read("svix-id"), timestamp: read("svix-timestamp"), signature: read("svix-signature") };
  await takeMailWebhook(services, { proof, body: await readText(request) });
});
