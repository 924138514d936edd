import type { Actor } from "@/lib/access/actor";
import { scopeProject } from "@/lib/access/scope";
import type { Services } from "@/lib/services";
import { describeWord, explainTag, findByLabel, listWords, resolveWord } from "./rules";
import { type TagView, type TagWord, tagListSchema, tagSchema } from "./schema";
import { findProjectWords } from "./store";

/** A tag as its row keeps it. */
export interface TagRow {
  id: string;
  name: string;
  label: string | null;
  value: string | null;
  source: TagView["source"];
  confidence: number;
  evidence: unknown;
  state: TagView["state"];
  decidedBy: TagView["decidedBy"];
}

/** Adds the words that a page shows. */
export function describeTag(row: TagRow): TagView {
  const { id, name, value, source, confidence, state, decidedBy } = row;
  const { label } = describeWord(name, row.label);
  const evidence = tagSchema.shape.evidence.parse(row.evidence);
  const explanation = explainTag(name, source);
  return { id, name, label, explanation, value, source, confidence, evidence, state, decidedBy };
}

/** The names of the tags that are sought, each once. */
export function readTagNames(words: string | undefined): string[] {
  const names = tagListSchema.parse(words ?? "").map((word) => resolveWord(word).name);
  return [...new Set(names)];
}

/** Words to complete a tag with or to look for songs by: the project's own, then the vocabulary. @throws AppError not_found. */
export async function listTagWords(
  services: Services,
  actor: Actor | null,
  projectId: string,
): Promise<{ items: TagWord[] }> {
  const scope = await scopeProject(services.db, actor, projectId, "project:read");
  return { items: listWords(await findProjectWords(scope, services.db)) };
}

/** How a tag is named on a page, by its own name and a person's spelling of it. */
export function nameTag(name: string, label: string | null): string {
  return describeWord(name, label).label;
}

/** Names of the vocabulary's words whose labels have words that begin with all of `parts`. */
export function listTagsNamed(parts: string[]): string[] {
  return findByLabel(parts);
}
