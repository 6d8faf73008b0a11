/** Something the user can put right: one sentence that says what is wrong and what to do. Ends the process with 1. */
export class StackFault extends Error {
  override readonly name = 'StackFault';
}
