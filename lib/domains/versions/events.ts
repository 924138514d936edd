import { z } from "zod";
import { idSchema } from "@/lib/core/http-schema";

/** Sent once a version's bytes are safe in storage, and again when somebody asks for another try. */
export const VERSION_UPLOADED = "version/uploaded";

export const versionUploadedSchema = z.object({ versionId: idSchema });
