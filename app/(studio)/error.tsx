"use client";
import { FailureActions, type FailureProps } from "@/app/_client/failure";
import { PageHeader } from "@/app/_ui/page-header";

/** Inside the frame, so that the player and uploads go on. */
export default function StudioPageFailed(failure: FailureProps) {
  return (
    <>
      <PageHeader title="This page failed" />
      <div className="grid max-w-[56ch] gap-5 px-6 py-6 max-desk:px-4">
        <p className="text-pretty text-body text-grey-1">
          Something went wrong on our side. Your songs and comments are safe, and what plays or uploads goes on.
        </p>
        <FailureActions {...failure} />
      </div>
    </>
  );
}
