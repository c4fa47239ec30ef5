/** A migrated database in memory, for tests of what stands on it. */
import { migrateDatabase, openDatabase, type Connection } from '../../db/connection.ts';

export function aDatabase(): Connection {
	const connection = openDatabase(':memory:');
	migrateDatabase(connection, 'db/migrations', () => {
		throw new Error('A new database has nothing to copy.');
	});
	return connection;
}
