/** Whether something can do its work, and why not. */
export type Readiness = { readonly ok: true } | { readonly ok: false; readonly why: string };

/** Ready, as a value. */
export const ready: Readiness = { ok: true };

/** Not ready, with the reason. */
export function notReady(why: string): Readiness {
  return { ok: false, why };
}
