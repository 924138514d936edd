import { Prisma } from "./generated/client";

const UNIQUE_VIOLATION = "P2002";

/** True when a unique key refused the write: someone else was first. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === UNIQUE_VIOLATION;
}
