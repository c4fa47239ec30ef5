import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDevices } from '../../../../../db/devices.ts';
import { getApp } from '../../../../lib/server/current-app.ts';
import {
	callAs,
	idOf,
	outsiders,
	startAdministeredServer
} from '../../../../../tests/builders/administration.ts';
import { aDevice, TABLET } from '../../../../../tests/builders/devices.ts';
import { GET as LIST } from './+server.ts';
import { POST as EXPORT } from './export/+server.ts';

let stop: () => Promise<void>;
beforeEach(async () => {
	stop = await startAdministeredServer();
});
afterEach(() => stop());

interface Page {
	events: Record<string, unknown>[];
	cursor: string | null;
}

async function list(query: Record<string, string> = {}): Promise<Page> {
	const { body } = await callAs('root', LIST, { query });
	return body as unknown as Page;
}

describe('who did what', () => {
	it.each(outsiders)(
		'is nobody’s to read but the administrator’s: not for %s',
		async (name, status, kind) => {
			for (const handler of [LIST, EXPORT]) {
				expect(await callAs(name, handler)).toEqual({ status, body: { error: { kind } } });
			}
			expect(getApp().audit.list({ kind: 'export' }, 1).events).toEqual([]);
		}
	);

	it('names people, tablets and access points, and nobody out of a case', async () => {
		aDevice(createDevices(getApp().connection), { name: 'Tablet Uno' });
		const { audit } = getApp();
		audit.record({
			kind: 'case-read',
			actor: idOf('marta'),
			deviceId: TABLET,
			subject: 'people/p1'
		});
		audit.record({ kind: 'change', actor: `device:${TABLET}`, subject: 'access-points/centro' });
		const { events, cursor } = await list();
		expect(cursor).toBeNull();
		expect(events).toMatchObject([
			{
				actor: { kind: 'tablet', name: 'Tablet Uno' },
				subject: { collection: 'access-points', name: 'Presidio Centro' }
			},
			{
				actor: { kind: 'person', name: 'marta R.' },
				device: { name: 'Tablet Uno' },
				subject: { collection: 'people', id: 'p1', name: null }
			}
		]);
	});

	it('has sign-ins and failed ones, without the username of somebody there is not', async () => {
		const { auth, users } = getApp();
		const made = await users.setPassphrase('marta');
		const passphrase = made.ok ? made.value.passphrase : '';
		await auth.signIn({ username: 'marta', passphrase, deviceId: TABLET }, 'x', undefined);
		await auth.signIn({ username: 'nessuno', passphrase, deviceId: null }, 'x', undefined);
		const { events } = await list();
		expect(events).toMatchObject([
			{ kind: 'sign-in-failed', actor: null, detail: 'wrong-credentials' },
			{ kind: 'sign-in', actor: { name: 'marta R.' }, device: { id: TABLET } }
		]);
		expect(JSON.stringify(events)).not.toContain('nessuno');
		expect((await list({ kind: 'sign-in' })).events).toHaveLength(1);
	});

	it('is read on from where the last page ended', async () => {
		const { audit } = getApp();
		for (let index = 0; index < 60; index += 1) {
			audit.record({ kind: 'change', actor: null, detail: String(index) });
		}
		const first = await list();
		const second = await list({ cursor: first.cursor ?? '' });
		expect([first.events.length, second.events.length, second.cursor]).toEqual([50, 10, null]);
		const ids = [...first.events, ...second.events].map(({ id }) => id);
		expect(new Set(ids).size).toBe(60);
	});

	it('is exported whole, and that it was is the next thing in it', async () => {
		const { audit } = getApp();
		audit.record({ kind: 'unlock', actor: idOf('marta'), deviceId: TABLET });
		const first = await callAs('root', EXPORT, { body: {} });
		expect(first.body).toMatchObject({ truncated: false, events: [{ kind: 'unlock' }] });
		const filtered = await callAs('root', EXPORT, { body: { kind: 'export' } });
		expect(filtered.body.events).toMatchObject([{ actor: { name: 'root R.' }, detail: 'audit' }]);
	});

	it.each([
		['kind', 'everything'],
		['from', 'yesterday'],
		['cursor', '1 or 1=1']
	])('does not understand %s %s', async (field, value) => {
		expect(await callAs('root', LIST, { query: { [field]: value } })).toMatchObject({
			status: 400
		});
	});
});
