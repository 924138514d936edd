/** How many hold the order of a project's songs: a hand that drags one, or a move that is on its way. */
const holds = new Map<string, number>();
const waiting = new Set<() => void>();

/** What others do to the list waits until it is let go; answers how to. */
export function holdOrder(projectId: string): () => void {
  holds.set(projectId, (holds.get(projectId) ?? 0) + 1);
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    const left = (holds.get(projectId) ?? 1) - 1;
    if (left > 0) holds.set(projectId, left);
    else holds.delete(projectId);
    if (left <= 0) for (const wake of [...waiting]) wake();
  };
}

export function isOrderHeld(projectId: string): boolean {
  return holds.has(projectId);
}

/** Calls whenever some project's order is let go. Answers how to stop. */
export function onOrderFree(wake: () => void): () => void {
  waiting.add(wake);
  return () => waiting.delete(wake);
}
