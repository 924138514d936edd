const BARS = 84;
const HEIGHT = 34;

/** A steady pseudo-random value in 0..1: the same picture on server and browser. */
function noise(n: number): number {
  const x = Math.sin(n * 91.7) * 24634.63;
  return x - Math.floor(x);
}

function trace(depth: number, roughness: number): string {
  const heights = Array.from({ length: BARS }, (_, bar) => {
    const level = bar < BARS * 0.38 ? 0.5 : 0.95;
    return (HEIGHT / 2) * level * (depth - roughness * noise(bar));
  });
  const top = heights.map((height, x) => `L${x} ${(HEIGHT / 2 - height).toFixed(1)}`).join("");
  const bottom = heights
    .map((height, x) => `L${x} ${(HEIGHT / 2 + height).toFixed(1)}`)
    .reverse()
    .join("");
  return `M0 ${HEIGHT / 2}${top}${bottom}Z`;
}

/** A drawn sound for the lessons: decoration, no song's. */
export function LessonWave() {
  return (
    <svg
      viewBox={`0 0 ${BARS - 1} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="absolute inset-x-0 bottom-0 block h-[34px] w-full"
    >
      <path d={trace(1, 0.55)} className="fill-wave-peak" />
      <path d={trace(0.36, 0.16)} className="fill-wave-rms" />
    </svg>
  );
}
