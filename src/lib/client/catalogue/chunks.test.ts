import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyToChunks, packChunks, type Chunk } from './chunks';

interface Entry {
	id: string;
	text: string;
}

const entry = (id: string, text = id): Entry => ({ id, text });

function contents(chunks: Chunk<Entry>[]): Map<string, Entry> {
	return new Map(chunks.flatMap((chunk) => [...chunk]));
}

describe('chunks of the stored catalogue', () => {
	it('packs 401 entries in three records', () => {
		const chunks = packChunks(Array.from({ length: 401 }, (_, i) => entry(String(i))));
		expect(chunks.map((chunk) => chunk.size)).toEqual([200, 200, 1]);
	});

	it('rewrites only the record of an entry that changed, and keeps the entry there', () => {
		const chunks = packChunks([entry('a'), entry('b'), entry('c')], 2);
		const touched = applyToChunks(chunks, [entry('a', 'nuovo')], [], 2);
		expect([...touched]).toEqual([0]);
		expect(chunks[0]?.get('a')?.text).toBe('nuovo');
	});

	it('puts a new entry in the last record, and opens another when that is full', () => {
		const chunks = packChunks([entry('a'), entry('b'), entry('c')], 2);
		expect([...applyToChunks(chunks, [entry('d')], [], 2)]).toEqual([1]);
		expect([...applyToChunks(chunks, [entry('e')], [], 2)]).toEqual([2]);
		expect(chunks).toHaveLength(3);
	});

	it('ignores the removal of an entry it never had', () => {
		const chunks = packChunks([entry('a')]);
		expect(applyToChunks(chunks, [], ['z']).size).toBe(0);
	});

	it('after any series of changes holds exactly what a plain map holds, each entry once', () => {
		const ids = fc.constantFrom(...'abcdefghij');
		const step = fc.record({
			upserts: fc.uniqueArray(fc.record({ id: ids, text: fc.string() }), {
				selector: ({ id }) => id,
				maxLength: 5
			}),
			removed: fc.uniqueArray(ids, { maxLength: 3 })
		});
		fc.assert(
			fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
				const chunks = packChunks<Entry>([entry('a'), entry('b'), entry('c')], 2);
				const expected = contents(chunks);
				for (const { upserts, removed } of steps) {
					const before = chunks.map((chunk) => JSON.stringify([...chunk]));
					const touched = applyToChunks(chunks, upserts, removed, 2);
					for (const id of removed) expected.delete(id);
					for (const upsert of upserts) expected.set(upsert.id, upsert);
					chunks.forEach((chunk, key) => {
						if (!touched.has(key)) expect(JSON.stringify([...chunk])).toBe(before[key]);
					});
				}
				expect(contents(chunks)).toEqual(expected);
				expect(chunks.reduce((sum, chunk) => sum + chunk.size, 0)).toBe(expected.size);
			})
		);
	});
});
