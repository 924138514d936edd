import type { Song } from "../../lib/domains/songs/reads";

export type Props = { song: Song };
