import type { Actor } from "@/lib/access/actor";
import { type SongScope, scopeSong } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import type { MeasuredTag } from "@/lib/audio/measured-tag";
import { AppError, notFound } from "@/lib/core/errors";
import { type Tx, transact } from "@/lib/db/client";
import { recordSongEvent } from "@/lib/domains/activity/commands";
import { type VersionTarget, viewVersion } from "@/lib/domains/versions/reads";
import type { VersionView } from "@/lib/domains/versions/schema";
import type { Services } from "@/lib/services";
import { resolveWord } from "./rules";
import { MAX_TAGS } from "./schema";
import { countShown, insertOwn, lockVersion, replaceMeasured, setDecision } from "./store";

/**
 * Saves what measuring says of a version, in the transaction that saves the measures and has locked the version. Repeating
 * it changes nothing; what people decided stays.
 */
export async function saveMeasuredTags(
  tx: Tx,
  scope: SystemScope,
  input: { versionId: string; tags: MeasuredTag[]; now: Date },
): Promise<void> {
  const tags = input.tags.map((tag) => ({
    name: tag.id,
    value: tag.value === undefined ? null : String(tag.value),
    confidence: tag.confidence ?? 1,
    evidence: [tag.evidence],
  }));
  await replaceMeasured(scope, tx, input.versionId, tags, input.now);
}

/** Adds a word to a version; one that is there already stays as it is. @throws AppError not_found, forbidden, conflict `too_many_tags`. */
export function addTag(
  services: Services,
  actor: Actor | null,
  target: VersionTarget,
  input: { name: string },
): Promise<VersionView> {
  const word = resolveWord(input.name);
  return changeTags(services, actor, target, async (tx, scope, now) => {
    const isNew = await insertOwn(scope, tx, target.versionId, word, now);
    if (isNew && (await countShown(scope, tx, target.versionId)) > MAX_TAGS) throw tooMany();
    return isNew;
  });
}

/** Accepts a suggestion, takes a tag off for good, or brings it back. @throws AppError not_found, forbidden. */
export function decideTag(
  services: Services,
  actor: Actor | null,
  target: VersionTarget & { tagId: string },
  input: { state: "accepted" | "dismissed" },
): Promise<VersionView> {
  return changeTags(services, actor, target, async (tx, scope) => {
    const isChanged = await setDecision(scope, tx, target, input.state);
    if (isChanged === null) throw notFound("tag");
    return isChanged;
  });
}

/** Changes a version's tags and tells it; `change` answers whether there is anything to tell. */
async function changeTags(
  services: Services,
  actor: Actor | null,
  target: VersionTarget,
  change: (tx: Tx, scope: SongScope, now: Date) => Promise<boolean>,
): Promise<VersionView> {
  const scope = await scopeSong(services.db, actor, target, "song:edit");
  const now = services.clock.now();
  return await transact(services.db, async (tx) => {
    if (!(await lockVersion(scope, tx, target.versionId))) throw notFound("version");
    const isChanged = await change(tx, scope, now);
    const version = await viewVersion(tx, scope, target.versionId);
    if (isChanged) await recordSongEvent(tx, scope, "version.tagged", { version }, now);
    return version;
  });
}

function tooMany(): AppError {
  const message = `A version holds ${MAX_TAGS} tags at most. Take one off first.`;
  return new AppError("conflict", "too_many_tags", message, { fields: [{ field: "name", message }] });
}
