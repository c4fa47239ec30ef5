/**
 * The catalogue as it lies on disk: some hundreds of entries a record, because IndexedDB costs by the record and
 * not by the byte, and a delta should rewrite little.
 *
 * Invariants: an entry is in exactly one chunk; an entry that stays keeps its chunk; chunk keys are 0…n−1.
 */

/** Entries a chunk holds when it is made. At about 500 bytes each, 100 kB a record. */
export const CHUNK_SIZE = 200;

export interface Identified {
	id: string;
}

export type Chunk<Entry extends Identified> = Map<string, Entry>;

export function packChunks<Entry extends Identified>(
	entries: readonly Entry[],
	size = CHUNK_SIZE
): Chunk<Entry>[] {
	const chunks: Chunk<Entry>[] = [];
	for (let start = 0; start < entries.length; start += size) {
		chunks.push(new Map(entries.slice(start, start + size).map((entry) => [entry.id, entry])));
	}
	return chunks;
}

/**
 * Changes `chunks` in place and returns the keys of those to be written again.
 * New entries go to the last chunk while it has room.
 */
export function applyToChunks<Entry extends Identified>(
	chunks: Chunk<Entry>[],
	upserts: readonly Entry[],
	removed: readonly string[],
	size = CHUNK_SIZE
): Set<number> {
	const chunkOfId = new Map<string, number>();
	chunks.forEach((chunk, key) => {
		for (const id of chunk.keys()) chunkOfId.set(id, key);
	});
	const touched = new Set<number>();
	for (const id of removed) {
		const key = chunkOfId.get(id);
		if (key === undefined) continue;
		chunks[key]?.delete(id);
		chunkOfId.delete(id);
		touched.add(key);
	}
	for (const entry of upserts) {
		const key = chunkOfId.get(entry.id) ?? keyWithRoom(chunks, size);
		chunks[key]?.set(entry.id, entry);
		chunkOfId.set(entry.id, key);
		touched.add(key);
	}
	return touched;
}

function keyWithRoom<Entry extends Identified>(chunks: Chunk<Entry>[], size: number): number {
	const last = chunks.at(-1);
	if (last === undefined || last.size >= size) chunks.push(new Map());
	return chunks.length - 1;
}
