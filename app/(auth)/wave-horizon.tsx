const WIDTH = 1440;
const HEIGHT = 180;
const STEP = 1.8;
const PLAYED = 594;

/** A steady pseudo-random value in 0..1 for a whole number: the same picture on every render. */
function noise(n: number): number {
  const x = Math.sin(n * 127.1) * 43758.5453;
  return x - Math.floor(x);
}

function loudness(x: number): number {
  const t = x / WIDTH;
  const section =
    t < 0.04
      ? 0.25
      : t < 0.16
        ? 0.5
        : t < 0.23
          ? 0.92
          : t < 0.37
            ? 0.62
            : t < 0.39
              ? 0.1
              : t < 0.55
                ? 0.95
                : t < 0.61
                  ? 0.3
                  : t < 0.71
                    ? 0.6
                    : t < 0.75
                      ? 0.22
                      : t < 0.94
                        ? 0.95
                        : 0.35 * (1 - t) * 16;
  return Math.max(0.05, Math.min(1, section));
}

function shape(from: number, to: number, depth: number, roughness: number): string {
  let path = `M${from} ${HEIGHT}`;
  for (let x = from; x <= to; x += STEP) {
    const height = HEIGHT * 0.88 * loudness(x) * (depth - roughness * noise(x));
    path += `L${x} ${(HEIGHT - height).toFixed(1)}`;
  }
  return `${path}L${to} ${HEIGHT}Z`;
}

/** The waveform on the horizon of the sign-in pages: decoration, no song's. */
export function WaveHorizon() {
  return (
    <div aria-hidden className="pointer-events-none relative h-[180px] w-full shrink-0 overflow-hidden max-desk:h-28">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="block h-full w-full max-desk:w-[200%]"
      >
        <path d={shape(0, PLAYED, 1, 0.55)} fill="var(--wave-played-peak)" />
        <path d={shape(0, PLAYED, 0.42, 0.14)} fill="var(--wave-played-rms)" />
        <path d={shape(PLAYED, WIDTH, 1, 0.55)} fill="var(--wave-peak)" />
        <path d={shape(PLAYED, WIDTH, 0.42, 0.14)} fill="var(--wave-rms)" />
        <rect x={PLAYED - 1} y={0} width={2} height={HEIGHT} fill="var(--playhead)" />
      </svg>
    </div>
  );
}
