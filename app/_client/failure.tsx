"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { Button } from "../_ui/button";

export interface FailureProps {
  error: Error & { digest?: string };
  reset: () => void;
}

/** What to do about a page that failed; the number an operator asks for is one click away. */
export function FailureActions({ error, reset }: FailureProps) {
  const router = useRouter();
  const tryAgain = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <div className="grid justify-items-start gap-4">
      <div className="flex gap-2">
        <Button variant="go" onClick={tryAgain}>
          Try again
        </Button>
        <Button asChild>
          <Link href="/">Go to your songs</Link>
        </Button>
      </div>
      <FailureNumber digest={error.digest} />
    </div>
  );
}

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
