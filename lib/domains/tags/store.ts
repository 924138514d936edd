import type { SystemScope } from "@/lib/access/system-scope";
import { createId } from "@/lib/core/ids";
import type { Tx } from "@/lib/db/client";
import type { TagView } from "./schema";

export interface NewTag {
  name: string;
  value: string | null;
  source: TagView["source"];
  confidence: number;
  evidence: TagView["evidence"];
}

/** Adds tags that the version does not have. One that a person dismissed stays dismissed: its row is still there. */
export async function insertTags(
  _scope: SystemScope,
  tx: Tx,
  versionId: string,
  tags: NewTag[],
  now: Date,
): Promise<void> {
  await tx.tag.createMany({
    data: tags.map((tag) => ({ id: createId(), versionId, createdAt: now, ...tag })),
    skipDuplicates: true,
  });
}
