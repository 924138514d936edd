import type { SongAddress } from "../api/queries";
import { makeSong } from "./new-song";
import type { UploadItem } from "./upload-item";

/** Makes new songs for files: one for all that belong together, however many of them come to it at once. */
export function createSongMaker(onMade: (key: string, song: SongAddress) => void) {
  const songs = new Map<string, Promise<SongAddress>>();
  return (item: UploadItem): Promise<SongAddress> => {
    const key = item.newSongKey ?? item.id;
    const found = songs.get(key);
    if (found) return found;
    const making = makeSong(item.newSongIn ?? "", item.songName);
    songs.set(key, making);
    making
      .then((song) => onMade(key, song))
      // Made once: what follows asks the item. A failure is told to whoever waits, and the next try makes it anew.
      .catch(() => undefined)
      .finally(() => songs.delete(key));
    return making;
  };
}
