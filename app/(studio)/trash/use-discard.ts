"use client";
import { useQueryClient } from "@tanstack/react-query";
import { describeError } from "@/app/_client/api/api-error";
import { callApi } from "@/app/_client/api/request";
import { showToast } from "@/app/_ui/toast";

/** Gives something in the trash, or all of it, up for good and says so; answers whether it worked. */
export function useDiscard(): (path: string, done: string) => Promise<boolean> {
  const client = useQueryClient();
  return async (path, done) => {
    try {
      await callApi(path, { method: "DELETE" });
      showToast({ message: done });
      return true;
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
      return false;
    } finally {
      await client.invalidateQueries({ queryKey: ["trash"] });
    }
  };
}
