import { changeMail } from "@/lib/domains/operations/mail/commands";
import { readMailOverview } from "@/lib/domains/operations/mail/reads";
import { changeMailSchema } from "@/lib/domains/operations/mail/schema";
import { route } from "@/lib/http/route";

export const GET = route({}, ({ services, actor }) => readMailOverview(services, actor));

export const POST = route({ body: changeMailSchema }, ({ services, actor, body }) => changeMail(services, actor, body));
