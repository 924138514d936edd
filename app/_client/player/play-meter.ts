/** Heard for so long, or half of what is shorter, it was listened to. */
const HEARD_SEC = 5;
/** A longer step is a leap: somebody sought, and heard nothing of what lies between. A hidden tab tells the place once a second. */
const LONGEST_STEP_SEC = 2;

export interface PlayMeter {
  /** A listening begins: another sound, or the same one from its start again after its end. */
  begin: () => void;
  /** Told where it plays, as it goes on; true once a listening, at the moment at which enough was heard. */
  hear: (positionSec: number, durationSec: number) => boolean;
}

/** Measures what was heard, not where the playhead is: leaping about, pausing and looping make no second listening. */
export function createPlayMeter(): PlayMeter {
  let lastSec: number | null = null;
  let heardSec = 0;
  let isTold = false;
  return {
    begin() {
      lastSec = null;
      heardSec = 0;
      isTold = false;
    },
    hear(positionSec, durationSec) {
      const step = lastSec === null ? 0 : positionSec - lastSec;
      lastSec = positionSec;
      if (step > 0 && step <= LONGEST_STEP_SEC) heardSec += step;
      if (isTold || heardSec < Math.min(HEARD_SEC, durationSec / 2)) return false;
      isTold = true;
      return true;
    },
  };
}
