import { toFileName } from "../rules";

/** A file of an archive: bytes at hand, or an object in storage. */
export interface Entry {
  name: string;
  source: { bytes: Uint8Array } | { key: string; sizeBytes: number };
}

/** Gives out names that no two files of one folder share, however a file system folds case and letters. */
export class FolderNames {
  private readonly taken = new Set<string>();

  /** Near to what was wished: "mix.wav", "mix (2).wav". */
  take(wished: string): string {
    const safe = toFileName(wished);
    const dot = safe.lastIndexOf(".");
    const [stem, ending] = dot > 0 ? [safe.slice(0, dot), safe.slice(dot)] : [safe, ""];
    for (let count = 1; ; count++) {
      const name = count === 1 ? safe : `${stem} (${count})${ending}`;
      const folded = name.normalize("NFKC").toLowerCase();
      if (this.taken.has(folded)) continue;
      this.taken.add(folded);
      return name;
    }
  }
}
