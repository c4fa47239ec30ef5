import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDevices } from '../../../../../db/devices.ts';
import { getApp } from '../../../../lib/server/current-app.ts';
import {
	callAs,
	idOf,
	outsiders,
	startAdministeredServer
} from '../../../../../tests/builders/administration.ts';
import { aDevice } from '../../../../../tests/builders/devices.ts';
import { GET as LIST, POST as ADD } from './+server.ts';
import { PUT as CHANGE } from './[id]/+server.ts';

let stop: () => Promise<void>;
beforeEach(async () => {
	stop = await startAdministeredServer();
});
afterEach(() => stop());

const ZAIST = { name: 'Presidio Zàist, Nord', neighbourhoodId: 'centro', note: 'Al piano terra' };

describe('access points', () => {
	it.each(outsiders)(
		'are nobody’s to change but the administrator’s: not for %s',
		async (name, status, kind) => {
			for (const handler of [LIST, ADD, CHANGE]) {
				const refused = await callAs(name, handler, { id: 'centro', body: ZAIST });
				expect(refused).toEqual({ status, body: { error: { kind } } });
			}
			expect(
				getApp()
					.accounts.accessPoints()
					.map(({ name }) => name)
			).toEqual(['Presidio Cambonino', 'Presidio Centro']);
		}
	);

	it('are listed with how many people can sign in and how many tablets are in use there', async () => {
		const devices = createDevices(getApp().connection);
		aDevice(devices);
		const lost = aDevice(devices, { id: '0198c0de-0000-7000-8000-00000000aaaa' });
		devices.revoke(lost.id, 1);
		getApp().users.disable('piero');
		const { body } = await callAs('root', LIST);
		expect(body).toMatchObject({
			accessPoints: [
				{ id: 'cambonino', people: 1, devices: 1 },
				{ id: 'centro', people: 0, devices: 0 }
			],
			neighbourhoods: [{ id: 'centro' }, { id: 'cambonino' }]
		});
	});

	it('are added after the others with an id that can be typed, and changed', async () => {
		const added = await callAs('root', ADD, { body: ZAIST });
		expect(added).toEqual({ status: 201, body: { id: 'presidio-zaist-nord' } });
		const change = { ...ZAIST, name: ' Presidio Zaist ', note: '' };
		expect(await callAs('root', CHANGE, { id: 'presidio-zaist-nord', body: change })).toMatchObject(
			{
				status: 200
			}
		);
		const list = (await callAs('root', LIST)).body.accessPoints as unknown[];
		expect(list.at(-1)).toMatchObject({ name: 'Presidio Zaist', note: '', people: 0 });
		const subjects = getApp()
			.audit.list({ kind: 'change', actor: idOf('root') }, 10)
			.events.map(({ subject, detail }) => [subject, detail]);
		expect(subjects).toEqual([
			['access-points/presidio-zaist-nord', 'changed'],
			['access-points/presidio-zaist-nord', 'added']
		]);
	});

	it.each([
		[
			'a name another one has',
			{ ...ZAIST, name: 'presidio  centro '.replace('  ', ' ') },
			409,
			'name-taken'
		],
		[
			'a neighbourhood there is not',
			{ ...ZAIST, neighbourhoodId: 'luna' },
			409,
			'unknown-neighbourhood'
		],
		['no name', { ...ZAIST, name: '  ' }, 400, 'invalid']
	])('are not added with %s', async (_what, body, status, kind) => {
		const refused = await callAs('root', ADD, { body });
		expect(refused).toMatchObject({ status, body: { error: { kind } } });
		expect(getApp().accounts.accessPoints()).toHaveLength(2);
	});

	it('keep their own name when something else of them changes, and are said to be unknown when there are none', async () => {
		const body = { name: 'Presidio Centro', neighbourhoodId: 'cambonino', note: '' };
		expect((await callAs('root', CHANGE, { id: 'centro', body })).status).toBe(200);
		expect((await callAs('root', CHANGE, { id: 'luna', body: ZAIST })).status).toBe(404);
	});
});
