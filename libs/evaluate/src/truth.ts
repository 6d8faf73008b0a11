/** True, false, or undetermined (undefined). */
export type Truth = boolean | undefined;

/** False if one is false, else undetermined if one is, else true. */
export function allOf(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(undefined) ? undefined : true;
}

/** True if one is true, else undetermined if one is, else false. */
export function anyOf(truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true;
  return truths.includes(undefined) ? undefined : false;
}
