import { issuerUrl, text } from "./formats";
import type { Variable } from "./variable";

/** Of providers that people can sign in with, beside e-mail and password. */
export const SIGN_IN_VARIABLES = {
  GOOGLE_CLIENT_ID: {
    group: "google",
    schema: text,
    role: "required",
    description: "Of an OAuth client at Google that may come back to APP_URL/api/auth/callback/google.",
    example: "1234.apps.googleusercontent.com",
  },
  GOOGLE_CLIENT_SECRET: {
    group: "google",
    schema: text,
    role: "required",
    isSecret: true,
    description: "Its secret.",
  },
  GITHUB_CLIENT_ID: {
    group: "github",
    schema: text,
    role: "required",
    description: "Of an OAuth app at GitHub that may come back to APP_URL/api/auth/callback/github.",
    example: "Iv1.0123456789abcdef",
  },
  GITHUB_CLIENT_SECRET: {
    group: "github",
    schema: text,
    role: "required",
    isSecret: true,
    description: "Its secret.",
  },
  GITHUB_URL: {
    group: "github",
    schema: issuerUrl,
    role: "setting",
    fallback: "https://github.com",
    description: "A GitHub Enterprise Server in place of github.com.",
  },
  OIDC_ISSUER: {
    group: "oidc",
    schema: issuerUrl,
    role: "required",
    description:
      "Any other OpenID provider, by what it calls itself. Its client may come back to APP_URL/api/auth/callback/oidc.",
    example: "https://login.example/realms/band",
  },
  OIDC_CLIENT_ID: { group: "oidc", schema: text, role: "required", description: "The client's id.", example: "segno" },
  OIDC_CLIENT_SECRET: {
    group: "oidc",
    schema: text,
    role: "required",
    isSecret: true,
    description: "Its secret.",
  },
  OIDC_NAME: {
    group: "oidc",
    schema: text,
    role: "setting",
    fallback: "single sign-on",
    description: "How its button calls it: Continue with …",
  },
} as const satisfies Record<string, Variable>;
