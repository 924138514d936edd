import type { Db, Tx } from "@/lib/db/client";

export interface MailQuota {
  /** Mails a UTC day that the provider's account may send, where no administrator said otherwise. */
  dailyLimit: number;
  /** How many of them the bulk lane may never use. */
  reserved: number;
  /** Mails of the bulk lane an hour that the host wants at most; null: as many as are usual. */
  hourlyLimit: number | null;
}

/** How many mails a day may go, by an administrator's word. */
export interface SetLimit {
  dailyLimit: number;
  /** As they were called then. */
  actorName: string;
  createdAt: Date;
}

const ONLY = { id: 1 } as const;

/** Null when what is configured holds. */
export function readSetLimit(db: Db | Tx): Promise<SetLimit | null> {
  return db.mailLimit.findUnique({
    where: ONLY,
    select: { dailyLimit: true, actorName: true, createdAt: true },
  });
}

/** The quota that holds at this moment. */
export async function readQuota(db: Db | Tx, configured: MailQuota): Promise<MailQuota> {
  return applyLimit(configured, await readSetLimit(db));
}

/** A configured 0 is the host's word that no mail goes, on a copy of the data for one: nobody's number changes that. */
export function applyLimit(configured: MailQuota, set: SetLimit | null): MailQuota {
  return set && configured.dailyLimit > 0 ? { ...configured, dailyLimit: set.dailyLimit } : configured;
}

/** Sets it, or with null lets what is configured hold. */
export async function writeSetLimit(tx: Tx, limit: SetLimit | null): Promise<void> {
  if (limit === null) await tx.mailLimit.deleteMany();
  else await tx.mailLimit.upsert({ where: ONLY, create: { ...ONLY, ...limit }, update: limit });
}
