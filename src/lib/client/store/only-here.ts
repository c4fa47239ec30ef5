/**
 * Whether a person's database holds records that exist nowhere else. It asks the database and not what a page has read
 * of it: a page may not have read it yet, and another tab may have written since.
 */
import { needsFixing, neverLeft, standsRefused } from '../../../../sync/client/exceptions.ts';
import type { Exception } from '../../../../sync/client/ports.ts';
import type { DeviceDatabase } from './device-database.ts';

/** Drafts do not count: whoever signs out is asked about them. */
export function holdsWhatIsOnlyHere(database: DeviceDatabase): Promise<boolean> {
	const { meta, outbox, exceptions } = database;
	return database.transaction('r', [meta, outbox, exceptions], async () => {
		const stored = await meta.get('meta');
		if ((stored?.missing.length ?? 0) > 0) return true;
		const answeredSeq = stored?.answeredSeq ?? 0;
		const unanswered = outbox.where('seq').above(answeredSeq);
		const keptBack = exceptions.where('seq').above(answeredSeq);
		if ((await unanswered.count()) > (await keptBack.count())) return true;
		// What was put aside is the server's too, unless it never got there.
		const counts = (exception: Exception) =>
			needsFixing(exception) || (neverLeft(exception) && standsRefused(exception));
		return (await exceptions.filter(counts).count()) > 0;
	});
}
