import { z } from "zod";
import { idSchema, instantSchema } from "@/lib/core/http-schema";

/** A provider that opens the account. */
export const identitySchema = z.object({ id: idSchema, providerName: z.string(), linkedAt: instantSchema });
export type IdentityView = z.infer<typeof identitySchema>;

/** Who somebody is, as a provider said whom we asked. */
export interface ProvenIdentity {
  /** As its button calls it. */
  providerName: string;
  /** Which of ours: "google", "github", "oidc". */
  provider: string;
  /** Its own id of them, which stays when name and address change. */
  subject: string;
  email: string | null;
  /** The provider made sure that the address is theirs. */
  isEmailVerified: boolean;
  name: string;
}
