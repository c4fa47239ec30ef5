import { describe, expect, it } from 'vitest';
import type { Contact } from '../../../sync/client/contact.ts';
import type { ContactState } from '../../../sync/client/sync-client.ts';
import { noteDraftId, orientationDraftId } from './draft-ids.ts';
import { forgetDraftsOfGone, KEPT_MS } from './drafts-of-gone.ts';
import { createMemoryDrafts } from './store/draft-store.ts';

const WRITTEN_AT = 1_000;

/** A device on which these requests are, and a contact that ends when it is told to. */
async function aDesk({ here = [], refused = [] }: { here?: string[]; refused?: string[] } = {}) {
	const drafts = createMemoryDrafts();
	for (const id of ['one', 'two']) {
		await drafts.put({ id: orientationDraftId(id), value: { age: 78 }, updatedAt: WRITTEN_AT });
		await drafts.put({ id: noteDraftId(id), value: 'Richiamare', updatedAt: WRITTEN_AT });
	}
	await drafts.put({ id: 'new-request', value: {}, updatedAt: WRITTEN_AT });
	let listener = () => {};
	const client = {
		contact: { running: false, last: null, stopped: null } as unknown as ContactState,
		subscribe(told: () => void) {
			listener = told;
			return () => (listener = () => {});
		},
		replica: {
			row: ({ key }: { key: string }) => (here.includes(key) ? ({} as never) : undefined),
			own: ({ key }: { key: string }) => (refused.includes(key) ? [{} as never] : [])
		}
	};
	let time = WRITTEN_AT + KEPT_MS + 1;
	const end = forgetDraftsOfGone(client, drafts, () => time);
	async function contact(change: Partial<ContactState> = {}) {
		client.contact = { ...client.contact, running: true };
		listener();
		const last = { kind: 'ok' } as Contact;
		client.contact = { ...client.contact, running: false, last, ...change };
		listener();
		await new Promise((resolve) => setTimeout(resolve));
		return (await drafts.list()).map(({ id }) => id).sort();
	}
	return { contact, end, at: (moment: number) => (time = moment) };
}

const all = ['new-request', 'note:one', 'note:two', 'orientation:one', 'orientation:two'];

describe('what was begun about a request that is gone', () => {
	it('goes when nobody has written on it for a week, and nothing else does', async () => {
		const { contact, at } = await aDesk({ here: ['two'] });
		at(WRITTEN_AT + KEPT_MS);
		expect(await contact()).toEqual(all);
		at(WRITTEN_AT + KEPT_MS + 1);
		expect(await contact()).toEqual(['new-request', 'note:two', 'orientation:two']);
	});

	it('stays with a request that was refused, and can be put right', async () => {
		const { contact } = await aDesk({ refused: ['one', 'two'] });
		expect(await contact()).toEqual(all);
	});

	it('stays when the contact did not bring everything, or did not go well', async () => {
		const { contact } = await aDesk();
		expect(await contact({ stopped: 'row:requests' })).toEqual(all);
		expect(await contact({ stopped: null, last: { kind: 'offline' } as Contact })).toEqual(all);
	});

	it('stays when the desk has been closed', async () => {
		const { contact, end } = await aDesk();
		end();
		expect(await contact()).toEqual(all);
	});
});
