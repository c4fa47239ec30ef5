/**
 * The projection of an HSDS service to a device's entry.
 *
 * What a card says and HSDS has no member for comes as an attribute of the taxonomy `sportello-card`: the term's code says
 * which text it is, the attribute's `value` is the text. The value of the provenance's attribute says where the card was
 * taken from. A location's neighbourhood is its `external_identifier`, of the type `sportello-neighbourhood`.
 */
import type { CatalogueEntry } from './entry.ts';
import type { Hsds, HsdsService } from './hsds.ts';
import { toPriceBand } from './price-bands.ts';
import {
	areas,
	deliveries,
	kinds,
	lifeEvents,
	provenances,
	providerKinds,
	targets,
	vocabularies,
	type Vocabulary
} from './vocabularies.ts';

/** Raised when this file or the entry changes: a server then publishes again what it has. */
export const PROJECTION = 2;

export const CARD_TAXONOMY = 'sportello-card';
export const NEIGHBOURHOOD_IDENTIFIER = 'sportello-neighbourhood';

type NameOf = (id: string) => string;
type CardText = 'what-you-get' | 'conditions' | 'example-tariff';

type Attribute = Hsds<'attribute'>;

/** Leaves out what is empty: undefined, an empty text, an empty list, an object of nothing. */
function compact<T extends object>(value: T): T {
	const members = Object.entries(value).filter(([, member]: [string, unknown]) => {
		if (member === undefined || member === null || member === '') return false;
		return !(Array.isArray(member) && member.length === 0);
	});
	return Object.fromEntries(members) as T;
}

function compactAll<T extends object>(values: readonly T[]): T[] {
	return distinct(values.map(compact).filter((value) => Object.keys(value).length > 0));
}

/** Without repetitions, the first of each staying in its place. */
function distinct<T>(values: readonly T[]): T[] {
	const seen = new Set<string>();
	return values.filter((value) => {
		const key = JSON.stringify(value);
		return seen.has(key) ? false : seen.add(key);
	});
}

function present(values: readonly (string | undefined)[]): string[] {
	return distinct(
		values.flatMap((value) => (value === undefined || value.trim() === '' ? [] : [value.trim()]))
	);
}

function codes(attributes: readonly Attribute[], vocabulary: Vocabulary): string[] {
	const own = attributes.filter((one) => one.taxonomy_term?.taxonomy === vocabulary.taxonomy);
	return present(own.map((one) => one.taxonomy_term?.code));
}

function cardText(attributes: readonly Attribute[], code: CardText): string | undefined {
	return attributes.find(
		({ taxonomy_term: term }) => term?.taxonomy === CARD_TAXONOMY && term.code === code
	)?.value;
}

function topics(attributes: readonly Attribute[]): string[] {
	const ours = new Set<string>([CARD_TAXONOMY, ...vocabularies.map(({ taxonomy }) => taxonomy)]);
	return present(
		attributes.map(({ taxonomy_term: term }) =>
			term && !ours.has(term.taxonomy ?? '') ? term.name : undefined
		)
	);
}

function toSchedules(schedules: readonly Hsds<'schedule'>[] = [], place?: string) {
	return schedules.map((schedule) => ({
		days: schedule.byday,
		freq: schedule.freq === 'WEEKLY' ? undefined : schedule.freq,
		interval: schedule.interval === 1 ? undefined : schedule.interval,
		monthDays: schedule.bymonthday,
		opensAt: schedule.opens_at?.slice(0, 5),
		closesAt: schedule.closes_at?.slice(0, 5),
		validFrom: schedule.valid_from,
		validTo: schedule.valid_to,
		description: present([schedule.description, schedule.notes]).join('. '),
		place
	}));
}

/** The service's own hours, or else those of its places. */
function schedulesOf(service: HsdsService) {
	const own = compactAll(toSchedules(service.schedules));
	if (own.length > 0) return own;
	const places = service.service_at_locations ?? [];
	return compactAll(
		places.flatMap(({ schedules, location }) => {
			const name = places.length > 1 ? location?.name : undefined;
			return toSchedules(schedules ?? location?.schedules, name);
		})
	).filter(({ place: _, ...said }) => Object.keys(said).length > 0);
}

function within(degrees: number | undefined, limit: number): number | undefined {
	return degrees !== undefined && Math.abs(degrees) <= limit ? degrees : undefined;
}

function toPlace(location: Hsds<'location'>, neighbourhoodName: NameOf) {
	const address = location.addresses?.find((one) => one.address_type === 'physical');
	const town = address && present([address.postal_code, address.city]).join(' ');
	const neighbourhood =
		location.external_identifier_type === NEIGHBOURHOOD_IDENTIFIER
			? location.external_identifier
			: undefined;
	const lat = within(location.latitude, 90);
	const lon = within(location.longitude, 180);
	const isKnown = lat !== undefined && lon !== undefined;
	return {
		name: location.name,
		address: present([address?.address_1, address?.address_2, town]).join(', '),
		neighbourhood: neighbourhood === undefined ? address?.region : neighbourhoodName(neighbourhood),
		lat: isKnown ? lat : undefined,
		lon: isKnown ? lon : undefined,
		transportation: location.transportation,
		accessibility: present(
			(location.accessibility ?? []).map((one) =>
				present([one.description, one.details]).join('. ')
			)
		)
	};
}

/** Of the service, then of its contacts and places; the organization's own only when there is no other. */
/** Where a card may lead: a web page, and never an address that would run something or open a file. */
function webAddress(address: string | undefined): string | undefined {
	return address !== undefined && /^https?:\/\//i.test(address.trim()) ? address : undefined;
}

function contactsOf(service: HsdsService) {
	const places = service.service_at_locations ?? [];
	const contacts = [
		...(service.contacts ?? []),
		...places.flatMap((place) => place.contacts ?? [])
	];
	const { organization } = service;
	const phones = [
		...(service.phones ?? []),
		...contacts.flatMap((contact) => contact.phones ?? []),
		...places.flatMap((place) => [...(place.phones ?? []), ...(place.location?.phones ?? [])])
	];
	const emails = present([service.email, ...contacts.map((contact) => contact.email)]);
	const shown = phones.length > 0 ? phones : (organization?.phones ?? []);
	const numbers = new Set<string>();
	return {
		phones: shown
			.filter(({ number }) => !numbers.has(number) && numbers.add(number))
			.map(({ number, description, extension }) => compact({ number, description, extension })),
		emails: emails.length > 0 ? emails : present([organization?.email])
	};
}

/** @param neighbourhoodName the city's name for the id of a neighbourhood */
export function toCatalogueEntry(
	service: HsdsService,
	neighbourhoodName: NameOf = (id) => id
): CatalogueEntry {
	const attributes = service.attributes ?? [];
	const { organization } = service;
	const [providerKind] = [
		...codes(attributes, providerKinds),
		...codes(organization?.attributes ?? [], providerKinds)
	];
	return compact<CatalogueEntry>({
		id: service.id,
		name: service.name,
		alternateName: service.alternate_name,
		provider: { name: organization?.name ?? '', ...compact({ kind: providerKind }) },
		areas: codes(attributes, areas),
		kinds: codes(attributes, kinds),
		targets: codes(attributes, targets),
		deliveries: codes(attributes, deliveries),
		lifeEvents: codes(attributes, lifeEvents),
		status: service.status,
		alert: service.alert,
		description: service.description,
		eligibility: service.eligibility_description,
		minAge: service.minimum_age,
		maxAge: service.maximum_age,
		how: service.application_process,
		documents: (service.required_documents ?? []).flatMap(({ document, uri }) => {
			const name = document ?? uri;
			return name === undefined ? [] : [compact({ name, url: webAddress(uri) })];
		}),
		whatYouGet: cardText(attributes, 'what-you-get'),
		waitTime: service.wait_time,
		priceBands: (service.price_bands ?? []).map((band) => compact(toPriceBand(band))),
		costOptions: compactAll(
			(service.cost_options ?? []).map((cost) => ({
				option: cost.option,
				amount: cost.amount,
				currency: cost.currency?.toUpperCase(),
				amountDescription: cost.amount_description,
				validFrom: cost.valid_from,
				validTo: cost.valid_to
			}))
		),
		exampleTariff: cardText(attributes, 'example-tariff'),
		feesDescription: service.fees_description ?? service.fees,
		schedules: schedulesOf(service),
		places: compactAll(
			(service.service_at_locations ?? []).flatMap(({ location }) =>
				location && location.location_type !== 'postal'
					? [toPlace(location, neighbourhoodName)]
					: []
			)
		),
		languages: present((service.languages ?? []).map(({ name, code }) => name ?? code)),
		...contactsOf(service),
		url: webAddress(service.url) ?? webAddress(organization?.website),
		conditions: cardText(attributes, 'conditions'),
		topics: topics(attributes),
		serviceAreas: present((service.service_areas ?? []).map(({ name }) => name)),
		provenance: codes(attributes, provenances)[0],
		source: attributes.find(({ taxonomy_term: term }) => term?.taxonomy === provenances.taxonomy)
			?.value,
		assuredDate: service.assured_date,
		assurer: service.assurer_email,
		lastModified: service.last_modified
	});
}
