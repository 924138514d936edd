import { readUnfinishedUploads } from "@/lib/domains/uploads/reads";
import { route } from "@/lib/http/route";

/** What one began and nobody finished. */
export const GET = route({}, ({ services, actor }) => readUnfinishedUploads(services, actor));
