"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { ApiError } from "@/app/_client/api/api-error";

/** A song or project that was deleted, or taken from the reader, while it was open: the page says so instead of failing bit by bit. */
export function useGone(error: unknown): void {
  const router = useRouter();
  const isGone = error instanceof ApiError && error.problem.status === 404;
  useEffect(() => {
    if (isGone) router.refresh();
  }, [isGone, router]);
}
