/** Readings of a device, through the whole server to what the administrator is shown. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Device } from '../../../../../db/devices.ts';
import { idOf, startAdministeredServer } from '../../../../../tests/builders/administration.ts';
import { aDevice } from '../../../../../tests/builders/devices.ts';
import { aPersonIntent, aPushOf, operator } from '../../../../../tests/builders/pushes.ts';
import { uuid } from '../../../../../tests/builders/sync-world.ts';
import { MAX_SENT_READINGS } from '../../../../lib/domain/readings/reading.ts';
import { callerOf } from '../../../../lib/server/auth/auth.ts';
import { getApp } from '../../../../lib/server/current-app.ts';
import { POST } from './+server.ts';

const HOUR_MS = 60 * 60 * 1000;
const LUCIA = { id: uuid(1, 1), name: 'Lucia Bianchi' };
const REQUEST = uuid(2, 1);
const LAPTOP = uuid(91, 1);

let stop: () => Promise<void>;
let tablet: Device;

beforeEach(async () => {
	stop = await startAdministeredServer();
	tablet = aDevice(getApp().devices, { name: 'Banco 1' });
	letIn('marta');
});
afterEach(() => stop());

/** As signing in on the tablet does. */
function letIn(username: string) {
	getApp().devices.addGrant({
		...{ id: crypto.randomUUID(), userId: idOf(username), deviceId: tablet.id },
		...{ publicKey: 'key', issuedAt: 1, endsAt: 2 }
	});
}

function aReading(changes: object = {}) {
	const about = { userId: idOf('marta'), collection: 'requests', key: REQUEST };
	return { id: crypto.randomUUID(), ...about, at: Date.now(), ...changes };
}

/** @param from the tablet, a person's own browser, or nobody */
async function send(readings: unknown[], from: 'tablet' | string | null, changes: object = {}) {
	const user = from === null || from === 'tablet' ? null : getApp().accounts.userByUsername(from)!;
	const body = JSON.stringify({ deviceNow: Date.now(), readings, ...changes });
	const response = await POST({
		request: new Request('http://localhost/api/sync/readings', { method: 'POST', body }),
		locals: {
			caller: user && callerOf(user),
			session: user && { deviceId: LAPTOP, signedInAt: 1 },
			device: from === 'tablet' ? getApp().devices.byId(tablet.id)! : null
		}
	} as never);
	return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** As the administrator is shown them, the newest first. */
const shown = () => getApp().administration.audit.page({ kind: 'case-read' }).events;

describe('what was read on a tablet', () => {
	it('is in the log once, however often it is sent', async () => {
		// Checked by hand that it can fail: with an id of the server's own for each event there are three.
		const reading = aReading();
		for (const readings of [[reading], [reading], [aReading({ key: uuid(2, 2) }), reading]]) {
			const { status, body } = await send(readings, 'tablet');
			expect(status).toBe(200);
			expect(body).toEqual({ taken: readings.map(({ id }) => id), unknownPeople: [] });
		}
		const ofRequest = shown().filter(({ subject }) => subject?.id === REQUEST);
		expect(ofRequest).toHaveLength(1);
		expect(ofRequest[0]).toMatchObject({
			id: reading.id,
			actor: { kind: 'person', name: 'marta R.' },
			device: { id: tablet.id, name: 'Banco 1' },
			subject: { collection: 'requests', id: REQUEST, name: null },
			detail: null
		});
	});

	it('stands where it happened, by the time that has passed since, were the tablet’s clock a year behind', async () => {
		const before = Date.now();
		const YEAR_MS = 365 * 24 * HOUR_MS;
		const deviceNow = before - YEAR_MS;
		await send([aReading({ at: deviceNow - 3 * HOUR_MS })], 'tablet', { deviceNow });
		const at = shown()[0]!.at;
		expect(at).toBeGreaterThanOrEqual(before - 3 * HOUR_MS);
		expect(at).toBeLessThanOrEqual(Date.now() - 3 * HOUR_MS);
	});

	it('is of those who were let in on it; of anybody else it waits there until they are', async () => {
		const chiaras = aReading({ userId: idOf('chiara') });
		const martas = aReading();
		expect((await send([chiaras, martas], 'tablet')).body).toEqual({
			taken: [martas.id],
			unknownPeople: [idOf('chiara')]
		});
		expect(shown().map(({ actor }) => actor?.name)).toEqual(['marta R.']);
		letIn('chiara');
		expect((await send([chiaras], 'tablet')).body).toMatchObject({ taken: [chiaras.id] });
		expect(shown()).toHaveLength(2);
	});

	it('is taken of somebody who works there no more, and from a revoked tablet with a mark', async () => {
		const { devices } = getApp();
		devices.revokePerson(idOf('marta'), Date.now());
		await send([aReading()], 'tablet');
		devices.revoke(tablet.id, Date.now());
		await send([aReading({ key: uuid(2, 2) })], 'tablet');
		expect(
			shown()
				.map(({ detail }) => detail)
				.sort()
		).toEqual(['from-revoked', null]);
	});

	it('is kept of a record that has not arrived: it may still be on its way', async () => {
		await send([aReading({ key: uuid(9, 9) })], 'tablet');
		expect(shown()).toMatchObject([{ subject: { collection: 'requests', id: uuid(9, 9) } }]);
	});
});

describe('what else a tablet has noted', () => {
	const aDeed = (deed: object, userId = idOf('marta')) => ({
		...{ id: crypto.randomUUID(), userId, at: Date.now() },
		...deed
	});
	const log = () =>
		getApp()
			.administration.audit.page({})
			.events.map(({ kind, actor, device, detail }) =>
				[kind, actor?.name, device?.name, detail ?? '-'].join(' ')
			);

	it('is that somebody unlocked it, once, and when', async () => {
		const at = Date.now() - 3 * HOUR_MS;
		const unlock = aDeed({ deed: 'unlock', at });
		for (let time = 0; time < 2; time += 1) {
			expect((await send([unlock], 'tablet')).body).toMatchObject({ taken: [unlock.id] });
		}
		expect(log()).toEqual(['unlock marta R. Banco 1 -']);
		const [event] = getApp().administration.audit.page({ kind: 'unlock' }).events;
		expect(Math.abs(event!.at - at)).toBeLessThan(5000);
	});

	it('is each of a month of unlocks that come at once, and none of them twice', async () => {
		const DAYS = 30;
		const unlocks = Array.from({ length: 50 * DAYS }, (_, number) =>
			aDeed({ deed: 'unlock', at: Date.now() - (DAYS * 24 * HOUR_MS * number) / (50 * DAYS) })
		);
		for (let time = 0; time < 2; time += 1) {
			for (let first = 0; first < unlocks.length; first += MAX_SENT_READINGS) {
				const part = unlocks.slice(first, first + MAX_SENT_READINGS);
				expect((await send(part, 'tablet')).body.taken).toHaveLength(part.length);
			}
			const { events } = getApp().audit.list({ kind: 'unlock' }, 10_000);
			expect(new Set(events.map(({ id }) => id)).size).toBe(unlocks.length);
			expect(events).toHaveLength(unlocks.length);
		}
	});

	it('is that a file of so many records was saved, by somebody or by nobody in particular', async () => {
		await send([aDeed({ deed: 'saved', records: 3 })], 'tablet');
		await send([aDeed({ deed: 'saved', records: 2 }, `device:${tablet.id}`)], 'tablet');
		await send([aDeed({ deed: 'saved', records: 1 })], 'marta');
		expect(log().sort()).toEqual(
			[
				// Her own computer has no name here.
				'export marta R.  1',
				'export Banco 1 Banco 1 2',
				'export marta R. Banco 1 3'
			].sort()
		);
	});

	it('is in the tablet’s own name that, and nothing else; and in no other tablet’s', async () => {
		const other = aDevice(getApp().devices, { id: uuid(90, 2), name: 'Banco 2' });
		const actor = `device:${tablet.id}`;
		const refused = [
			aDeed({ deed: 'unlock' }, actor),
			aReading({ userId: actor }),
			aDeed({ deed: 'saved', records: 1 }, `device:${other.id}`)
		];
		for (const each of refused) {
			expect((await send([each], 'tablet')).body).toMatchObject({ taken: [] });
		}
		expect((await send([aDeed({ deed: 'saved', records: 1 }, actor)], 'marta')).status).toBe(403);
		expect(log()).toEqual([]);
	});

	it('has a mark when the tablet had been revoked by then', async () => {
		getApp().devices.revoke(tablet.id, Date.now());
		await send([aDeed({ deed: 'unlock' })], 'tablet');
		await send([aDeed({ deed: 'saved', records: 2 })], 'tablet');
		expect(log().sort()).toEqual([
			'export marta R. Banco 1 from-revoked',
			'unlock marta R. Banco 1 from-revoked'
		]);
	});

	it.each<[string, object]>([
		['content', { deed: 'unlock', name: LUCIA.name }],
		['words for how many', { deed: 'saved', records: 'tre' }],
		['a telephone for how many', { deed: 'saved', records: 3330000001 }],
		['a deed that there is not', { deed: 'sign-in' }]
	])('is refused with the whole batch: %s', async (_what, wrong) => {
		expect((await send([aReading(), aDeed(wrong)], 'tablet')).status).toBe(400);
		expect(log()).toEqual([]);
	});

	it('hides nothing that stands under its id already, of somebody else or of another kind', async () => {
		letIn('chiara');
		const reading = aReading();
		await send([reading], 'tablet');
		const { id } = reading;
		await send([{ ...reading, userId: idOf('chiara') }, aDeed({ deed: 'unlock', id })], 'tablet');
		expect(log().sort()).toEqual([
			'case-read chiara R. Banco 1 -',
			'case-read marta R. Banco 1 -',
			'unlock marta R. Banco 1 -'
		]);
	});
});

describe('what was read on a person’s own computer', () => {
	it('is in the log as theirs', async () => {
		expect((await send([aReading()], 'marta')).status).toBe(200);
		expect(shown()).toMatchObject([
			{ actor: { name: 'marta R.' }, device: { id: LAPTOP, name: null } }
		]);
	});

	it('is nobody’s to say of another: nothing of such a batch is taken', async () => {
		const forged = await send([aReading({ userId: idOf('chiara') }), aReading()], 'chiara');
		expect(forged).toEqual({ status: 403, body: { error: { kind: 'another-person' } } });
		expect(shown()).toEqual([]);
	});

	it('is taken from nobody who is not signed in', async () => {
		expect((await send([aReading()], null)).status).toBe(401);
		expect(shown()).toEqual([]);
	});
});

describe('what is no reading', () => {
	it.each<[string, object]>([
		['a name beside it', { name: LUCIA.name }],
		['a name in the place of the record', { key: LUCIA.name }],
		['a record of another kind', { collection: 'users' }],
		['an id that is none', { id: 'first' }],
		['a time before all time', { at: -1 }],
		['a time that is no number', { at: 'ieri' }],
		['somebody with no name', { userId: '' }]
	])(
		'is refused with the whole batch, and not repeated in the answer: %s',
		async (_what, wrong) => {
			const { status, body } = await send([aReading(), aReading(wrong)], 'marta');
			expect(status).toBe(400);
			expect(body).toMatchObject({ error: { kind: 'invalid' } });
			expect(JSON.stringify(body)).not.toMatch(/Lucia|ieri/);
			expect(shown()).toEqual([]);
		}
	);

	it('is refused beside the readings, and when they are too many', async () => {
		expect((await send([], 'marta', { note: LUCIA.name })).status).toBe(400);
		const many = Array.from({ length: MAX_SENT_READINGS + 1 }, () => aReading());
		expect((await send(many, 'marta')).status).toBe(413);
		expect(shown()).toEqual([]);
	});
});

describe('what was read of a record that is erased', () => {
	const ref = { collection: 'people', key: LUCIA.id };

	it('stays without which, whether it came before or comes after', async () => {
		const { syncStore, connection } = getApp();
		await syncStore.applyPush(aPushOf([aPersonIntent(LUCIA)]), operator, Date.now());
		const ofLucia = () => aReading({ collection: 'people', key: LUCIA.id });
		await send([ofLucia(), aReading()], 'tablet');
		expect(shown().map(({ subject }) => subject?.id)).toContain(LUCIA.id);
		await syncStore.erase([ref]);
		await send([ofLucia()], 'tablet');
		const subjects = shown().map(({ subject }) => `${subject?.collection}/${subject?.id}`);
		expect(subjects.sort()).toEqual(['people/', 'people/', `requests/${REQUEST}`]);
		const rows = connection.sqlite.prepare('select * from audit_events').all();
		expect(JSON.stringify(rows)).not.toContain(LUCIA.id);
	});
});
