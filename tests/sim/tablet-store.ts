/**
 * A tablet's database as one tab has it: every transaction takes its time before and after the commit, so that a crash
 * falls on either side. One tab's transactions end in the order they began, as IndexedDB's do; loading alone goes on after
 * its reading, since what was read is opened then.
 */
import { DeviceStoreError, type DeviceStore } from '../../sync/client/ports.ts';
import type { Random } from './random.ts';
import type { Scheduler } from './scheduler.ts';

/** What ends with a tab: nothing that it waits for comes any more. */
export interface Life {
	alive: boolean;
	onDeath: (() => void)[];
	/** Its last transaction. */
	tail: Promise<void>;
	/** Transactions and contacts under way. */
	busy: number;
}

/** The database, whoever has it open. */
export interface Disk {
	tail: Promise<void>;
	full: boolean;
}

export const newLife = (): Life => ({ alive: true, onDeath: [], tail: Promise.resolve(), busy: 0 });

export function die(life: Life) {
	life.alive = false;
	for (const listener of life.onDeath) listener();
}

type Operation = keyof DeviceStore;
const growing: readonly Operation[] = ['append', 'supersede', 'applyPage'];

export function createTabletStore(
	store: DeviceStore,
	life: Life,
	disk: Disk,
	random: Random,
	scheduler: Scheduler,
	/** A page of this scope has just been committed. */
	onPage: (scope: string) => void
): DeviceStore {
	function transaction<Result>(name: Operation, commit: () => Promise<Result>): Promise<Result> {
		return new Promise((resolve, reject) => {
			life.busy += 1;
			const before = random.chance(0.1) ? random.between(20, 400) : random.between(0, 6);
			const after = random.chance(0.1) ? random.between(20, 400) : random.between(0, 4);
			disk.tail = disk.tail.then(async () => {
				await scheduler.sleep(before);
				// Cut off before the commit: none of it is there.
				if (!life.alive) return;
				const done = await attempt(name, commit);
				const end = async () => {
					await scheduler.sleep(after);
					if (!life.alive) return;
					life.busy -= 1;
					if (done.ok) resolve(done.result);
					else reject(done.error);
				};
				if (name === 'load') void end();
				else life.tail = life.tail.then(end);
			});
		});
	}

	async function attempt<Result>(name: Operation, commit: () => Promise<Result>) {
		try {
			if (disk.full && growing.includes(name)) throw new DeviceStoreError('storage-full');
			return { ok: true as const, result: await commit() };
		} catch (error) {
			return { ok: false as const, error };
		}
	}

	return {
		load: () => transaction('load', () => store.load()),
		append: (...given) => transaction('append', () => store.append(...given)),
		supersede: (...given) => transaction('supersede', () => store.supersede(...given)),
		setAside: (...given) => transaction('setAside', () => store.setAside(...given)),
		unanswered: (...given) => transaction('unanswered', () => store.unanswered(...given)),
		recordAnswer: (...given) => transaction('recordAnswer', () => store.recordAnswer(...given)),
		applyPage: (...given) =>
			transaction('applyPage', async () => {
				const write = await store.applyPage(...given);
				if (write !== null) onPage(given[0].scope);
				return write;
			}),
		forget: (...given) => transaction('forget', () => store.forget(...given)),
		dropScopes: (...given) => transaction('dropScopes', () => store.dropScopes(...given)),
		changeEpoch: (...given) => transaction('changeEpoch', () => store.changeEpoch(...given)),
		prune: (...given) => transaction('prune', () => store.prune(...given))
	};
}
