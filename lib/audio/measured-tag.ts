import type { MeasuredTagId } from "./measured-tag-vocabulary";

/** A tag that follows from one measured figure, and that figure; `confidence` (0 to 1) where it may be wrong. */
export interface MeasuredTag {
  id: MeasuredTagId;
  value?: number | string;
  confidence?: number;
  evidence: { field: string; value: number | boolean | string };
}
