import type { PersonIndex } from "@/lib/core/person-index";

/** The colours `--person-1` … `--person-6` by day, as tools outside a browser write them. */
export const PERSON_COLORS: Record<PersonIndex, string> = {
  1: "7B50B9",
  2: "007887",
  3: "B93780",
  4: "1E6AC5",
  5: "06776A",
  6: "9939A0",
};
