/** A step that is done the first time it is asked for, and not again. */
export function once(step: () => void): () => void {
  let applied = false;
  return () => {
    if (applied) return;
    applied = true;
    step();
  };
}
