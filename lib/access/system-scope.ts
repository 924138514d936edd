import type { Brand } from "@/lib/core/brand";

/** Proof that a queue function, not a person, asks. Only `inngest/` and `lib/testing` may import this file's maker. */
export type SystemScope = Brand<{ kind: "system" }, "SystemScope">;

export const systemScope = { kind: "system" } as SystemScope;
