/**
 * Something the user can fix: one sentence that says what is wrong and what to do. Ends the process with exit
 * code 1.
 */
export class StackFault extends Error {
  override readonly name = 'StackFault';
}
