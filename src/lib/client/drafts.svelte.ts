/** What is being written and not yet saved: kept on the device, never sent, there again after a reload. */
import { DeviceStoreError } from '../../../sync/client/ports';
import { openDesk, type OpenDesk } from './desk.svelte';
import { createSubscriber } from 'svelte/reactivity';
import { isFull } from './room/full';
import { room } from './room/room.svelte';
import { withRoom } from './room/with-room';
import type { StoredDraft } from './store/device-database';
import type { WriteError } from './write';

export type Draft = StoredDraft;
export type DraftResult = { ok: true } | { ok: false; error: WriteError };

/** The drafts of an open desk. */
function watch(desk: OpenDesk) {
	let list: Draft[] = [];
	let failure: unknown = null;
	const track = createSubscriber((update) => {
		return desk.drafts.watch(
			(drafts) => {
				list = drafts.toSorted((a, b) => b.updatedAt - a.updatedAt);
				failure = null;
				update();
			},
			(error) => {
				failure = error;
				update();
			}
		);
	});
	return {
		get list() {
			track();
			if (failure) throw failure;
			return list;
		}
	};
}

/** Being written to the device. */
const underWay = new Set<Promise<void>>();

let watched: { desk: OpenDesk; drafts: ReturnType<typeof watch> } | null = null;

export const drafts = {
	/** Newest first. */
	get all(): Draft[] {
		const desk = openDesk();
		if (!desk) return [];
		if (watched?.desk !== desk) watched = { desk, drafts: watch(desk) };
		return watched.drafts.list;
	},

	async load(id: string): Promise<unknown> {
		return (await openDesk()?.drafts.get(id))?.value;
	},

	/** @param value plain data: pass `$state.snapshot(…)`, a proxy cannot be kept. */
	async save(id: string, value: unknown): Promise<DraftResult> {
		const desk = openDesk();
		if (!desk) return { ok: false, error: { kind: 'failed' } };
		const draft = { id, value, updatedAt: Date.now() };
		const putting = withRoom(() => desk.drafts.put(draft));
		underWay.add(putting);
		try {
			await putting;
			return { ok: true };
		} catch (error) {
			if (isFull(error)) {
				void room.look({ now: true });
				return { ok: false, error: { kind: 'storage-full' } };
			}
			throw new DeviceStoreError('failed', { cause: error });
		} finally {
			underWay.delete(putting);
		}
	},

	/** When everything that is being kept now has been kept, or could not be. */
	async settled(): Promise<void> {
		await Promise.allSettled(underWay);
	},

	async remove(id: string): Promise<void> {
		await openDesk()?.drafts.delete(id);
	}
};
