/** Everything that can wait, told also while none does: a series that comes and goes can't be alarmed on. */
export const KNOWN_WORK = [
  { work: "analysis", state: "waiting" },
  { work: "analysis", state: "running" },
  { work: "tag_request", state: "waiting" },
  { work: "export", state: "queued" },
  { work: "export", state: "running" },
  { work: "brief", state: "queued" },
  { work: "brief", state: "writing" },
  { work: "upload", state: "reserved" },
  { work: "upload", state: "open" },
  { work: "upload", state: "completing" },
  { work: "mail_transactional", state: "pending" },
  { work: "mail_transactional", state: "deferred" },
  { work: "mail_bulk", state: "pending" },
  { work: "mail_bulk", state: "deferred" },
] as const;
