import type { z } from "zod";

/** The groups that Segno also runs without. */
export const OPTIONAL_GROUPS = ["alerts", "ai", "google", "github", "oidc"] as const;
/** The groups that are set wholly or not at all, and the two that have no such rule. */
export type OutsideGroup = "database" | "s3" | "inngest" | "mail" | (typeof OPTIONAL_GROUPS)[number];
export type VariableGroup = "app" | "local" | OutsideGroup;

/** One variable of the environment. */
export interface Variable {
  group: VariableGroup;
  schema: z.ZodType<unknown, string>;
  /** `required` and `optional` make a group count as set; a `setting` also goes with a stand-in. */
  role: "required" | "optional" | "setting";
  description: string;
  /** What is used when the variable is not set. */
  fallback?: string;
  example?: string;
  isSecret?: true;
}
