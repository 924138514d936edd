"use client";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { ApiError } from "./_client/api/api-error";
import { shouldAskAgain } from "./_client/api/ask-again";
import { READY_EVENT } from "./_client/early/ready-event";
import { showToast, Toaster } from "./_ui/toast";

/** A session that ended while a page was open: said once, with the way back here. */
function tellSignedOut(error: unknown): void {
  if (!(error instanceof ApiError) || error.problem.status !== 401) return;
  const here = window.location.pathname + window.location.search;
  showToast({
    id: "signed-out",
    durationMs: null,
    tone: "bad",
    message: "You were signed out",
    action: { label: "Sign in", href: `/sign-in?next=${encodeURIComponent(here)}` },
  });
}

/** What every page stands in: server state and messages. */
export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        queryCache: new QueryCache({ onError: tellSignedOut }),
        defaultOptions: { queries: { staleTime: 30_000, retry: shouldAskAgain, refetchOnWindowFocus: true } },
      }),
  );
  // The last effect of the first drawing. What still waits to be made alive is made so by the press itself.
  useEffect(() => {
    window.dispatchEvent(new Event(READY_EVENT));
  }, []);
  return (
    <QueryClientProvider client={client}>
      {children}
      <Toaster />
    </QueryClientProvider>
  );
}
