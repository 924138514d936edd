import { z } from "zod";

/** Longest name of a project, song or person, in code points, as zod counts them. */
export const MAX_NAME_LENGTH = 200;

/**
 * A name as a person typed it: any script, emoji and direction, shown exactly as given but for outer white space.
 * Control characters and an empty name are refused.
 */
export const nameSchema = z
  .string()
  .trim()
  .min(1, "Give it a name.")
  .max(MAX_NAME_LENGTH, `Keep it under ${MAX_NAME_LENGTH} characters.`)
  .refine((name) => !/\p{Cc}/u.test(name), "Leave out control characters such as line breaks.");

export const MAX_DESCRIPTION_LENGTH = 5000;

/** Plain text of several lines; empty for none. Control characters but line breaks and tabs are refused. */
export const descriptionSchema = z
  .string()
  .transform((text) => text.replace(/\r\n?/g, "\n").trim())
  .pipe(
    z
      .string()
      .max(MAX_DESCRIPTION_LENGTH, `Keep it under ${MAX_DESCRIPTION_LENGTH} characters.`)
      .refine((text) => !/[^\P{Cc}\n\t]/u.test(text), "Leave out control characters."),
  );
