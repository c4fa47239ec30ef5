/** What the server knows beforehand of a file that somebody carries here from a tablet. */
import { eq, inArray } from 'drizzle-orm';
import type { Connection } from './connection.ts';
import { ledger, quarantine, stores } from './schema/sync.ts';

export type CarriedLookups = ReturnType<typeof createCarriedLookups>;

export function createCarriedLookups({ orm }: Pick<Connection, 'orm'>) {
	return {
		/** The device whose store this is; undefined while nothing of it has come. */
		deviceOfStore(storeId: string): string | undefined {
			const columns = { deviceId: stores.deviceId };
			return orm.select(columns).from(stores).where(eq(stores.storeId, storeId)).get()?.deviceId;
		},

		/** Those that were answered before, whatever the answer was. */
		knownIds(ids: readonly string[]): Set<string> {
			const answered = orm
				.select({ id: ledger.id })
				.from(ledger)
				.where(inArray(ledger.id, [...ids]))
				.all();
			const kept = orm
				.select({ id: quarantine.id })
				.from(quarantine)
				.where(inArray(quarantine.id, [...ids]))
				.all();
			return new Set([...answered, ...kept].map(({ id }) => id));
		}
	};
}
