"use client";
import { useState } from "react";
import { joinClasses } from "./class-names";
import { drawCoverArt } from "./cover-art";

export type CoverProps = {
  /** Of the project or song: what is drawn where there is no picture. */
  id: string;
  /** A project is drawn as a record, a song as bars. */
  kind: "project" | "song";
  /** The picture's address; null for none. */
  src: string | null;
  /** Its size by class. */
  className?: string;
};

/** The small square a thing is known by. Decoration beside its name. */
export function Cover({ id, kind, src, className }: CoverProps) {
  const [failedSrc, setFailedSrc] = useState<string | null>(null);
  const { groundHue, figureHue, measures } = drawCoverArt(id);
  return (
    <span
      aria-hidden
      className={joinClasses("relative block shrink-0 overflow-hidden rounded-tag", className)}
      style={{
        background: `light-dark(oklch(0.9 0.04 ${groundHue}), oklch(0.31 0.04 ${groundHue}))`,
        color: `light-dark(oklch(0.55 0.1 ${figureHue}), oklch(0.74 0.1 ${figureHue}))`,
      }}
    >
      {src !== null && src !== failedSrc ? (
        // eslint-disable-next-line @next/next/no-img-element -- Small already, and only for who is signed in.
        <img
          src={src}
          alt=""
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={() => setFailedSrc(src)}
          className="absolute inset-0 size-full object-cover"
        />
      ) : (
        <svg viewBox="0 0 32 32" className="absolute inset-0 size-full" fill="currentColor">
          {kind === "song" ? <Bars measures={measures} /> : <Record measures={measures} />}
        </svg>
      )}
    </span>
  );
}

function Bars({ measures }: { measures: number[] }) {
  return measures.map((measure, i) => {
    const height = 3 + measure * 17;
    return <rect key={i} x={4.75 + i * 3.35} y={16 - height / 2} width={2.2} height={height} rx={1.1} />;
  });
}

/** Three grooves of their own length and turn around a hole. */
function Record({ measures }: { measures: number[] }) {
  return (
    <>
      <circle cx={16} cy={16} r={2.2 + (measures[6] ?? 0) * 1.2} />
      {[6, 9, 12].map((radius, i) => (
        <circle
          key={radius}
          cx={16}
          cy={16}
          r={radius}
          fill="none"
          stroke="currentColor"
          strokeWidth={1.9}
          strokeLinecap="round"
          pathLength={100}
          strokeDasharray={`${30 + (measures[i] ?? 0) * 60} 100`}
          transform={`rotate(${Math.round((measures[i + 3] ?? 0) * 360)} 16 16)`}
        />
      ))}
    </>
  );
}
