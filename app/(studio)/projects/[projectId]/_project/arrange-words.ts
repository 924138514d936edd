import type { Announcements } from "@dnd-kit/core";

export const INSTRUCTIONS =
  "Press Space to pick this song up. Then the arrow keys move it, Space puts it down, and Escape leaves it where it was.";

/** What a screen reader is told while a song is moved. */
export function tellMoves(songs: readonly { id: string; name: string }[]): Announcements {
  const nameOf = (id: unknown) => songs.find((song) => song.id === id)?.name ?? "The song";
  const placeOf = (id: unknown) => `${songs.findIndex((song) => song.id === id) + 1} of ${songs.length}`;
  return {
    onDragStart: ({ active }) => `${nameOf(active.id)} is picked up. It is ${placeOf(active.id)}.`,
    onDragOver: ({ active, over }) => (over ? `${nameOf(active.id)} would be ${placeOf(over.id)}.` : undefined),
    onDragEnd: ({ active, over }) =>
      over ? `${nameOf(active.id)} is put down. It is ${placeOf(over.id)}.` : undefined,
    onDragCancel: ({ active }) => `${nameOf(active.id)} stays where it was, ${placeOf(active.id)}.`,
  };
}
