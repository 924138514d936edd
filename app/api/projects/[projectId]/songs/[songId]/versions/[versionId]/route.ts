import { versionPathSchema } from "@/lib/core/http-schema";
import { deleteVersion, updateVersion } from "@/lib/domains/versions/commands";
import { readVersion } from "@/lib/domains/versions/reads";
import { updateVersionSchema } from "@/lib/domains/versions/schema";
import { route } from "@/lib/http/route";

const params = versionPathSchema;

export const GET = route({ params }, (call) => readVersion(call.services, call.actor, call.params));

export const PATCH = route({ params, body: updateVersionSchema }, (call) =>
  updateVersion(call.services, call.actor, call.params, call.body),
);

export const DELETE = route({ params }, (call) => deleteVersion(call.services, call.actor, call.params));
