"use client";
import { useId } from "react";
import { FORMAT_WORDS } from "@/app/(studio)/_frame/exports/export-words";
import { type ExportFormat, NOTES_FORMATS } from "@/lib/domains/exports/schema";

interface ExportFormatsProps {
  value: ExportFormat;
  onChange: (format: ExportFormat) => void;
  hasWav: boolean;
  error: string | undefined;
}

/** What there is to choose from, each with a line of what it is for. */
export function ExportFormats({ value, onChange, hasWav, error }: ExportFormatsProps) {
  const group = useId();
  const formats = NOTES_FORMATS.filter((format) => format !== "wav" || hasWav);
  return (
    <div>
      <div role="radiogroup" aria-label="Format" className="-mx-2 grid grid-cols-2 max-desk:grid-cols-1">
        {formats.map((format) => (
          <label
            key={format}
            className="flex min-h-12 cursor-pointer items-center gap-3 rounded-control px-2 py-1.5 hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-accent-text"
          >
            <input
              type="radio"
              name={group}
              value={format}
              checked={format === value}
              onChange={() => onChange(format)}
              className="size-4 shrink-0 accent-ink"
            />
            <span className="min-w-0">
              <span className="block font-strong">{FORMAT_WORDS[format].label}</span>
              <span className="block text-pretty text-grey-2 text-meta">{FORMAT_WORDS[format].hint}</span>
            </span>
          </label>
        ))}
      </div>
      {error && (
        <p role="alert" className="mt-1.5 text-bad-text text-meta">
          {error}
        </p>
      )}
    </div>
  );
}
