/**
 * The keys that records are sealed with on tablets, one for each scope.
 *
 * Invariants
 * - A key is HKDF-SHA256 (RFC 5869) of the server's secret, without salt, with the vault's id as `info`: the database
 *   knows only ids, and a new id is a new key.
 * - Only whoever may pull a scope gets its key.
 */
import { hkdfSync } from 'node:crypto';
import type { Vaults } from '../../../../db/vaults.ts';
import type { VaultKey } from '../../domain/devices/device-api.ts';
import type { ServerKeys } from './server-keys.ts';

/** AES-256. */
const KEY_BYTES = 32;

export type VaultKeys = ReturnType<typeof createVaultKeys>;

export function createVaultKeys(
	vaults: Pick<Vaults, 'current'>,
	keys: Pick<ServerKeys, 'vaultSecret'>
) {
	/** The current key of each of these scopes. */
	return function keysOf(scopes: readonly string[], now: number): VaultKey[] {
		const secret = keys.vaultSecret();
		return scopes.map((scope) => {
			const { id } = vaults.current(scope, now);
			const key = Buffer.from(hkdfSync('sha256', secret, '', id, KEY_BYTES));
			return { id, scope, key: key.toString('base64url') };
		});
	};
}
