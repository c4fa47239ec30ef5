/** The catalogue as an HSDS API page with every service on it, a piece of text at a time. */
import type { Connection } from '../connection.ts';
import { createServiceReader } from './hsds-rows.ts';

/**
 * The members of the page are those of HSDS 3.0's list endpoints. The caller reads all of it before writing to the
 * connection again, or holds a read transaction.
 */
export function* exportPage(connection: Connection): Generator<string> {
	const total = connection.sqlite.prepare('select count(*) from service').pluck().get() as number;
	const head = {
		total_items: total,
		total_pages: 1,
		page_number: 1,
		size: total,
		first_page: true,
		last_page: true,
		empty: total === 0
	};
	yield `${JSON.stringify(head).slice(0, -1)},"contents":[`;
	let separator = '\n';
	for (const service of createServiceReader(connection).services()) {
		yield `${separator}${JSON.stringify(service)}`;
		separator = ',\n';
	}
	yield '\n]}\n';
}
