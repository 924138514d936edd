/** A refusal in Resend's shape: `{"statusCode","name","message"}`. Names as in the types of the npm package `resend`. */
export class ResendError extends Error {
  constructor(
    readonly statusCode: number,
    readonly errorName: string,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }
}

export function refuseField(field: string, message: string): ResendError {
  return new ResendError(422, "validation_error", `Invalid \`${field}\` field. ${message}`);
}

export function refuseMissing(field: string): ResendError {
  return new ResendError(422, "missing_required_field", `Missing \`${field}\` field.`);
}
