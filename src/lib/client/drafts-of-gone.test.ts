import { describe, expect, it } from 'vitest';
import type { Contact } from '../../../sync/client/contact.ts';
import type { ContactState } from '../../../sync/client/sync-client.ts';
import { noteDraftId, orientationDraftId } from './draft-ids.ts';
import { forgetDraftsOfGone } from './drafts-of-gone.ts';
import { createMemoryDrafts } from './store/draft-store.ts';

/** A device on which these requests are, and a contact that ends when it is told to. */
async function aDesk(...requests: string[]) {
	const here = new Set(requests);
	const drafts = createMemoryDrafts();
	for (const id of ['one', 'two']) {
		await drafts.put({ id: orientationDraftId(id), value: { age: 78 }, updatedAt: 1 });
		await drafts.put({ id: noteDraftId(id), value: 'Richiamare', updatedAt: 1 });
	}
	await drafts.put({ id: 'new-request', value: {}, updatedAt: 1 });
	let listener = () => {};
	const client = {
		contact: { running: false, last: null } as unknown as ContactState,
		subscribe(told: () => void) {
			listener = told;
			return () => (listener = () => {});
		},
		replica: { row: ({ key }: { key: string }) => (here.has(key) ? ({} as never) : undefined) }
	};
	const end = forgetDraftsOfGone(client, drafts);
	async function contact(last: Contact = { kind: 'ok' } as Contact) {
		client.contact = { ...client.contact, running: true };
		listener();
		client.contact = { ...client.contact, running: false, last };
		listener();
		await new Promise((resolve) => setTimeout(resolve));
	}
	return { here, drafts, contact, end };
}

const all = ['new-request', 'note:one', 'note:two', 'orientation:one', 'orientation:two'];

describe('what was begun about a request that is gone', () => {
	it('goes after two contacts, and nothing else does', async () => {
		const { drafts, contact } = await aDesk('two');
		await contact();
		expect((await drafts.ids()).sort()).toEqual(all);
		await contact();
		expect((await drafts.ids()).sort()).toEqual(['new-request', 'note:two', 'orientation:two']);
	});

	it('stays when the request is there again at the second contact', async () => {
		const { here, drafts, contact } = await aDesk('two');
		await contact();
		here.add('one');
		await contact();
		here.delete('one');
		await contact();
		expect((await drafts.ids()).sort()).toEqual(all);
	});

	it('stays as long as no contact goes well, and when nobody is there any more', async () => {
		const { drafts, contact, end } = await aDesk();
		for (let tries = 0; tries < 3; tries += 1) await contact({ kind: 'offline' } as Contact);
		expect((await drafts.ids()).sort()).toEqual(all);
		end();
		await contact();
		await contact();
		expect((await drafts.ids()).sort()).toEqual(all);
	});
});
