/**
 * What an adapter of the port needs of the merge: adapters live outside of this folder and know only it and the protocol.
 */
export { formatChecksum, parseChecksum } from '../merge/checksum.ts';
export type { StoredRow } from '../merge/merge-fields.ts';
export type { Caller, ServerModel } from '../merge/model.ts';
