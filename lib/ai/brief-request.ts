/** Something that somebody said of a version, as a model reads it. */
export interface BriefNote {
  id: string;
  text: string;
  author: string;
  startSec: number | null;
  endSec: number | null;
}

export interface BriefRequest {
  notes: readonly BriefNote[];
  /** What people asked for, oldest first. */
  requests: readonly string[];
  /** The list so far, by the notes' ids; null for the first. */
  previous: readonly BriefAnswerGroup[] | null;
}

export interface BriefAnswerItem {
  what: string;
  noteIds: string[];
  conflict: { what: string; sides: { says: string; noteIds: string[] }[] } | null;
}

export interface BriefAnswerGroup {
  title: string;
  items: BriefAnswerItem[];
}

/** What a model said, checked: of its list only what rests on notes that exist, each once. */
export interface BriefAnswer {
  summary: string;
  groups: BriefAnswerGroup[];
}
