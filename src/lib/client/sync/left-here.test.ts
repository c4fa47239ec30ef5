import { describe, expect, it } from 'vitest';
import type { DeviceMeta, Exception } from '../../../../sync/client/ports.ts';
import type { Envelope } from '../../../../sync/protocol/envelope.ts';
import { UNREADABLE } from '../../../../sync/protocol/sealed.ts';
import { leftHere } from './left-here.ts';

/** As a locked tablet has it: what it says cannot be read. */
function sealed(seq: number, actor: string, at: number): Envelope {
	const rest = { v: 0 as const, name: UNREADABLE, args: {}, baseVersions: {}, dependsOn: [] };
	return { ...rest, seq, id: `id-${seq}`, actor, at };
}

function answer(seq: number, outcome: Exception['outcome']): Exception {
	return { seq, id: `id-${seq}`, outcome, reason: null, at: 9, supersededBy: null };
}

function left(answeredSeq: number, envelopes: Envelope[], exceptions: Exception[] = []) {
	const found = leftHere({
		meta: { answeredSeq, missing: [] } as unknown as DeviceMeta,
		outbox: new Map(envelopes.map((each) => [each.seq, each])),
		exceptions: new Map(exceptions.map((each) => [each.seq, each]))
	});
	return found.map(({ actor, at }) => `${actor} ${at}`);
}

describe('what is named to whoever leaves', () => {
	const morning = [sealed(1, 'marta', 5), sealed(2, 'marta', 5), sealed(3, 'sara', 6)];

	it('is each save once, by whose it is and when, oldest first', () => {
		expect(left(0, morning)).toEqual(['marta 5', 'sara 6']);
	});

	it('is nothing that the server has answered', () => {
		expect(left(2, morning)).toEqual(['sara 6']);
		expect(left(3, morning, [answer(3, 'rejected')])).toEqual([]);
	});

	it('is also what the server could not open', () => {
		expect(left(3, morning, [answer(2, 'unopened')])).toEqual(['marta 5']);
	});
});
