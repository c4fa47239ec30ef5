/**
 * The version of the wire. A server accepts its own version and the one before it, and upcasts old intents for ever:
 * a tablet may come back after months with records written by an older app.
 */
export const PROTOCOL = 1;
export const OLDEST_ACCEPTED_PROTOCOL = 1;
