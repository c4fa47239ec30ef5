/**
 * Which key each scope's records are sealed with on tablets, by id. The keys themselves are derived from a secret that
 * is not in the database.
 *
 * Invariants
 * - The current vault of a scope is the newest of this history of the server's: a restore starts new ones.
 * - An older one is never current again; its row stays, so that its id is never given twice.
 */
import { randomUUID } from 'node:crypto';
import { desc, eq } from 'drizzle-orm';
import type { Connection } from './connection.ts';
import { vaults } from './schema/devices.ts';
import { serverState } from './schema/sync.ts';

export type Vault = typeof vaults.$inferSelect;

export type Vaults = ReturnType<typeof createVaults>;

export function createVaults({ orm }: Pick<Connection, 'orm'>) {
	function epoch(): string {
		const row = orm.select().from(serverState).where(eq(serverState.name, 'epoch')).get();
		if (!row) throw new Error('The database has no epoch.');
		return row.value;
	}

	function newest(scope: string): Vault | undefined {
		return orm
			.select()
			.from(vaults)
			.where(eq(vaults.scope, scope))
			.orderBy(desc(vaults.createdAt))
			.limit(1)
			.get();
	}

	function add(scope: string, now: number, previous: Vault | undefined): Vault {
		// Newest by this moment, also when the server's clock has been set back.
		const createdAt = Math.max(now, (previous?.createdAt ?? 0) + 1);
		const vault = { id: randomUUID(), scope, epoch: epoch(), createdAt };
		orm.insert(vaults).values(vault).run();
		return vault;
	}

	return {
		/** The vault to seal a scope's records with, made when there is none in this history. */
		current(scope: string, now: number): Vault {
			return orm.transaction(() => {
				const last = newest(scope);
				return last && last.epoch === epoch() ? last : add(scope, now, last);
			});
		},

		/** Starts new keys for these scopes; one that was never asked for gets its first when it is. @returns how many */
		renew(scopes: readonly string[], now: number): number {
			return orm.transaction(() => {
				const renewed = [...new Set(scopes)].flatMap((scope) => {
					const last = newest(scope);
					return last ? [add(scope, now, last)] : [];
				});
				return renewed.length;
			});
		}
	};
}
