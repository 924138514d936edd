/** The small picture of a song: its shape in a square; an empty square while there is none. */
export function TrackGlyph({ shape }: { shape: readonly number[] | undefined }) {
  return (
    <span aria-hidden className="grid size-10 shrink-0 place-items-center rounded-control bg-press">
      {shape && shape.length > 0 && (
        <svg viewBox={`0 0 ${shape.length} 22`} preserveAspectRatio="none" className="h-[22px] w-8 fill-wave-rms">
          {shape.map((value, x) => {
            const height = Math.max(1, Math.min(1, value) * 22);
            return <rect key={x} x={x} y={(22 - height) / 2} width={0.8} height={height} />;
          })}
        </svg>
      )}
    </span>
  );
}
