/**
 * The compact form in which the sample catalogue is written. `services.ts` expands it to HSDS 3.0.
 *
 * Every entry is an invented example unless it says `official`. An official one holds only what its source says,
 * and says "da verificare" where the source is silent.
 */
import type {
	AreaCode,
	DeliveryCode,
	KindCode,
	LifeEventCode,
	ProviderKindCode,
	TargetCode
} from '../../../src/lib/domain/catalogue/vocabularies.ts';
import type { NeighbourhoodId } from './city.ts';
import type { OrganizationKey } from './organizations.ts';

/** An HSDS 3.0 service as plain JSON: what a file to import holds. The import is what validates it. */
export type HsdsService = Record<string, unknown> & { id: string; name: string };

export type IseeType =
	| 'ordinario'
	| 'minorenni'
	| 'sociosanitario'
	| 'residenze'
	| 'universita'
	| 'corrente'
	| 'inclusione-famiglia';

export type ServiceStatus = 'active' | 'inactive' | 'defunct' | 'temporarily closed';

export type LanguageCode = 'it' | 'ro' | 'sq' | 'ar' | 'fr' | 'pa' | 'en' | 'uk';

/** A neighbourhood is the provider's own example seat there; a presidio is the access point. */
export type Place = NeighbourhoodId | `presidio:${NeighbourhoodId}` | 'pois';

export interface SamplePriceBands {
	readonly isee: IseeType;
	/** The Italian noun a price is for: "ora", "mese", "pasto". */
	readonly unit: string;
	/** Upper end of the ISEE band in euros, inclusive, or null for no end; then the fee in euros. */
	readonly steps: readonly (readonly [upTo: number | null, fee: number])[];
}

/** What a card about a real measure must state beside its text. */
export interface SampleSource {
	/** Where the text comes from: a page, or who reported it. */
	readonly text: string;
	readonly act?: string;
	/** True where it was read on a secondary site: the card then says "da verificare". */
	readonly secondary?: boolean;
	/** Last day on which the figures of the card may be shown as valid. */
	readonly validTo?: string;
}

type Some<T> = readonly [T, ...T[]];

export interface SampleEntry {
	/** Unique in the catalogue; every id of the entry is derived from it. */
	readonly key: string;
	readonly areas: Some<AreaCode>;
	readonly kinds: Some<KindCode>;
	readonly deliveries: Some<DeliveryCode>;
	/** Empty: for everybody. */
	readonly targets: readonly TargetCode[];
	readonly lifeEvents?: readonly LifeEventCode[];
	readonly organization: OrganizationKey;
	/** Only where it is not the organization's own kind. */
	readonly providerKind?: ProviderKindCode;
	readonly official?: boolean;
	readonly source?: SampleSource;

	readonly name: string;
	/** Everyday words people ask with. */
	readonly alternateName?: string;
	readonly description: string;
	/** A chi è rivolto. */
	readonly eligibility: string;
	/** Come fare. */
	readonly howTo: string;
	/** Cosa si ottiene. */
	readonly whatYouGet: string;
	readonly conditions?: string;
	/** Tempi. */
	readonly waitTime?: string;
	readonly url?: string;

	/** Nothing to pay, or lines of what it costs, in euros. */
	readonly costs?: 'free' | readonly (readonly [option: string, euros: number, per: string])[];
	readonly priceBands?: SamplePriceBands;
	readonly fees?: string;
	/** Said beside the prices in place of the usual "tariffe di esempio". */
	readonly exampleTariff?: string;
	readonly documents?: readonly string[];
	/** `MO-FR 09:00-12:00`, `TU,TH 14:30-17:00 su appuntamento`, `1SA 15:00-18:00` (first Saturday of the month). */
	readonly schedules?: readonly string[];
	/** Times in words, where there is no timetable. */
	readonly scheduleNote?: string;
	readonly languages?: Some<LanguageCode>;
	readonly places?: readonly Place[];
	/** Neighbourhoods, or the name of a wider area; without it, the whole city. */
	readonly serves?: readonly NeighbourhoodId[] | string;
	readonly minimumAge?: number;
	readonly maximumAge?: number;
	readonly status?: ServiceStatus;
	/** Why it is closed, or what is different now. */
	readonly alert?: string;
	/** When the card was last checked: YYYY-MM-DD. */
	readonly assuredDate?: string;
}
