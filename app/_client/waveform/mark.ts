import type { PersonIndex } from "@/lib/core/person-index";

/** A comment as the timeline knows it: a point, or a range when it has an end. */
export type Mark = {
  id: string;
  startSec: number;
  endSec: number | null;
  personIndex: PersonIndex;
  initials: string;
  isResolved: boolean;
  /** Said by a screen reader: who and what, e.g. "Mara: Double drifts behind my lead". The time is added. */
  label: string;
};

/** A stretch of the song. */
export type Range = { startSec: number; endSec: number };
