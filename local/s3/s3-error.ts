/** A refusal in S3's own words: HTTP status, S3 error code, a sentence, and headers the refusal needs (such as Content-Range). */
export class S3Error extends Error {
  override readonly name = "S3Error";

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
    options: { cause?: unknown } = {},
  ) {
    super(message, options);
  }
}

/** The `code` of a Node system error, or undefined. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

export function isMissing(error: unknown): boolean {
  const code = systemCode(error);
  return code === "ENOENT" || code === "ENOTDIR";
}

/** Translates whatever was thrown into an answer. What nobody foresaw becomes a 500 that leaks nothing. */
export function toS3Error(error: unknown): S3Error {
  if (error instanceof S3Error) return error;
  switch (systemCode(error) ?? "") {
    case "ENOSPC":
    case "EDQUOT":
      return new S3Error(
        507,
        "InsufficientStorage",
        "The disk is full. Free some space and try again.",
        {},
        { cause: error },
      );
    case "ELOOP":
      return new S3Error(
        403,
        "AccessDenied",
        "A link stands at this key. Objects never follow links.",
        {},
        { cause: error },
      );
    case "ENAMETOOLONG":
      return new S3Error(400, "KeyTooLongError", "Your key is too long.", {}, { cause: error });
    default:
      return new S3Error(
        500,
        "InternalError",
        "We encountered an internal error. Please try again.",
        {},
        { cause: error },
      );
  }
}
