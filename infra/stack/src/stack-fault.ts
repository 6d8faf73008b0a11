/** Something the user can fix: one sentence that says what is wrong and what to do. Exit code 1. */
export class StackFault extends Error {
  override readonly name = 'StackFault';
}
