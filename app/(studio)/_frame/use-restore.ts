"use client";
import { useQueryClient } from "@tanstack/react-query";
import { describeError } from "@/app/_client/api/api-error";
import { callApi } from "@/app/_client/api/request";
import { showToast } from "@/app/_ui/toast";

export interface DeletedThing {
  id: string;
  /** As people call it: "Demo", "v3 of Demo". */
  name: string;
}

/** Takes something out of the trash and says so; answers whether it worked. */
export function useRestore(): (thing: DeletedThing) => Promise<boolean> {
  const client = useQueryClient();
  return async ({ id, name }) => {
    try {
      await callApi(`/api/trash/${id}/restore`, { method: "POST" });
      showToast({ message: `${name} is back`, id: `trash-${id}` });
      return true;
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad", id: `trash-${id}` });
      return false;
    } finally {
      // What came back shows in lists, in the tree and in the trash.
      await client.invalidateQueries();
    }
  };
}

/** Says that something is deleted, with a way back. */
export function useTellDeleted(): (thing: DeletedThing) => void {
  const restore = useRestore();
  return (thing) =>
    showToast({
      message: `${thing.name} is deleted`,
      detail: "It stays in the trash for a month.",
      action: { label: "Undo", onPress: () => void restore(thing) },
      id: `trash-${thing.id}`,
    });
}
