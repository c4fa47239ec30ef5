/** Where a sample service is: an invented seat in a real neighbourhood, an access point, or the PoIS. */
import { sampleCity, type NeighbourhoodId } from './city.ts';
import type { Place } from './entry.ts';
import { organizations, type OrganizationKey } from './organizations.ts';
import { stableId } from './stable-id.ts';

const neighbourhoodsById = new Map(sampleCity.neighbourhoods.map((item) => [item.id, item.name]));

export function neighbourhoodName(id: NeighbourhoodId): string {
	return neighbourhoodsById.get(id) ?? id;
}

/** The one address of the catalogue: the access point of the Comune, as its pages give it. */
function pois() {
	const id = stableId('location/pois');
	return {
		id,
		location_type: 'physical',
		name: 'PoIS, Porta informativa dei servizi sociali',
		description: 'Piano terra.',
		addresses: [
			{
				id: stableId('location/pois/address'),
				address_1: 'Corso Vittorio Emanuele II 42',
				address_2: 'piano terra',
				city: 'Cremona',
				state_province: 'CR',
				postal_code: '26100',
				country: 'IT',
				address_type: 'physical'
			}
		]
	};
}

function exampleSeat(
	key: string,
	name: string,
	neighbourhood: NeighbourhoodId,
	accessibility?: string
) {
	return {
		id: stableId(`location/${key}`),
		location_type: 'physical',
		name,
		description: `Sede di esempio, quartiere ${neighbourhoodName(neighbourhood)}.`,
		external_identifier: neighbourhood,
		external_identifier_type: 'sportello-neighbourhood',
		...(accessibility
			? {
					accessibility: [
						{ id: stableId(`location/${key}/accessibility`), description: accessibility }
					]
				}
			: {})
	};
}

/** An HSDS location. The same place has the same id and the same words in every service that names it. */
export function locationOf(place: Place, organization: OrganizationKey) {
	if (place === 'pois') return pois();
	if (place.startsWith('presidio:')) {
		const neighbourhood = place.slice('presidio:'.length) as NeighbourhoodId;
		return exampleSeat(
			place,
			`Presidio ${neighbourhoodName(neighbourhood)}`,
			neighbourhood,
			'Ingresso senza gradini. Un posto a sedere e un tavolo per compilare con calma.'
		);
	}
	const neighbourhood = place as NeighbourhoodId;
	const { name, accessibility }: { name: string; accessibility?: string } =
		organizations[organization];
	return exampleSeat(
		`${organization}/${neighbourhood}`,
		`${name}, ${neighbourhoodName(neighbourhood)}`,
		neighbourhood,
		accessibility
	);
}
