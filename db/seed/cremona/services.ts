/** The sample catalogue of Cremona as HSDS 3.0 services: what a file to import would hold. */
import { attributesOf } from './attributes.ts';
import { childrenEntries } from './children.ts';
import { disabilityEntries } from './disability.ts';
import { elderEntries } from './elders.ts';
import type { HsdsService, LanguageCode, SampleEntry } from './entry.ts';
import { familyEntries } from './families.ts';
import { healthEntries } from './health.ts';
import { homeEntries } from './home.ts';
import { incomeSupportEntries } from './income-support.ts';
import { leisureEntries } from './leisure.ts';
import { locationOf, neighbourhoodName } from './locations.ts';
import { migrationEntries } from './migration.ts';
import { organizations, type SampleOrganization } from './organizations.ts';
import { parseTimetable } from './schedule.ts';
import { stableId } from './stable-id.ts';
import { workEntries } from './work.ts';

const entries: readonly SampleEntry[] = [
	...childrenEntries,
	...elderEntries,
	...familyEntries,
	...homeEntries,
	...leisureEntries,
	...healthEntries,
	...disabilityEntries,
	...workEntries,
	...migrationEntries,
	...incomeSupportEntries
];

const languageNames: Record<LanguageCode, string> = {
	it: 'italiano',
	ro: 'romeno',
	sq: 'albanese',
	ar: 'arabo',
	fr: 'francese',
	pa: 'punjabi',
	en: 'inglese',
	uk: 'ucraino'
};

/** When the whole catalogue was last gone through; an entry of its own date says so. */
const catalogueCheckedOn = '2026-11-02';
const editorEmail = 'redazione@example.org';

/** Prices follow the ISEE, which expires with its year. */
const pricesFrom = '2026-01-01';
const pricesTo = '2026-12-31';

function organizationOf(entry: SampleEntry) {
	const { name, description, email }: SampleOrganization = organizations[entry.organization];
	return {
		id: stableId(`organization/${entry.organization}`),
		name,
		description,
		...(email ? { email } : {})
	};
}

function reachedAt(entry: SampleEntry) {
	const { email, phone, contact }: SampleOrganization = organizations[entry.organization];
	return {
		...(email ? { email } : {}),
		phones: phone ? [{ id: stableId(`${entry.key}/phone`), number: phone, type: 'voice' }] : [],
		contacts: contact
			? [{ id: stableId(`${entry.key}/contact`), name: contact, ...(email ? { email } : {}) }]
			: []
	};
}

function schedulesOf(entry: SampleEntry) {
	const timetables = (entry.schedules ?? []).map((text) => ({
		id: stableId(`${entry.key}/schedule/${text}`),
		...parseTimetable(text)
	}));
	const note = entry.scheduleNote;
	return note === undefined
		? timetables
		: [...timetables, { id: stableId(`${entry.key}/schedule/note`), description: note }];
}

function serviceAreasOf(entry: SampleEntry) {
	const area = (name: string, uri?: string) => ({
		id: stableId(`${entry.key}/area/${name}`),
		name,
		...(uri ? { uri } : {})
	});
	if (entry.serves === undefined) return [area('Cremona')];
	if (typeof entry.serves === 'string') return [area(entry.serves)];
	return entry.serves.map((id) => area(neighbourhoodName(id), `sportello-neighbourhood:${id}`));
}

function costOptionsOf(entry: SampleEntry) {
	const option = (text: string, amount: number, per?: string) => ({
		id: stableId(`${entry.key}/cost/${text}`),
		option: text,
		amount,
		currency: 'EUR',
		...(per ? { amount_description: per } : {})
	});
	if (entry.costs === undefined) return [];
	if (entry.costs === 'free') return [option('Gratis', 0)];
	return entry.costs.map(([text, amount, per]) => option(text, amount, per));
}

/**
 * Both ends of a band belong to it, and an ISEE has cents: each band begins one cent above the one before, so that
 * no household falls between two.
 */
function priceBandsOf(entry: SampleEntry) {
	const { isee, unit, steps } = entry.priceBands ?? { isee: 'ordinario', unit: '', steps: [] };
	let from = 0;
	return steps.map(([to, fee], index) => {
		const band = {
			id: stableId(`${entry.key}/price-band/${index}`),
			isee_type: isee,
			from,
			to,
			fee,
			unit,
			valid_from: pricesFrom,
			valid_to: pricesTo
		};
		from = Math.round((to ?? 0) * 100 + 1) / 100;
		return band;
	});
}

function feesOf(entry: SampleEntry): string | undefined {
	if (entry.fees !== undefined) return entry.fees;
	if (entry.costs === 'free') return 'Gratis.';
	if (entry.priceBands === undefined) return undefined;
	return 'Il prezzo dipende dall’ISEE. Senza ISEE si paga la fascia più alta.';
}

function expand(entry: SampleEntry): HsdsService {
	const checkedOn = entry.assuredDate ?? catalogueCheckedOn;
	const optional = {
		alternate_name: entry.alternateName,
		url: entry.url,
		fees_description: feesOf(entry),
		wait_time: entry.waitTime,
		minimum_age: entry.minimumAge,
		maximum_age: entry.maximumAge,
		alert: entry.alert
	};
	return {
		id: stableId(`service/${entry.key}`),
		name: entry.name,
		description: entry.description,
		status: entry.status ?? 'active',
		application_process: entry.howTo,
		eligibility_description: entry.eligibility,
		...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
		assured_date: checkedOn,
		assurer_email: editorEmail,
		last_modified: `${checkedOn}T09:00:00Z`,
		organization: organizationOf(entry),
		...reachedAt(entry),
		schedules: schedulesOf(entry),
		service_areas: serviceAreasOf(entry),
		service_at_locations: (entry.places ?? []).map((place) => ({
			id: stableId(`${entry.key}/at/${place}`),
			location: locationOf(place, entry.organization)
		})),
		languages: (entry.languages ?? []).map((code) => ({
			id: stableId(`${entry.key}/language/${code}`),
			code,
			name: languageNames[code]
		})),
		cost_options: costOptionsOf(entry),
		price_bands: priceBandsOf(entry),
		required_documents: (entry.documents ?? []).map((document) => ({
			id: stableId(`${entry.key}/document/${document}`),
			document
		})),
		attributes: attributesOf(entry, checkedOn)
	};
}

/** Pure: the same services, with the same ids, at every call and on every machine. */
export function sampleServices(): HsdsService[] {
	return entries.map(expand);
}
