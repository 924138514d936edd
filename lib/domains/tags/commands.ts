import type { SystemScope } from "@/lib/access/system-scope";
import type { MeasuredTag } from "@/lib/audio/measured-tag";
import type { Tx } from "@/lib/db/client";
import { insertTags } from "./store";

/** Saves what measuring says of a version, in the transaction that saves the measures. Repeating it adds nothing. */
export async function saveMeasuredTags(
  tx: Tx,
  scope: SystemScope,
  input: { versionId: string; tags: MeasuredTag[]; now: Date },
): Promise<void> {
  const tags = input.tags.map((tag) => ({
    name: tag.id,
    value: tag.value === undefined ? null : String(tag.value),
    source: "measured" as const,
    confidence: tag.confidence ?? 1,
    evidence: [tag.evidence],
  }));
  await insertTags(scope, tx, input.versionId, tags, input.now);
}
