/** What is done for somebody: the rest of the address, what is sent, and what to say of it. */
export type Help = (path: string, request: { method: "POST" | "PUT"; body?: unknown }, said: string) => Promise<void>;
