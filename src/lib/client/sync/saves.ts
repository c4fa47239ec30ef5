/** What was written in one save is one record to whoever wrote it: it has one author and one time. */
export function countSaves(envelopes: readonly { actor: string; at: number }[]): number {
	return new Set(envelopes.map(({ actor, at }) => `${actor} ${at}`)).size;
}
