import type { WaveColors } from "./draw-waveform";

/**
 * Reads colours through a hidden element: a custom property itself answers `light-dark(…)`,
 * which a canvas cannot paint, while a computed `color` is resolved for the theme in force.
 */
export function resolveWaveColors(probe: HTMLElement, isPlayed: boolean): WaveColors {
  const style = getComputedStyle(probe);
  const read = (token: string) => {
    probe.style.color = `var(${token})`;
    return style.color;
  };
  return {
    peak: read(isPlayed ? "--wave-played-peak" : "--wave-peak"),
    rms: read(isPlayed ? "--wave-played-rms" : "--wave-rms"),
    grid: read("--wave-bar"),
  };
}
