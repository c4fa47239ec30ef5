import { describe, expect, it } from 'vitest';
import type { Envelope } from '../../../../sync/protocol/envelope.ts';
import { chipKind, goesWithNext } from './status.ts';

const quiet = { last: { kind: 'ok' } as const, running: false, sending: null };
const none = { unsent: 0, toFix: 0, missing: 0 };

describe('the sync chip', () => {
	it('says that all is sent only after a contact that went well, with the network there', () => {
		expect(chipKind(none, quiet, true)).toBe('all-sent');
		expect(chipKind(none, { ...quiet, last: null }, true)).toBe('nothing-to-send');
		expect(chipKind(none, quiet, false)).toBe('nothing-to-send');
		expect(
			chipKind(none, { ...quiet, last: { kind: 'server-silent', retryAfterMs: null } }, true)
		).toBe('nothing-to-send');
	});

	it('never says that all is sent while one is refused or lost', () => {
		expect(chipKind({ ...none, toFix: 1 }, quiet, true)).toBe('to-fix');
		expect(chipKind({ ...none, missing: 1 }, quiet, true)).toBe('missing');
	});

	it('says that it is sending only while it does, not before anybody has asked the server', () => {
		const reloaded = { last: null, running: true, sending: null };
		expect(chipKind({ ...none, unsent: 2 }, reloaded, true)).toBe('waiting');
		expect(chipKind({ ...none, unsent: 2 }, reloaded, false)).toBe('waiting-offline');
		const leaving = { ...reloaded, sending: { fromSeq: 1, throughSeq: 2 } };
		expect(chipKind({ ...none, unsent: 2 }, leaving, true)).toBe('sending');
	});

	it.each([
		['offline', 'waiting-offline'],
		['captive-portal', 'captive-portal'],
		['sign-in-needed', 'server-silent'],
		['not-understood', 'server-silent']
	] as const)('after a contact that ended %s shows %s', (kind, chip) => {
		const contact = { ...quiet, last: { kind } };
		expect(chipKind({ ...none, unsent: 2 }, contact, true)).toBe(chip);
	});
});

describe('what is counted', () => {
	function anEnvelope(seq: number, name: string, at: number): Envelope {
		const id = '01890000-0000-7000-8000-000000000001';
		return { v: 0, seq, id, actor: 'marta', name, args: {}, baseVersions: {}, dependsOn: [], at };
	}
	function outboxOf(...envelopes: Envelope[]) {
		return new Map(envelopes.map((envelope) => [envelope.seq, envelope]));
	}

	it.each([
		['person.register', 'request.register'],
		['person.register', 'relation.register'],
		['relation.register', 'request.register'],
		['person.edit', 'request.edit'],
		['request.edit', 'person.merge']
	])('takes %s and the %s of the same save for one thing to send', (ofPerson, ofRequest) => {
		const person = anEnvelope(1, ofPerson, 5);
		const request = anEnvelope(2, ofRequest, 5);
		expect(goesWithNext(person, outboxOf(person, request))).toBe(true);
		expect(goesWithNext(request, outboxOf(person, request))).toBe(false);
	});

	it('counts a person on their own when what follows is of another save, or is not there', () => {
		const person = anEnvelope(1, 'person.register', 5);
		expect(goesWithNext(person, outboxOf(person))).toBe(false);
		const later = anEnvelope(2, 'request.register', 6);
		expect(goesWithNext(person, outboxOf(person, later))).toBe(false);
		const note = anEnvelope(2, 'request.note', 5);
		expect(goesWithNext(person, outboxOf(person, note))).toBe(false);
	});
});
