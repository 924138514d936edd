import { z } from "zod";
import { idSchema, instantSchema } from "@/lib/core/http-schema";
import { nameSchema } from "@/lib/core/text";

/** Length in code points, as a person counts them. The upper bound keeps one hash's cost bounded. */
export const MIN_PASSWORD_LENGTH = 8;
const MAX_PASSWORD_LENGTH = 256;

export const emailSchema = z
  .string()
  .trim()
  .max(254, "This address is too long.")
  .regex(
    /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+\.[^\s@<>()[\]\\,;:"]+$/u,
    "Write an address such as mara@example.com.",
  );

const passwordSchema = z
  .string()
  .min(MIN_PASSWORD_LENGTH, `Use at least ${MIN_PASSWORD_LENGTH} characters.`)
  .max(MAX_PASSWORD_LENGTH, `Use at most ${MAX_PASSWORD_LENGTH} characters.`);

const secretSchema = z.string().min(20, "This link is not complete.").max(200, "This link is not valid.");

export const signUpSchema = z.strictObject({
  email: emailSchema,
  password: passwordSchema,
  name: nameSchema,
  timeZone: z.string().max(64).optional(),
});
export const verifySchema = z.strictObject({ token: secretSchema });
export const askAgainSchema = z.strictObject({ email: emailSchema });
export const setPasswordSchema = z.strictObject({ token: secretSchema, password: passwordSchema });
export const knownPasswordSchema = z
  .string()
  .min(1, "Write your password.")
  .max(MAX_PASSWORD_LENGTH, "This is not your password.");
export const changePasswordSchema = z.strictObject({ currentPassword: knownPasswordSchema, password: passwordSchema });
export const changeAddressSchema = z.strictObject({ email: emailSchema, currentPassword: knownPasswordSchema });
export const credentialsSchema = z.strictObject({
  email: emailSchema,
  password: z.string().min(1).max(MAX_PASSWORD_LENGTH),
});
/** With e-mail and password from a program, or with the name alone inside a session. */
export const createTokenSchema = z.strictObject({
  email: emailSchema.optional(),
  password: z.string().min(1).max(MAX_PASSWORD_LENGTH).optional(),
  name: nameSchema,
});
const hourSchema = z.number().int().min(0).max(23);
/** No mail at once from the one hour to the other, in one's own zone; over midnight where the first is the later. */
const quietHoursSchema = z
  .strictObject({ from: hourSchema, to: hourSchema })
  .refine(({ from, to }) => from !== to, { path: ["to"], message: "Quiet hours end at another hour than they begin." });

export const updateAccountSchema = z.strictObject({
  name: nameSchema.optional(),
  timeZone: z.string().max(64).optional(),
  digestFrequency: z.enum(["daily", "weekly", "off"]).optional(),
  digestHour: hourSchema.optional(),
  /** Of a weekly digest; 1 is Monday. */
  digestDay: z.number().int().min(1).max(7).optional(),
  quietHours: quietHoursSchema.nullable().optional(),
});

export const accountSchema = z.object({
  id: idSchema,
  email: z.string(),
  name: z.string(),
  isVerified: z.boolean(),
  /** Without one a provider signs them in, or a mailed link sets one. */
  hasPassword: z.boolean(),
  timeZone: z.string(),
  digestFrequency: z.enum(["daily", "weekly", "off"]),
  digestHour: z.number().int(),
  digestDay: z.number().int(),
  quietHours: z.object({ from: z.number().int(), to: z.number().int() }).nullable(),
  /** Mail to the address came back, or one was marked as unwanted: none is sent, or no digests, until it is lifted. */
  mailProblem: z.enum(["bounced", "complained"]).nullable(),
});
export const apiTokenSchema = z.object({
  id: idSchema,
  name: z.string(),
  createdAt: instantSchema,
  lastUsedAt: instantSchema.nullable(),
});
export const sessionSchema = z.object({
  id: idSchema,
  /** "Firefox on Windows"; null when the browser did not say. */
  device: z.string().nullable(),
  isThisOne: z.boolean(),
  createdAt: instantSchema,
  lastUsedAt: instantSchema,
});
/** The secret is shown this once; only its hash is kept. */
export const createdApiTokenSchema = apiTokenSchema.extend({ token: z.string() });

export type SignUpInput = z.infer<typeof signUpSchema>;
export type Credentials = z.infer<typeof credentialsSchema>;
export type AccountView = z.infer<typeof accountSchema>;
export type SessionView = z.infer<typeof sessionSchema>;
export type ChangePassword = z.infer<typeof changePasswordSchema>;
export type ChangeAddress = z.infer<typeof changeAddressSchema>;
export type ApiTokenView = z.infer<typeof apiTokenSchema>;
export type CreatedApiToken = z.infer<typeof createdApiTokenSchema>;
export type UpdateAccountInput = z.infer<typeof updateAccountSchema>;
