"use client";
import { FailureActions, type FailureProps } from "./_client/failure";
import { AuthCard } from "./(auth)/auth-card";
import StandAlone from "./(auth)/layout";

export default function PageFailed(failure: FailureProps) {
  return (
    <StandAlone>
      <AuthCard
        title="This page failed"
        lead="Something went wrong on our side. Your songs and comments are safe; what you typed and had not sent may be lost."
      >
        <FailureActions {...failure} />
      </AuthCard>
    </StandAlone>
  );
}
