import type { Brand } from "@/lib/core/brand";

/** Somebody not signed in, or not yet: reaches only the rows that an address, a password or a secret of theirs names. */
export type VisitorScope = Brand<{ kind: "visitor" }, "VisitorScope">;

export const visitorScope = { kind: "visitor" } as VisitorScope;
