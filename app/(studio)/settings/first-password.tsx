"use client";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { callApi } from "@/app/_client/api/request";
import { Button } from "@/app/_ui/button";
import { showToast } from "@/app/_ui/toast";

/** For who signs in by a provider alone: the link that sets a password goes to their address. */
export function FirstPassword({ email }: { email: string }) {
  const [state, setState] = useState<"none" | "busy" | "mailed">("none");
  const ask = async () => {
    setState("busy");
    try {
      await callApi("/api/accounts/reset", { method: "POST", body: { email } });
      setState("mailed");
    } catch (error) {
      setState("none");
      showToast({ message: describeError(error), tone: "bad" });
    }
  };
  return (
    <>
      <span className="min-w-0 flex-1 text-grey-1">none</span>
      <Button size="small" disabled={state !== "none"} onClick={() => void ask()}>
        Set one
      </Button>
      <p role="status" className="basis-full text-pretty text-grey-1 empty:hidden">
        {state === "mailed" && `A link is on its way to ${email}. With a password you can change the address, too.`}
      </p>
    </>
  );
}
