/**
 * The version of the wire. `tests/contract/wire-hash.test.ts` fails when a message changes and this does not.
 *
 * - A server accepts its own version and those before it that `upcast.ts` reads, at least the last one.
 * - A push older than that is answered 400 `protocol-too-old`: nothing was taken, the device keeps everything, says that
 *   the server does not understand it, and sends again once the app has been loaded anew.
 * - A push from the future is taken, and each of its intents is kept in quarantine until the server is renewed.
 * - Intents have a schema version of their own, and are read for ever: a tablet may come back after months.
 *
 * 2: `appVersion` in a push; `schemaVersion` in an envelope.
 * 3: sealed envelopes and their `sessions` in a push; outcome `unopened`.
 * 4: `erased` in the answer to a pull.
 */
export const PROTOCOL = 4;
export const OLDEST_ACCEPTED_PROTOCOL = 1;
