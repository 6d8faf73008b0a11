import { userInfo } from 'node:os';

/** The user who runs this command, as the system names them; undefined if it has no name for them. */
export function caller(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    // The system has no name for its user.
    return undefined;
  }
}
