/** An empty, migrated catalogue in memory. */
import { fileURLToPath } from 'node:url';
import { asSource } from '../../db/catalogue/service-file.ts';
import { importServices, type ImportSummary } from '../../db/catalogue/import.ts';
import { migrateDatabase, openDatabase, type Connection } from '../../db/connection.ts';

const MIGRATIONS = fileURLToPath(new URL('../../db/migrations', import.meta.url));

export function anEmptyCatalogue(file = ':memory:'): Connection {
	const connection = openDatabase(file);
	migrateDatabase(connection, MIGRATIONS, () => '');
	return connection;
}

/** Imports what is expected to be right. */
export async function enter(
	connection: Connection,
	services: readonly unknown[]
): Promise<ImportSummary> {
	const result = await importServices(connection, asSource(services));
	if (!result.ok) throw new Error(JSON.stringify(result.error.messages.first));
	return result.summary;
}

/** Every row of the catalogue's tables, to see that nothing was written. */
export function countRows({ sqlite }: Connection): number {
	const tables = sqlite
		.prepare(
			"select name from sqlite_master where type = 'table' and name not like '%migrations' and name not like 'sqlite_%'"
		)
		.pluck()
		.all() as string[];
	return tables.reduce(
		(sum, table) =>
			sum + (sqlite.prepare(`select count(*) from "${table}"`).pluck().get() as number),
		0
	);
}
