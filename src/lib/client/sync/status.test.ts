import { describe, expect, it } from 'vitest';
import { chipKind } from './status.ts';

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
