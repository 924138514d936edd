import type { Song } from "../domains/songs/reads";

export type Upward = Song;
