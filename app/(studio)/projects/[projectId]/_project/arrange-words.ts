import type { Announcements } from "@dnd-kit/core";

export const INSTRUCTIONS =
  "Press Space to pick this song up. Then the arrow keys move it, Space puts it down, and Escape leaves it where it was.";

/** What a screen reader is told while a song is moved. */
export function tellMoves(songs: readonly { id: string; name: string }[]): Announcements {
  const nameOf = (id: unknown) => songs.find((song) => song.id === id)?.name ?? "The song";
  const placeOf = (id: unknown) => `${songs.findIndex((song) => song.id === id) + 1} of ${songs.length}`;
  const tellPickedUp = (id: unknown) => `${nameOf(id)} is picked up. It is ${placeOf(id)}.`;
  return {
    onDragStart: ({ active }) => tellPickedUp(active.id),
    // The first news after picking it up is that it lies over its own place: said in the same words, it cuts nothing off.
    onDragOver: ({ active, over }) => {
      if (!over) return undefined;
      return over.id === active.id ? tellPickedUp(active.id) : `${nameOf(active.id)} would be ${placeOf(over.id)}.`;
    },
    onDragEnd: ({ active, over }) =>
      over ? `${nameOf(active.id)} is put down. It is ${placeOf(over.id)}.` : undefined,
    onDragCancel: ({ active }) => `${nameOf(active.id)} stays where it was, ${placeOf(active.id)}.`,
  };
}
