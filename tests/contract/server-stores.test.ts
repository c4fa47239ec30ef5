import { fileURLToPath } from 'node:url';
import { openDatabase, migrateDatabase } from '../../db/connection.ts';
import { createSqliteServerStore } from '../../db/sync-store.ts';
import { createMemoryServerStore } from '../../sync/server/memory-store.ts';
import { serverStoreContract } from './server-store.ts';

const migrations = fileURLToPath(new URL('../../db/migrations', import.meta.url));

serverStoreContract('memory', (model) => ({ store: createMemoryServerStore(model, 'epoch') }));

serverStoreContract('SQLite', (model) => {
	const connection = openDatabase(':memory:');
	migrateDatabase(connection, migrations, () => '');
	return {
		store: createSqliteServerStore(connection, model),
		reopen: () => createSqliteServerStore(connection, model)
	};
});
