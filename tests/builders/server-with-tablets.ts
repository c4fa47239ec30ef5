/** A server of a city of two desks with its people and keys, in memory but for the keys. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAudit } from '../../db/audit.ts';
import { createAccounts } from '../../db/accounts.ts';
import { createDevices } from '../../db/devices.ts';
import { createSealedSessions } from '../../db/sealed-sessions.ts';
import { createSessions } from '../../db/sessions.ts';
import { createVaults } from '../../db/vaults.ts';
import { createAuth } from '../../src/lib/server/auth/auth.ts';
import { hashPassphrase } from '../../src/lib/server/auth/passphrases.ts';
import { createUsers } from '../../src/lib/server/auth/users.ts';
import { createContacts } from '../../src/lib/server/devices/contact.ts';
import { createDeviceAuth } from '../../src/lib/server/devices/device-auth.ts';
import { createDeviceStates } from '../../src/lib/server/devices/device-state.ts';
import { createEnrolment } from '../../src/lib/server/devices/enrolment.ts';
import { createGrants } from '../../src/lib/server/devices/grants.ts';
import { createOpenSealed } from '../../src/lib/server/devices/open-sealed.ts';
import { createPeopleOnDevice } from '../../src/lib/server/devices/people-on-device.ts';
import { openServerKeys } from '../../src/lib/server/devices/server-keys.ts';
import { createVaultKeys } from '../../src/lib/server/devices/vault-keys.ts';
import { aCity } from './city.ts';
import { aDatabase } from './database.ts';

export const PASSPHRASE = 'sette cani sul ponte';
/** Made once: it takes its time. */
const passphraseHash = hashPassphrase(PASSPHRASE);
export const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Anna works at Cambonino, Carla at Centro, Piero is a volunteer at Cambonino, Mario a manager, Ada an administrator.
 */
const PEOPLE = [
	['anna', 'operator', ['cambonino']],
	['carla', 'operator', ['centro']],
	['piero', 'volunteer', ['cambonino']],
	['mario', 'manager', []],
	['ada', 'administrator', []]
] as const;

export async function aServerWithTablets() {
	const connection = aDatabase();
	const folder = mkdtempSync(join(tmpdir(), 'sportello-tablets-'));
	connection.sqlite.exec("insert into server_state (name, value) values ('epoch', 'first')");
	const accounts = createAccounts(connection);
	accounts.addCity(aCity());
	const sessions = createSessions(connection);
	const devices = createDevices(connection);
	const users = createUsers(accounts, sessions, devices);
	const hash = await passphraseHash;
	accounts.addUsers(
		PEOPLE.map(([username, role, accessPointIds]) => ({
			id: randomUUID(),
			username,
			name: `${username} Esempio`,
			role,
			accessPointIds,
			passphraseHash: hash,
			createdAt: Date.now()
		}))
	);

	const serverKeys = openServerKeys(join(folder, 'keys'), { mayCreate: true, now: Date.now() });
	const auth = createAuth(accounts, sessions);
	const grants = createGrants(serverKeys, 7 * DAY_MS);
	const stateOf = createDeviceStates(accounts, serverKeys, 5);
	const audit = createAudit(connection);
	const vaults = createVaults(connection);
	const vaultKeysOf = createVaultKeys(vaults, serverKeys);
	const peopleOnDevice = createPeopleOnDevice({
		accounts,
		audit,
		auth,
		devices,
		grants,
		vaultKeysOf
	});
	const parts = { accounts, devices, grants, serverKeys };
	const sealedSessions = createSealedSessions(connection);

	return {
		connection,
		accounts,
		users,
		auth,
		devices,
		serverKeys,
		grants,
		vaults,
		vaultKeysOf,
		peopleOnDevice,
		sealedSessions,
		deviceAuth: createDeviceAuth(devices, auth),
		enrolment: createEnrolment(devices, accounts, stateOf),
		contacts: createContacts(devices, peopleOnDevice, stateOf),
		/** Opens as a server does that has just been started. */
		openSealed: createOpenSealed({ ...parts, sessions: sealedSessions }),
		restartedOpenSealed: () => createOpenSealed({ ...parts, sessions: sealedSessions }),
		idOf: (username: string) => accounts.userByUsername(username)!.id,
		close() {
			connection.close();
			rmSync(folder, { recursive: true });
		}
	};
}
export type ServerWithTablets = Awaited<ReturnType<typeof aServerWithTablets>>;
