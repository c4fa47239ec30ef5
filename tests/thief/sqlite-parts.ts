/** What the rows of an SQLite file say. A long value lies on several pages and is whole only here. */
import { Database } from '../../db/engine.ts';

const MAGIC = Buffer.from('SQLite format 3\0');
/** Write and read version: 2 is a file with a journal beside it, which a file in memory cannot have. */
const VERSIONS = [18, 19];

export function isSqlite(file: Buffer): boolean {
	return file.subarray(0, MAGIC.length).equals(MAGIC);
}

/** @throws when the file is damaged */
export function sqliteParts(file: Buffer): Buffer[] {
	const copy = Buffer.from(file);
	for (const at of VERSIONS) copy[at] = 1;
	const sqlite = new Database(copy);
	try {
		sqlite.defaultSafeIntegers();
		const tables = sqlite
			.prepare(
				`select name from sqlite_schema where type = 'table' and sql not like 'create virtual%'`
			)
			.pluck()
			.all() as string[];
		return tables.flatMap((table) => {
			const rows = sqlite
				.prepare(`select * from "${table.replaceAll('"', '""')}"`)
				.raw()
				.iterate();
			return [...(rows as Iterable<unknown[]>)]
				.flat()
				.flatMap((value) =>
					Buffer.isBuffer(value) ? [value] : value === null ? [] : [Buffer.from(String(value))]
				);
		});
	} finally {
		sqlite.close();
	}
}
