import { AppError } from "@/lib/core/errors";
import { formatBytes } from "@/lib/core/format-bytes";
import type { StorageUse } from "./schema";

export interface Quotas {
  projectBytes: number | null;
  accountBytes: number | null;
}

/** Whose room an administrator changes. */
export interface QuotaTarget {
  kind: "person" | "project";
  id: string;
}

/** What an administrator set goes before what is configured. */
export function chooseQuotas(set: Quotas, configured: Quotas): Quotas {
  return {
    projectBytes: set.projectBytes ?? configured.projectBytes,
    accountBytes: set.accountBytes ?? configured.accountBytes,
  };
}

/** With what is being announced. */
export interface Use {
  projectBytes: number;
  accountBytes: number;
}

/** @throws AppError conflict `project_full`, `owner_full`: what is used with this file is more than there may be. */
export function requireRoom(use: Use, quotas: Quotas, sizeBytes: number): void {
  const { projectBytes, accountBytes } = quotas;
  if (projectBytes !== null && use.projectBytes > projectBytes) {
    throw full("project_full", "This project", projectBytes, use.projectBytes - sizeBytes);
  }
  if (accountBytes !== null && use.accountBytes > accountBytes) {
    throw full("owner_full", "The owner of this project", accountBytes, use.accountBytes - sizeBytes);
  }
}

function full(reason: string, who: string, quotaBytes: number, usedBytes: number): AppError {
  const left = formatBytes(Math.max(0, quotaBytes - usedBytes));
  const room = `${who} has ${left} of ${formatBytes(quotaBytes)} left.`;
  return new AppError(
    "conflict",
    reason,
    `${room} Delete versions nobody needs, also from the trash, or ask whoever looks after this Segno for more room.`,
  );
}

export interface ProjectUse {
  id: string;
  name: string;
  /** What an administrator set for it. */
  quotaBytes: number | null;
  isDeleted: boolean;
  usedBytes: number;
  trashBytes: number;
}

/** Sums up; the largest project first. */
export function toStorageUse(projects: ProjectUse[], quotas: Quotas): StorageUse {
  const sum = (key: "usedBytes" | "trashBytes") => projects.reduce((total, project) => total + project[key], 0);
  return {
    usedBytes: sum("usedBytes"),
    trashBytes: sum("trashBytes"),
    quotaBytes: quotas.accountBytes,
    projectQuotaBytes: quotas.projectBytes,
    projects: projects
      .map((project) => ({ ...project, quotaBytes: project.quotaBytes ?? quotas.projectBytes }))
      .sort((one, other) => other.usedBytes - one.usedBytes || (one.id < other.id ? -1 : 1)),
  };
}
