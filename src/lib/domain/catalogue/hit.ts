/** A service as a row of the list shows it. */
import type { CatalogueEntry } from './entry.ts';
import { priceOf, type Price } from './price.ts';

/** What a row shows, and nothing else: whole entries stay in the search worker. */
export interface CatalogueHit {
	id: string;
	name: string;
	providerName: string;
	/** A code of the vocabulary, or empty. */
	providerKind: string;
	areas: string[];
	kinds: string[];
	deliveries: string[];
	targets: string[];
	status: CatalogueEntry['status'];
	/** Why it is suspended, in the provider's words. */
	alert: string | null;
	price: Price | null;
	/** ISO date of the last check by a person, or null when nobody ever did. */
	assuredDate: string | null;
	/** Folded words of the index that this entry matched, for highlighting. */
	matched: string[];
}

/** `today` is an ISO date: a fee that no longer holds is not shown. */
export function hitOf(entry: CatalogueEntry, matched: string[], today: string): CatalogueHit {
	return {
		id: entry.id,
		name: entry.name,
		providerName: entry.provider.name,
		providerKind: entry.provider.kind ?? '',
		areas: entry.areas ?? [],
		kinds: entry.kinds ?? [],
		deliveries: entry.deliveries ?? [],
		targets: entry.targets ?? [],
		status: entry.status,
		alert: entry.alert ?? null,
		price: priceOf(entry, today),
		assuredDate: entry.assuredDate ?? null,
		matched
	};
}
