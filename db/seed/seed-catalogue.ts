/** Fills an empty catalogue with the sample services, through the very import that reads files. */
import { importServices } from '../catalogue/import.ts';
import type { Connection } from '../connection.ts';
import { sampleServices } from './cremona/services.ts';

/**
 * @returns how many services were entered
 * @throws when a sample service is wrong: it is part of the program
 */
export async function seedCatalogue(connection: Connection): Promise<number> {
	const rows = sampleServices().map((value, index) => ({ row: index + 1, value }));
	const result = await importServices(connection, rows);
	if (result.ok) return result.summary.added;
	const problems = result.error.messages.first
		.map(({ row, path, reason }) => `${row} ${path}: ${reason}`)
		.join('\n');
	throw new Error(`The sample catalogue cannot be imported:\n${problems}`);
}
