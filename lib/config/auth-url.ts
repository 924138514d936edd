/**
 * Tells next-auth the app's address. It takes it from this variable alone; without it, it would believe the `Host` header
 * or http://localhost:3000. Called before its handler is built.
 */
export function publishAuthUrl(appUrl: string): void {
  process.env.NEXTAUTH_URL = appUrl;
}
