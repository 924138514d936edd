/** The window hears it once the page takes presses. */
export const READY_EVENT = "segno:ready";
