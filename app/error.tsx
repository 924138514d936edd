"use client";
import { FailureActions, type FailureProps } from "./_client/failure";
import { AuthCard } from "./(auth)/auth-card";

/** Sent along with every page, so it holds as little as it can. */
export default function PageFailed(failure: FailureProps) {
  return (
    <main className="flex min-h-dvh flex-col items-center bg-paper px-5 pt-[22vh]">
      <AuthCard
        title="This page failed"
        lead="Something went wrong on our side. Your songs and comments are safe; what you typed and had not sent may be lost."
      >
        <FailureActions {...failure} />
      </AuthCard>
    </main>
  );
}
