/**
 * What is not answered within this time never will be: the connection is dead, ms. As long as an open transaction may
 * last: after it the broker has aborted what the request belonged to, so that waiting on is of no use.
 */
export const requestTimeout = 15_000;
