import { userInfo } from 'node:os';

/** Who calls this command, as the system calls them; undefined where it knows no name. */
export function caller(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    // The system knows no name for its user.
    return undefined;
  }
}
