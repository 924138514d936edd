import type { NoticeReach } from "@/lib/domains/notifications/preferences/schema";

/** How much one can hear of a place. */
export const LEVEL_WORDS: Record<NoticeReach | "project", { label: string; hint: string }> = {
  project: { label: "As the project", hint: "What you chose for its project, or everything." },
  all: { label: "Everything", hint: "Takes, comments, stages and whatever else happens." },
  personal: { label: "Mentions and replies", hint: "When somebody speaks to you, or answers where you wrote." },
  nothing: { label: "Nothing", hint: "Neither here nor by mail. You can still look at any time." },
};
