/** The colours `--person-1` … `--person-6`. */
export type PersonColor = 1 | 2 | 3 | 4 | 5 | 6;

/** One or two capitals: "Mara Lindqvist" → "ML", "ohm" → "OH". An empty name gives "?". */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const first = [...(words[0] ?? "")];
  const last = words.length > 1 ? [...(words.at(-1) ?? "")] : [];
  const letters = last.length > 0 ? `${first[0] ?? ""}${last[0] ?? ""}` : first.slice(0, 2).join("");
  return letters.toLocaleUpperCase("en") || "?";
}
