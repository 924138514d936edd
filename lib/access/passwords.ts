import { type Algorithm, hash, verify } from "@node-rs/argon2";

/** OWASP's minimum for Argon2id: 19 MiB, two passes, one lane. About 17 ms a hash. */
const COST = {
  algorithm: 2 satisfies Algorithm.Argon2id as Algorithm,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
};
/** Hashes at once; more would only take memory and the other requests' time. */
const MAX_RUNNING = 4;

let runningCount = 0;
const waiting: (() => void)[] = [];

async function takeTurn<T>(work: () => Promise<T>): Promise<T> {
  if (runningCount >= MAX_RUNNING) await new Promise<void>((resolve) => waiting.push(resolve));
  else runningCount += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else runningCount -= 1;
  }
}

/** The same characters give the same hash, however a keyboard composes them (NFKC, as RFC 8265 asks in spirit). */
function prepare(password: string): string {
  return password.normalize("NFKC");
}

export function hashPassword(password: string): Promise<string> {
  return takeTurn(() => hash(prepare(password), COST));
}

let decoy: Promise<string> | null = null;

/** Checks a password. With no hash, of an unknown account, it takes the same time and answers false. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword("a password that nobody has");
  const stored = passwordHash ?? (await decoy);
  const isRight = await takeTurn(() => verify(stored, prepare(password)));
  return isRight && passwordHash !== null;
}
