/** Seen to fail: a draft that is dropped after what was being saved when the tablet was locked. */
import { expect, it } from 'vitest';
import { dropDraft, durably, writesSettled } from './write.ts';

it('waits for the draft of what is still being saved', async () => {
	const dropped: string[] = [];
	const drafts = {
		delete: async (id: string) => {
			await new Promise((resolve) => setTimeout(resolve, 5));
			dropped.push(id);
		}
	};
	let saved: () => void = () => undefined;
	const saving = durably(new Promise<void>((resolve) => (saved = resolve))).then(() =>
		dropDraft({ drafts }, 'one')
	);
	const settled = writesSettled();
	saved();
	await settled;
	await saving;
	expect(dropped).toEqual(['one']);
});

it('does not wait for what cannot be saved', async () => {
	const saving = durably(Promise.reject(new Error('no')));
	await Promise.all([writesSettled(), expect(saving).rejects.toThrow('no')]);
});
