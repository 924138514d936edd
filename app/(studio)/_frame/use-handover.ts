"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { projectPath } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { showToast } from "@/app/_ui/toast";

interface Handover {
  isBusy: boolean;
  /** Asks a member to own the project; there is a way back. */
  offer: (person: { id: string; name: string }) => Promise<void>;
  takeBack: () => Promise<void>;
  decline: () => Promise<void>;
  /** Becomes the owner. */
  take: () => Promise<void>;
}

/** Brings a project to another owner; what went wrong is told, and everything that shows it follows. */
export function useHandover({ id: projectId, name }: { id: string; name: string }): Handover {
  const client = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const path = `/api${projectPath(projectId)}/offer`;
  const toast = `offer-${projectId}`;
  const act = async (call: () => Promise<unknown>, tell: () => void) => {
    setBusy(true);
    try {
      await call();
      tell();
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad", id: toast });
    } finally {
      // Taking it back works at once, and not only when all that shows it was read anew.
      setBusy(false);
      void client.invalidateQueries();
    }
  };
  const say = (message: string) => () => showToast({ message, id: toast });
  const takeBack = () => act(() => callApi(path, { method: "DELETE" }), say(`${name} stays yours`));
  return {
    isBusy,
    takeBack,
    offer: (person) =>
      act(
        () => callApi(path, { method: "PUT", body: { accountId: person.id } }),
        () =>
          showToast({
            message: `${person.name} is asked to own ${name}`,
            detail: "It is yours until they accept.",
            action: { label: "Undo", onPress: () => void takeBack() },
            id: toast,
          }),
      ),
    decline: () => act(() => callApi(path, { method: "DELETE" }), say(`${name} stays as it is`)),
    take: () => act(() => callApi(`${path}/accept`, { method: "POST" }), say(`${name} is yours`)),
  };
}
