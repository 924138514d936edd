/** Titles stand at the start, before the sound; what comes later is not worth reading a large file for. */
const HEAD_BYTES = 256 * 1024;
/** Guesses are not worth waiting for longer. */
const PATIENCE_MS = 1_500;

/** The titles that files carry within them, as far as they are found quickly. Its reader is loaded with the first file that may have one. */
export async function readEmbeddedTitles(files: readonly File[]): Promise<Map<File, string>> {
  const titles = new Map<File, string>();
  const read = async () => {
    const { parseBlob } = await import("music-metadata");
    for (const file of files) {
      const title = await parseBlob(file.slice(0, HEAD_BYTES, file.type), { duration: false, skipCovers: true })
        // A head that is cut, or no sound at all: then there is no title to guess from.
        .then(({ common }) => common.title?.trim())
        .catch(() => undefined);
      if (title) titles.set(file, title);
    }
  };
  // Should the reader not load, names are enough to guess from.
  await Promise.race([read().catch(() => undefined), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
  return new Map(titles);
}
