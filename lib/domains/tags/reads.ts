import { MEASURED_TAGS } from "@/lib/audio/measured-tag-vocabulary";
import { type TagView, tagSchema } from "./schema";

/** A tag as its row keeps it. */
export interface TagRow {
  id: string;
  name: string;
  value: string | null;
  source: TagView["source"];
  confidence: number;
  evidence: unknown;
  state: TagView["state"];
}

const TEXTS: Record<string, { label: string; explanation: string } | undefined> = MEASURED_TAGS;

/** Adds the words that a page shows. A tag outside the vocabulary is shown by its own name. */
export function describeTag(row: TagRow): TagView {
  const { label, explanation } = TEXTS[row.name] ?? { label: row.name, explanation: "" };
  const { id, name, value, source, confidence, state } = row;
  const evidence = tagSchema.shape.evidence.parse(row.evidence);
  return { id, name, label, explanation, value, source, confidence, evidence, state };
}
