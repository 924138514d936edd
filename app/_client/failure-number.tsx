/** Found again in the server's log. A failure in the browser has none. */
export function FailureNumber({ digest }: { digest: string | undefined }) {
  if (!digest) return null;
  return (
    <details className="text-grey-2 text-ui">
      <summary className="rounded-tag max-desk:py-2">For whoever runs this server</summary>
      <p className="mt-1">
        Failure <code className="select-all text-ink">{digest}</code>, in the log at this minute.
      </p>
    </details>
  );
}
