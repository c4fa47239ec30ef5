/** Run as a process of its own: imports a file into a data folder and prints the result with the memory it took. */
import { importServices } from '../../db/catalogue/import.ts';
import { readServiceFile } from '../../db/catalogue/service-file.ts';
import { openDataDir } from '../../db/data-dir.ts';
import { countRows } from './catalogue.ts';

const [file = '', dataDir = ''] = process.argv.slice(2);
const { connection } = openDataDir(dataDir);
const before = process.memoryUsage.rss();
const startedAt = performance.now();
const result = await importServices(connection, readServiceFile(file));
process.stdout.write(
	JSON.stringify({
		result,
		rows: countRows(connection),
		durationMs: Math.round(performance.now() - startedAt),
		growthMb: Math.round(process.resourceUsage().maxRSS / 1024 - before / 1024 / 1024)
	})
);
connection.close();
