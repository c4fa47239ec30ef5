/**
 * The composition root: everything the server is made of is made here, once, from the settings.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createAccounts } from '../../../db/accounts.ts';
import { createAudit } from '../../../db/audit.ts';
import { createCarriedLookups } from '../../../db/carried.ts';
import type { Connection } from '../../../db/connection.ts';
import { erasedFile, openDataDir } from '../../../db/data-dir.ts';
import { createErasedFile } from '../../../db/erased-file.ts';
import { sampleCity } from '../../../db/seed/cremona/city.ts';
import { seedCatalogue } from '../../../db/seed/seed-catalogue.ts';
import { seedCity } from '../../../db/seed/seed-city.ts';
import { seedRules } from '../../../db/seed/seed-rules.ts';
import { createDevices } from '../../../db/devices.ts';
import { createSealedSessions } from '../../../db/sealed-sessions.ts';
import { createSessions } from '../../../db/sessions.ts';
import { createSqliteServerStore } from '../../../db/sync-store.ts';
import { createVaults } from '../../../db/vaults.ts';
import { serverModel } from '../domain/server-model.ts';
import { createAdministration } from './administration/administration.ts';
import { auditingSignIns } from './administration/audit.ts';
import { createAuth } from './auth/auth.ts';
import { createUsers } from './auth/users.ts';
import { createNightlyBackups, type BackupHealth } from './backups/nightly.ts';
import { createCatalogueService } from './catalogue/catalogue-service.ts';
import { createPublishedRules } from './catalogue/published-rules.ts';
import { createContacts } from './devices/contact.ts';
import { createDeviceAuth } from './devices/device-auth.ts';
import { createDeviceStates } from './devices/device-state.ts';
import { createEnrolment } from './devices/enrolment.ts';
import { createGrants } from './devices/grants.ts';
import { createOpenSealed } from './devices/open-sealed.ts';
import { createPeopleOnDevice } from './devices/people-on-device.ts';
import { openServerKeys } from './devices/server-keys.ts';
import { createTakeCarried } from './devices/take-carried.ts';
import { createTakePush } from './devices/take-push.ts';
import { createTakeReadings } from './devices/take-readings.ts';
import { createVaultKeys } from './devices/vault-keys.ts';
import { createLog } from './log.ts';
import { createQuarantine } from './quarantine.ts';
import { createRetention } from './retention.ts';
import { createSampleAccounts, describeSampleAccounts } from './sample-accounts.ts';
import type { Settings } from './settings.ts';
import { createTurns } from './turns.ts';

/** A year: what an administrator needs to look back on, no more. */
const KEEP_SIGN_INS_MS = 365 * 24 * 60 * 60 * 1000;

export interface Surroundings {
	/** The project's folder: migrations and relative paths start there. */
	root: string;
	/** Says something to the person at the terminal. */
	print(text: string): void;
}

export interface Health {
	status: 'ok' | 'failing';
	version: string;
	/** The history this database belongs to; null when it cannot be read. */
	epoch: string | null;
	database: { ok: boolean; migrations: number };
	/** Null when no backups are made here. */
	backup: BackupHealth | null;
	uptimeSeconds: number;
}

export type App = Awaited<ReturnType<typeof createApp>>;

function countMigrations({ sqlite }: Connection): number {
	return sqlite.prepare('select count(*) from __drizzle_migrations').pluck().get() as number;
}

export async function createApp(settings: Settings, { root, print }: Surroundings) {
	const log = createLog(settings.logLevel);
	const startedAt = Date.now();
	const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
		version: string;
	};

	const dataDir = resolve(root, settings.dataDir);
	const { connection, migration } = openDataDir(dataDir, join(root, 'db', 'migrations'));
	if (migration.applied > 0) log.info({ migrations: migration }, 'database migrated');

	const accounts = createAccounts(connection);
	const sessions = createSessions(connection);
	const devices = createDevices(connection);
	const audit = createAudit(connection);
	const users = createUsers(accounts, sessions, devices);
	const auth = createAuth(accounts, auditingSignIns(sessions, audit));
	const erased = createErasedFile(erasedFile(dataDir));
	const syncStore = createSqliteServerStore(connection, serverModel, erased);
	const quarantine = createQuarantine(syncStore, accounts, devices, audit);
	const serverKeys = keysOf(resolve(root, settings.keysDir));
	const grants = createGrants(serverKeys, settings.grantMs);
	const stateOf = createDeviceStates(accounts, serverKeys, settings.idleLockMinutes);
	const peopleOnDevice = createPeopleOnDevice({
		accounts,
		audit,
		auth,
		devices,
		grants,
		vaultKeysOf: createVaultKeys(createVaults(connection), serverKeys)
	});
	const enrolment = createEnrolment(devices, accounts, stateOf);
	const administration = createAdministration({
		connection,
		accounts,
		users,
		devices,
		enrolment,
		audit
	});
	const openSealed = createOpenSealed({
		accounts,
		devices,
		grants,
		serverKeys,
		sessions: createSealedSessions(connection)
	});
	const takePush = createTakePush(openSealed, syncStore);
	const takeCarried = createTakeCarried({
		devices,
		lookups: createCarriedLookups(connection),
		takePush,
		audit
	});
	const takeReadings = createTakeReadings({ devices, audit, erased });
	const catalogue = createCatalogueService(connection, dataDir, {
		onError: (error) => log.error({ err: error }, 'catalogue not published')
	});

	if (settings.sampleCity && seedCity(accounts, sampleCity)) {
		const services = await seedCatalogue(connection);
		log.info({ city: sampleCity.id, services }, 'sample city entered');
		await catalogue.publish();
		const created = await createSampleAccounts(users, settings.samplePassphrase);
		print(describeSampleAccounts(created));
	}
	// Whoever has had the sample city since before there were rules gets them too.
	if (settings.sampleCity && accounts.city()?.id === sampleCity.id) {
		const rules = seedRules(connection, startedAt);
		if (rules > 0) log.info({ rules }, 'sample rules entered');
	}
	// What was imported meanwhile is published while the last version is being served: thousands of entries take a while.
	catalogue.manifest();
	await auth.endExpiredSessions();
	sessions.forgetSignInsBefore(startedAt - KEEP_SIGN_INS_MS);

	const nightly = settings.backupDir
		? createNightlyBackups({ connection, erased, folder: resolve(root, settings.backupDir), log })
		: null;
	nightly?.start();

	function keysOf(folder: string) {
		try {
			return openServerKeys(folder, {
				mayCreate: !devices.hasAny(),
				now: startedAt,
				onTrouble: (error) => log.error({ err: error }, 'keys not read again')
			});
		} catch (error) {
			connection.close();
			throw error;
		}
	}

	const retention = settings.retention
		? createRetention({
				connection,
				syncStore,
				log,
				// Without their ids: nothing is to lead back to what was erased.
				onErased: () => audit.record({ kind: 'erasure', actor: null })
			})
		: null;
	retention?.start();

	async function health(): Promise<Health> {
		const backup = nightly?.health() ?? null;
		const about = { version, uptimeSeconds: Math.round((Date.now() - startedAt) / 1000) };
		try {
			const database = { ok: true, migrations: countMigrations(connection) };
			return { status: 'ok', ...about, epoch: await syncStore.epoch(), database, backup };
		} catch (error) {
			log.error({ err: error }, 'database failing');
			const database = { ok: false, migrations: 0 };
			return { status: 'failing', ...about, epoch: null, database, backup };
		}
	}

	return {
		settings,
		log,
		connection,
		accounts,
		users,
		auth,
		audit,
		devices,
		serverKeys,
		deviceAuth: createDeviceAuth(devices, auth),
		enrolment,
		contacts: createContacts(devices, peopleOnDevice, stateOf),
		peopleOnDevice,
		takePush,
		takeCarried,
		takeReadings,
		syncStore,
		/** To be waited for before a page is pulled: who sends does not wait for everybody who receives. */
		turnToPull: createTurns(),
		quarantine,
		administration,
		catalogue,
		rules: createPublishedRules(connection),
		health,
		/** Waits for what is being written outside of requests, then closes the database. */
		async close() {
			await catalogue.settled();
			await nightly?.stop();
			await retention?.stop();
			connection.close();
		}
	};
}
