"use client";
import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { Button } from "../_ui/button";
import { FailureNumber } from "./failure-number";
import { HomeLink } from "./home-link";

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
        <HomeLink />
      </div>
      <FailureNumber digest={error.digest} />
    </div>
  );
}
