import { describe, expect, it } from 'vitest';
import { uuid } from '../../tests/builders/sync-world.ts';
import { nextPart, readSealedQueue, SEALED_QUEUE_FORMAT, type SealedQueue } from './carried.ts';
import { PROTOCOL } from './version.ts';

const SESSION_OF = [1, 1, 1, 2];

/** Two people, four envelopes. */
const queue: SealedQueue = {
	...{ format: SEALED_QUEUE_FORMAT, v: 1, protocol: PROTOCOL, schemaVersion: 1 },
	...{ deviceId: uuid(1, 1), storeId: uuid(1, 2) },
	sessions: [1, 2].map((each) => ({
		...{ id: uuid(2, each), deviceId: uuid(1, 1), actor: `person ${each}`, kid: 'first', at: 1 },
		...{ enc: 'AAAA', key: 'BBBB', vault: null, grant: 'a.b.c', signature: 'CCCC' }
	})),
	envelopes: SESSION_OF.map((session, index) => ({
		...{ v: 1 as const, seq: index + 1, id: uuid(3, index + 1), actor: `person ${session}`, at: 1 },
		...{ dependsOn: [], session: uuid(2, session), iv: 'a'.repeat(16), sealed: 'b'.repeat(40) }
	}))
};

const errorOf = (text: string) => {
	const read = readSealedQueue(text);
	return read.ok ? null : read.error.kind;
};

describe('a sealed queue', () => {
	it('is read as it was written', () => {
		expect(readSealedQueue(JSON.stringify(queue))).toEqual({ ok: true, queue });
	});

	it('is told from other files', () => {
		for (const text of ['', 'ciao', '[]', 'null', '{"format":"sportello-intents"}']) {
			expect(errorOf(text)).toBe('not-a-queue');
		}
	});

	it('is damaged when it was cut short, or when a part of it is not as it should be', () => {
		const text = JSON.stringify(queue);
		expect(errorOf(text.slice(0, -20))).toBe('damaged');
		expect(errorOf(text.replace('AAAA', 'à'))).toBe('damaged');
		expect(errorOf(JSON.stringify({ ...queue, protocol: undefined }))).toBe('damaged');
	});

	it('holds no envelope in clear', () => {
		const clear = { v: 0, name: 'person.register', args: { name: 'Anna' } };
		const envelopes = [{ ...queue.envelopes[0], ...clear }];
		expect(errorOf(JSON.stringify({ ...queue, envelopes }))).toBe('damaged');
	});

	it('of a newer app is not read', () => {
		expect(errorOf(JSON.stringify({ ...queue, v: 2 }))).toBe('newer');
		expect(errorOf(JSON.stringify({ ...queue, protocol: PROTOCOL + 1 }))).toBe('newer');
	});
});

describe('the parts it is sent in', () => {
	const parts = (limit: { intents: number; bytes: number }) => {
		const found = [];
		for (let left = queue.envelopes; left.length > 0;) {
			const part = nextPart(queue, left, limit);
			found.push(part);
			left = left.slice(part.envelopes.length);
		}
		return found;
	};

	it('hold each envelope once, in order, with the sessions they need', () => {
		const found = parts({ intents: 2, bytes: 1e6 });
		expect(found.flatMap(({ envelopes }) => envelopes)).toEqual(queue.envelopes);
		expect(found.map(({ sessions }) => sessions.map(({ actor }) => actor))).toEqual([
			['person 1'],
			['person 1', 'person 2']
		]);
	});

	it('stay below the limit, but for one envelope that is larger than it alone', () => {
		const whole = JSON.stringify(nextPart(queue, queue.envelopes, { intents: 500, bytes: 1e6 }));
		const bytes = whole.length - 1;
		const found = parts({ intents: 500, bytes });
		expect(found).toHaveLength(2);
		for (const part of found) expect(JSON.stringify(part).length).toBeLessThanOrEqual(bytes);
		expect(parts({ intents: 500, bytes: 10 })).toHaveLength(4);
	});
});
