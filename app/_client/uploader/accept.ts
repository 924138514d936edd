/** What the system's file picker offers; what a file really is, the server finds out. */
export const ACCEPT = "audio/*,.wav,.aif,.aiff,.flac,.mp3,.m4a,.ogg,.opus,.caf";
