import type { AdminScope } from "@/lib/access/scope";
import type { Tx } from "@/lib/db/client";
import { readTrace } from "@/lib/log/trace";
import type { Act, Values } from "./schema";
import { insertEntry } from "./store";

export interface DoneAct {
  act: Act;
  /** What it was done to: the kind of thing, and its id where it has one. */
  target: { kind: string; id?: string };
  before?: Values;
  after?: Values;
}

/**
 * Writes down what an administrator does, in the transaction that does it: one is never there without the other. Called once
 * for an act, and not for one that changed nothing.
 */
export async function recordAct(tx: Tx, scope: AdminScope, done: DoneAct, now: Date): Promise<void> {
  const { act, target, before = null, after = null } = done;
  const requestId = readTrace().requestId ?? null;
  await insertEntry(
    scope,
    tx,
    { act, targetKind: target.kind, targetId: target.id ?? null, before, after, requestId },
    now,
  );
}
