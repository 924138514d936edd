"use client";
import "./globals.css";
import { FailureNumber, type FailureProps } from "./_client/failure";
import { Button } from "./_ui/button";
import { Logo } from "./_ui/logo";
import { AuthCard } from "./(auth)/auth-card";

/** When even the frame of all pages failed: nothing here leans on it. */
export default function EverythingFailed({ error }: FailureProps) {
  return (
    <html lang="en">
      <body>
        <title>Segno failed</title>
        <div className="flex min-h-dvh flex-col bg-paper">
          <header className="flex h-[72px] shrink-0 items-center px-10 max-desk:h-16 max-desk:px-5">
            <Logo />
          </header>
          <main className="flex grow flex-col items-center px-5 pt-[9vh]">
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
        </div>
      </body>
    </html>
  );
}
