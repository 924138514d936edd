/** Where the flow is proven on another storage than the stand-in, when all of them are set: an empty bucket that is there. */
const VARIABLES = {
  S3_ENDPOINT: "SEGNO_TEST_S3_ENDPOINT",
  S3_REGION: "SEGNO_TEST_S3_REGION",
  S3_BUCKET: "SEGNO_TEST_S3_BUCKET",
  S3_ACCESS_KEY_ID: "SEGNO_TEST_S3_ACCESS_KEY_ID",
  S3_SECRET_ACCESS_KEY: "SEGNO_TEST_S3_SECRET_ACCESS_KEY",
};

/** The app's variables for that storage; null when none is set. Throws when some are missing. */
export function readOtherStorage(env = process.env): Record<string, string> | null {
  const found = Object.entries(VARIABLES).map(([variable, source]) => ({ variable, source, value: env[source] ?? "" }));
  const missing = found.filter(({ value }) => value === "").map(({ source }) => source);
  if (missing.length === found.length) return null;
  if (missing.length > 0) throw new Error(`Set ${missing.join(", ")}, too, or none of SEGNO_TEST_S3_….`);
  const values = Object.fromEntries(found.map(({ variable, value }) => [variable, value]));
  return { ...values, S3_PUBLIC_ENDPOINT: values["S3_ENDPOINT"] ?? "" };
}
