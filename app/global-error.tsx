"use client";
import "./globals.css";
import type { FailureProps } from "./_client/failure";
import { FailureNumber } from "./_client/failure-number";
import { Button } from "./_ui/button";
import { AuthCard } from "./(auth)/auth-card";

/** When even the frame of all pages failed: nothing here leans on it. */
export default function EverythingFailed({ error }: FailureProps) {
  return (
    <html lang="en">
      <body>
        <title>Segno failed</title>
        <main className="flex min-h-dvh flex-col items-center bg-paper px-5 pt-[22vh]">
          <AuthCard
            title="Segno failed"
            lead="Something went wrong on our side, so badly that no page can be shown. Your songs and comments are safe."
          >
            <div className="grid justify-items-start gap-4">
              <Button variant="go" onClick={() => window.location.reload()}>
                Load it again
              </Button>
              <FailureNumber digest={error.digest} />
            </div>
          </AuthCard>
        </main>
      </body>
    </html>
  );
}
