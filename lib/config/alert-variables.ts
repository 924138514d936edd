import { hookUrl, webhookSecret } from "./formats";
import type { Variable } from "./variable";

/** Where a program is told that something is wrong with this Segno. */
export const ALERT_VARIABLES = {
  ALERT_WEBHOOK_URL: {
    group: "alerts",
    schema: hookUrl,
    role: "required",
    isSecret: true,
    description:
      "Is told by POST, as JSON, when an alert begins and when it ends. Mail to ADMIN_EMAILS needs none of this.",
    example: "https://hooks.example/segno",
  },
  ALERT_WEBHOOK_SECRET: {
    group: "alerts",
    schema: webhookSecret,
    role: "required",
    isSecret: true,
    description: "Signs what is told there (Standard Webhooks); whsec_ and at least 16 bytes in base64.",
  },
} as const satisfies Record<string, Variable>;
