import { z } from "zod";
import { idSchema } from "@/lib/core/http-schema";

/** Who is asked to own the project: one of its members. */
export const offerProjectSchema = z.strictObject({ accountId: idSchema });
export type OfferProject = z.infer<typeof offerProjectSchema>;
