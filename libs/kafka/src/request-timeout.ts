/**
 * A request that is not answered within this time never will be: the connection is dead, ms. It equals the timeout of a
 * transaction: after that the broker has aborted what the request belonged to, so that waiting longer is useless.
 */
export const requestTimeout = 15_000;
