import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDevices } from '../../../../../db/devices.ts';
import { enrolmentCodeSchema } from '../../../../lib/domain/devices/device-api.ts';
import { getApp } from '../../../../lib/server/current-app.ts';
import * as v from 'valibot';
import {
	callAs,
	idOf,
	outsiders,
	startAdministeredServer
} from '../../../../../tests/builders/administration.ts';
import { aDevice, TABLET } from '../../../../../tests/builders/devices.ts';
import { GET as LIST, POST as MAKE_CODE } from './+server.ts';
import { PUT as RENAME } from './[id]/+server.ts';
import { POST as REVOKE } from './[id]/revoke/+server.ts';
import { POST as WIPE } from './[id]/wipe/+server.ts';

let stop: () => Promise<void>;
beforeEach(async () => {
	stop = await startAdministeredServer();
});
afterEach(() => stop());

const devices = () => createDevices(getApp().connection);
const NEW = { name: 'Tablet 2', accessPointId: 'centro' };

describe('tablets', () => {
	it.each(outsiders)(
		'are nobody’s to see, enrol or end but the administrator’s: not for %s',
		async (name, status, kind) => {
			const before = aDevice(devices());
			for (const handler of [LIST, MAKE_CODE, RENAME, REVOKE, WIPE]) {
				expect(await callAs(name, handler, { id: TABLET, body: NEW })).toEqual({
					status,
					body: { error: { kind } }
				});
			}
			expect(devices().byId(TABLET)).toEqual(before);
		}
	);

	it('are enrolled with a code that is good once and that the database does not know', async () => {
		const { status, body } = await callAs('root', MAKE_CODE, { body: NEW });
		expect(status).toBe(201);
		expect(body.goodForMs).toBe(15 * 60 * 1000);
		const code = String(body.code);
		expect(code).toMatch(/^.{4}-.{4}$/);
		const hash = createHash('sha256').update(v.parse(enrolmentCodeSchema, code)).digest('hex');
		const tablet = { id: TABLET, tokenHash: 'h', publicKey: 'k', appVersion: '1' };
		expect(devices().enrol(hash, tablet, Date.now())).toMatchObject(NEW);
		expect(devices().enrol(hash, { ...tablet, id: 'other' }, Date.now())).toBeUndefined();
		const { body: list } = await callAs('root', LIST);
		expect(list).toMatchObject({ devices: [{ id: TABLET, enrolledBy: 'root R.' }] });
		expect(JSON.stringify(getApp().audit.list({}, 50))).not.toContain(code);
	});

	it('are not enrolled at a desk there is not', async () => {
		const body = { ...NEW, accessPointId: 'luna' };
		expect(await callAs('root', MAKE_CODE, { body })).toMatchObject({ status: 409 });
	});

	it('are renamed, revoked and told to clear themselves, each noted once', async () => {
		aDevice(devices());
		const renamed = await callAs('root', RENAME, { id: TABLET, body: { name: ' Banco ' } });
		expect(renamed).toMatchObject({ status: 200, body: { name: 'Banco' } });
		const wiped = await callAs('root', WIPE, { id: TABLET });
		expect(wiped.body).toMatchObject({ revokedAt: null, wipeRequestedAt: expect.any(Number) });
		for (let times = 0; times < 2; times += 1) {
			const revoked = await callAs('root', REVOKE, { id: TABLET });
			expect(revoked.body).toMatchObject({ revokedAt: expect.any(Number) });
		}
		const { events } = getApp().audit.list({ deviceId: TABLET }, 10);
		expect(events.map(({ kind, detail, actor }) => [kind, detail, actor])).toEqual([
			['revocation', 'revoked', idOf('root')],
			['revocation', 'wipe', idOf('root')],
			['change', 'changed', idOf('root')]
		]);
	});

	it('are listed without what they send with', async () => {
		aDevice(devices(), { tokenHash: 'secret-hash' });
		const { body } = await callAs('root', LIST);
		expect(JSON.stringify(body)).not.toContain('secret-hash');
	});

	it('are said to be unknown when there are none', async () => {
		for (const handler of [RENAME, REVOKE, WIPE]) {
			expect((await callAs('root', handler, { id: 'x', body: { name: 'y' } })).status).toBe(404);
		}
	});
});
