/** What the API says when it says no (RFC 9457). */
export interface ApiProblem {
  status: number;
  code: string;
  reason: string;
  detail: string;
  requestId?: string;
  fields?: { field: string; message: string }[];
}

/** The server could not be reached at all. */
export const OFFLINE: ApiProblem = {
  status: 0,
  code: "unavailable",
  reason: "offline",
  detail: "Segno can't be reached. Check the connection; nothing you entered is lost.",
};

export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(readonly problem: ApiProblem) {
    super(problem.detail);
  }

  /** What is wrong with one field, in words; undefined when that field is fine. */
  fieldMessage(field: string): string | undefined {
    return this.problem.fields?.find((issue) => issue.field === field)?.message;
  }
}

/** The sentence to show for anything that was thrown. */
export function describeError(error: unknown): string {
  return error instanceof ApiError ? error.message : "Something went wrong in this page. Reload it and try again.";
}
