import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SessionInfo } from '$lib/domain/session';
import { noReadings } from '../readings/reading-log';
import { intent, write } from '../write';
import { openPracticeDesk } from './practice-desk';

const info = (role: SessionInfo['user']['role']): SessionInfo => ({
	user: { id: 'marta', name: 'Marta R.', role },
	accessPoints: [{ id: 'cambonino', name: 'Presidio Cambonino', neighbourhoodId: 'cambonino' }],
	scopes: ['desk:cambonino'],
	staff: [],
	city: { id: 'cremona', name: 'Cremona', timezone: 'Europe/Rome', neighbourhoods: [] },
	signedInAt: 0
});

const sendsNothing = vi.fn(() => Promise.reject(new Error('A practice desk asked the network')));

beforeEach(() => {
	vi.stubGlobal('fetch', sendsNothing);
	// Neither of the two is there: whoever opened a database or a channel would fail.
	vi.stubGlobal('indexedDB', undefined);
	vi.stubGlobal('BroadcastChannel', undefined);
});
afterEach(() => vi.unstubAllGlobals());

describe('a desk to practise at', () => {
	it('has people, requests and offers from the start, and nothing to send', async () => {
		const desk = await openPracticeDesk(info('operator'));
		const { replica } = desk.client;
		expect(['people', 'requests', 'offers'].map((name) => replica.rows(name).size)).toEqual([
			3, 3, 2
		]);
		expect(replica.meta.answeredSeq).toBe(replica.meta.highestSeq);
		const [request] = replica.rows('requests').values();
		expect(request?.fields.registeredByName).not.toBe('Marta R.');
		expect(await desk.client.contactNow()).toEqual({ kind: 'offline' });
		expect(desk.client.contact.stopped).toBeNull();
		desk.close();
	});

	it('notes nowhere who reads there', async () => {
		const desk = await openPracticeDesk(info('operator'));
		expect(desk.readings).toBe(noReadings);
		desk.close();
	});

	it('gives a volunteer one offer of their own, and nobody’s case', async () => {
		const desk = await openPracticeDesk(info('volunteer'));
		const { replica } = desk.client;
		expect(replica.rows('requests').size + replica.rows('people').size).toBe(0);
		const [offer] = replica.rows('offers').values();
		expect(offer?.fields).toMatchObject({ volunteerUserId: 'marta', volunteerName: 'Marta R.' });
		desk.close();
	});

	it('keeps what is written for as long as it is open, and asks no network', async () => {
		const desk = await openPracticeDesk(info('operator'));
		const { replica } = desk.client;
		const [id] = replica.rows('requests').keys();
		const note = intent('request.note', { requestId: id!, kind: 'note', text: 'prova' });
		expect(await write(desk, [note])).toEqual({ ok: true });
		expect(await desk.client.contactNow()).toEqual({ kind: 'offline' });
		expect(
			[...replica.outbox.values()].filter(({ seq }) => seq > replica.meta.answeredSeq)
		).toHaveLength(1);
		await desk.drafts.put({ id: 'd', updatedAt: 1, value: 'x' });
		expect(await desk.drafts.get('d')).toMatchObject({ value: 'x' });
		desk.close();
		const again = await openPracticeDesk(info('operator'));
		expect(await again.drafts.get('d')).toBeUndefined();
		expect(again.client.replica.outbox.size).toBe(replica.outbox.size - 1);
		again.close();
		expect(sendsNothing).not.toHaveBeenCalled();
	});
});
