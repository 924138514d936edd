/** PostgreSQL channels. A notification is a hint at commit that something is there to read; the tables are the truth. */
export const OUTBOX_CHANNEL = "segno_outbox";
/** Its payload is the id of the song or brief that has a new event, or of the project or brief's turn that may be another. */
export const SONG_CHANNEL = "segno_song";
