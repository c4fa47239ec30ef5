/** Ten thousand services out of the sample ones: real sentences and everyday words, recombined. */
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { asSource } from '../../db/catalogue/service-file.ts';
import { importServices } from '../../db/catalogue/import.ts';
import { openDataDir } from '../../db/data-dir.ts';
import { sampleServices } from '../../db/seed/cremona/services.ts';
import type { RunningServer } from '../e2e/support/server.ts';

const places = ['Po', 'Naviglio', 'Duomo', 'Stazione', 'Fiera', 'Castello', 'Parco', 'Mercato'];
const PUBLISH_LIMIT_MS = 5 * 60 * 1000;
const ASK_AGAIN_MS = 250;

/** A UUID that is the same in every run. */
function idOf(text: string): string {
	const hex = createHash('sha256').update(text).digest('hex');
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function largeCatalogue(count: number): unknown[] {
	const samples = sampleServices();
	return Array.from({ length: count }, (_, index) => {
		const sample = samples[index % samples.length];
		const other = samples[(index * 7 + 3) % samples.length];
		const place = places[index % places.length];
		// Everything nested gets an id of its own: two services never share a schedule.
		const copy = JSON.parse(JSON.stringify(sample), (key, value: unknown) =>
			key === 'id' && typeof value === 'string' ? idOf(`${value}/${index}`) : value
		) as Record<string, unknown>;
		return {
			...copy,
			name: `${sample?.name} ${place} ${index}`,
			description: `${String(sample?.description ?? '')} ${String(other?.description ?? '')}`
		};
	});
}

/** Imports them beside the sample catalogue, as the import command does, and waits until they are published. */
export async function publishLargeCatalogue(server: RunningServer, count: number): Promise<number> {
	const { connection } = openDataDir(server.dataDir);
	const imported = await importServices(connection, asSource(largeCatalogue(count)));
	connection.close();
	if (!imported.ok) throw new Error(JSON.stringify(imported.error.messages.first));
	const until = Date.now() + PUBLISH_LIMIT_MS;
	while (Date.now() < until) {
		const answer = await fetch(`${server.origin}/api/catalogue`);
		const { entries } = (await answer.json()) as { entries: number };
		if (entries >= count) return entries;
		await delay(ASK_AGAIN_MS);
	}
	throw new Error('The catalogue was not published in time.');
}
