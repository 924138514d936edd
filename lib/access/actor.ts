/** Who asks. A token acts for the account that made it; the system acts for nobody and is minted for queue functions only. */
export type Actor = PersonActor | SystemActor;

export interface PersonActor {
  kind: "session" | "token";
  accountId: string;
  name: string;
  email: string;
  isVerified: boolean;
  isAdmin: boolean;
  /** The session's or the API token's own id. */
  credentialId: string;
}

export interface SystemActor {
  kind: "system";
}
