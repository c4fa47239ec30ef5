/**
 * The sample city: the neighbourhoods are Cremona's, the access points are invented, one for each of them.
 * Nothing here is a real address; the PoIS is named because it is public.
 */

const neighbourhoods = [
	{ id: 'centro', name: 'Centro' },
	{ id: 'po', name: 'Po' },
	{ id: 'cambonino', name: 'Cambonino' },
	{ id: 'zaist', name: 'Zaist' },
	{ id: 'borgo-loreto', name: 'Borgo Loreto' },
	{ id: 'giuseppina', name: 'Giuseppina' },
	{ id: 'sant-ambrogio', name: 'Sant’Ambrogio' },
	{ id: 'boschetto', name: 'Boschetto' },
	{ id: 'maristella', name: 'Maristella' },
	{ id: 'san-felice', name: 'San Felice' },
	{ id: 'bagnara', name: 'Bagnara' },
	{ id: 'cavatigozzi', name: 'Cavatigozzi' }
] as const;

export type NeighbourhoodId = (typeof neighbourhoods)[number]['id'];

export interface SampleAccessPoint {
	readonly id: string;
	readonly name: string;
	readonly neighbourhoodId: NeighbourhoodId;
	/** Shown to who picks an access point. */
	readonly note: string;
}

export interface SampleCity {
	readonly id: string;
	readonly name: string;
	readonly timezone: string;
	readonly neighbourhoods: readonly { readonly id: NeighbourhoodId; readonly name: string }[];
	readonly accessPoints: readonly SampleAccessPoint[];
}

const notes: Record<NeighbourhoodId, string> = {
	centro:
		'Presidio di esempio, aperto ogni mattina dal lunedì al venerdì. Il PoIS del Comune è in corso Vittorio Emanuele II 42, piano terra.',
	po: 'Presidio di esempio, aperto il lunedì e il giovedì mattina, nella stessa sede del centro anziani.',
	cambonino:
		'Presidio di esempio, aperto il martedì e il venerdì mattina e il mercoledì pomeriggio.',
	zaist: 'Presidio di esempio, aperto il lunedì pomeriggio e il mercoledì mattina.',
	'borgo-loreto': 'Presidio di esempio, aperto il martedì mattina e il giovedì pomeriggio.',
	giuseppina: 'Presidio di esempio, aperto il mercoledì mattina, anche su appuntamento.',
	'sant-ambrogio': 'Presidio di esempio, aperto il giovedì mattina.',
	boschetto: 'Presidio di esempio, aperto il venerdì mattina.',
	maristella: 'Presidio di esempio, aperto il lunedì mattina. La rete qui manca spesso.',
	'san-felice': 'Presidio di esempio, aperto il martedì pomeriggio.',
	bagnara: 'Presidio di esempio, aperto il primo e il terzo mercoledì del mese.',
	cavatigozzi: 'Presidio di esempio, aperto il giovedì pomeriggio. La rete qui manca spesso.'
};

export const sampleCity: SampleCity = {
	id: 'cremona',
	name: 'Cremona',
	timezone: 'Europe/Rome',
	neighbourhoods,
	accessPoints: neighbourhoods.map(({ id, name }) => ({
		id,
		name: `Presidio ${name}`,
		neighbourhoodId: id,
		note: notes[id]
	}))
};
