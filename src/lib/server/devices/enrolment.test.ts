import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { aSigner } from '../../../../tests/builders/sealing.ts';
import {
	aServerWithTablets,
	type ServerWithTablets
} from '../../../../tests/builders/server-with-tablets.ts';
import {
	ENROLMENT_CODE_MS,
	enrolRequestSchema,
	enrolResponseSchema
} from '../../domain/devices/device-api.ts';

const NOW = 1_800_000_000_000;
const TABLET = { name: 'Tablet 1', accessPointId: 'cambonino', createdBy: 'ada' };

let server: ServerWithTablets;

beforeEach(async () => {
	server = await aServerWithTablets();
});

afterEach(() => server.close());

function aCode() {
	const made = server.enrolment.makeCode(TABLET, NOW);
	if (!made.ok) throw new Error(made.error.kind);
	return made.code;
}

function enrol(code: string, { at = NOW, address = '10.0.0.1' } = {}) {
	const sent = { code, publicKey: aSigner().publicKey, appVersion: '0.1.0' };
	return server.enrolment.enrol(v.parse(enrolRequestSchema, sent), address, at);
}

describe('enrolling a tablet', () => {
	it('gives it a name, a desk, the keys to seal to and a token of its own', async () => {
		const enrolled = await enrol(aCode());
		if (!enrolled.ok) throw new Error(enrolled.error.kind);
		const { device, token } = v.parse(enrolResponseSchema, enrolled.value);
		expect(device).toMatchObject({
			name: 'Tablet 1',
			accessPoint: { id: 'cambonino', name: 'Presidio Cambonino', neighbourhoodId: 'cambonino' },
			city: { id: 'cremona', timezone: 'Europe/Rome' },
			serverKeys: [{ kid: server.serverKeys.current().kid }],
			idleLockMinutes: 5,
			serverNow: NOW
		});
		const caller = await server.deviceAuth.caller(token);
		expect(caller).toMatchObject({ kind: 'device', device: { id: device.id, enrolledBy: 'ada' } });
	});

	it('keeps neither the code nor the token', async () => {
		const code = aCode().replace('-', '');
		const stored = () =>
			JSON.stringify([
				server.connection.sqlite.prepare('select * from enrolment_codes').all(),
				server.connection.sqlite.prepare('select * from devices').all()
			]);
		expect(stored()).not.toContain(code);
		const enrolled = await enrol(code);
		if (!enrolled.ok) throw new Error(enrolled.error.kind);
		const secret = enrolled.value.token.split('.')[2]!;
		expect(stored()).not.toContain(secret);
	});

	it('takes a code as people type it', async () => {
		const typed = ` ${aCode().toLowerCase().replace('-', ' ')} `;
		expect((await enrol(typed)).ok).toBe(true);
	});

	it('takes a code once, and within a quarter of an hour', async () => {
		const [used, late] = [aCode(), aCode()];
		expect((await enrol(used)).ok).toBe(true);
		expect(await enrol(used)).toMatchObject({ error: { kind: 'wrong-code' } });
		const at = NOW + ENROLMENT_CODE_MS;
		expect(await enrol(late, { at })).toMatchObject({ error: { kind: 'wrong-code' } });
	});

	it('makes whoever guesses wait, and nobody at another address', async () => {
		const code = aCode();
		for (let guess = 0; guess < 10; guess += 1) {
			expect(await enrol('22222222')).toMatchObject({ error: { kind: 'wrong-code' } });
		}
		expect(await enrol(code)).toMatchObject({ error: { kind: 'throttled' } });
		expect((await enrol(code, { address: '10.0.0.2' })).ok).toBe(true);
	});

	it('does not use a code up on a key that is none', async () => {
		const code = aCode();
		const sent = { code: code.replace('-', ''), publicKey: 'A'.repeat(87), appVersion: '0.1.0' };
		expect(await server.enrolment.enrol(sent, '10.0.0.1', NOW)).toMatchObject({
			error: { kind: 'bad-key' }
		});
		expect((await enrol(code)).ok).toBe(true);
	});

	it('is for a desk that there is', () => {
		const elsewhere = { ...TABLET, accessPointId: 'nowhere' };
		expect(server.enrolment.makeCode(elsewhere, NOW)).toMatchObject({
			error: { kind: 'unknown-access-point' }
		});
	});
});
