import { hashKey, type QueryClient, type QueryKey } from "@tanstack/react-query";
import { createRested } from "./rested";

const rested = new WeakMap<QueryClient, Map<string, () => void>>();

/** Has what these keys show read anew: at once, and with a rest between two readings of the same. */
export function invalidateCalmly(client: QueryClient, filters: { queryKey: QueryKey; exact?: boolean }): void {
  const known = rested.get(client) ?? new Map<string, () => void>();
  rested.set(client, known);
  const { queryKey, exact = false } = filters;
  const key = hashKey([queryKey, exact]);
  const ask = known.get(key) ?? createRested(() => client.invalidateQueries({ queryKey, exact })).ask;
  known.set(key, ask);
  ask();
}
