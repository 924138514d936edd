export const FRAME_RATES = ["23.976", "24", "25", "29.97", "29.97df", "30"] as const;
export type FrameRate = (typeof FRAME_RATES)[number];

/** Frames that are counted a second, and how many there really are in a thousand and one, or a thousand, seconds. */
const COUNTED: Record<FrameRate, number> = { "23.976": 24, "24": 24, "25": 25, "29.97": 30, "29.97df": 30, "30": 30 };
const IS_PULLED_DOWN: Record<FrameRate, boolean> = {
  "23.976": true,
  "24": false,
  "25": false,
  "29.97": true,
  "29.97df": true,
  "30": false,
};

/** Two numbers are left out each minute but every tenth (SMPTE ST 12-1). */
const DROPPED = 2;
const FRAMES_A_MINUTE = 30 * 60 - DROPPED;
const FRAMES_IN_TEN_MINUTES = 10 * FRAMES_A_MINUTE + DROPPED;

/** Hours, minutes, seconds and frames of the frame in which a moment lies. */
export function splitTimecode(ms: number, rate: FrameRate): [number, number, number, number] {
  const counted = COUNTED[rate];
  // The nudge undoes binary dust where a moment is the first of its frame.
  const frames = Math.floor((ms * counted) / (IS_PULLED_DOWN[rate] ? 1001 : 1000) + 1e-6);
  const shown = rate === "29.97df" ? addDropped(frames) : frames;
  const seconds = Math.floor(shown / counted);
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60, shown % counted];
}

/** "01:00:03:12"; with a semicolon before the frames where numbers are left out. */
export function formatTimecode(ms: number, rate: FrameRate): string {
  const [hours, minutes, seconds, frames] = splitTimecode(ms, rate).map((part) => String(part).padStart(2, "0"));
  return `${hours}:${minutes}:${seconds}${rate === "29.97df" ? ";" : ":"}${frames}`;
}

function addDropped(frames: number): number {
  const tens = Math.floor(frames / FRAMES_IN_TEN_MINUTES);
  const rest = frames % FRAMES_IN_TEN_MINUTES;
  const minutes = rest < 30 * 60 ? 0 : 1 + Math.floor((rest - 30 * 60) / FRAMES_A_MINUTE);
  return frames + DROPPED * (9 * tens + minutes);
}
