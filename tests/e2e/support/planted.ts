/** Five hundred records of a desk, and forty words among them and in what a person writes that nobody else may read. */
import { randomBytes, randomUUID } from 'node:crypto';
import { createReceiptCode } from '../../../src/lib/domain/requests/receipt-code.ts';
import { signInToPush } from './pusher.ts';
import type { RunningServer } from './server.ts';

/** Two letters are in no Latin-1: V8 keeps such a text in another way. */
const NAMES = [
	'Wanda Quercioli',
	'Zoë Wąsikowska',
	'Abdulkarim Bensaïd',
	'Filippa Malaspighi',
	'Ottorino Zambelluti',
	'Đurđica Perišić',
	'Benvenuta Scarcella',
	'Gualtiero Frescolani',
	'Ximena Urquizo',
	'Teodolinda Vacchelli'
];
const NOTES = [
	'dorme dietro il mulino Gavazzoli',
	'porta sempre il cane Birulò',
	'sfratto di via Carrobbiolo',
	'la figlia sta a Mezzanabigli',
	'chemioterapia del giovedì',
	'parla piano, è sordastro',
	'ha paura dell’ex marito Ruggerone',
	'niente gas da san Faustino',
	'vuole un sacco a pelo arancione',
	'si firma con una croce'
];
const phone = (index: number) => `3330007${String(141 + index * 37).padStart(3, '0')}`;

/** What came from the server: ten names, ten phones, ten notes. */
export const pulledWords = [...NAMES, ...NAMES.map((_, index) => phone(index)), ...NOTES];

export interface Written {
	name: string;
	phone: string;
	words: string;
}

/** Registered on the tablet, and not sent. */
export const unsent: Written[] = [
	{ name: 'Ermengarda Bigolotti', phone: '3471119001', words: 'cerca il fratello Zaccagnino' },
	{
		name: 'Nicanore Pasquadibisceglie',
		phone: '3471119002',
		words: 'pensione bloccata da Candelora'
	}
];

/** Begun, and not saved. */
export const draft: Written & { actingFor: string } = {
	name: 'Ildegonda Trevisiol',
	phone: '3471119003',
	words: 'non sa che è per la badante Oxana',
	actingFor: 'Policarpo Trevisiol'
};

export const plantedWords = [
	...pulledWords,
	...unsent.flatMap(({ name, phone, words }) => [name, phone, words]),
	...[draft.name, draft.phone, draft.words, draft.actingFor]
];

const IN_ONE_PUSH = 100;
const DAY_MS = 86_400_000;

/** People and a request of each, the planted ones spread among the first 250. */
function records(people: number) {
	return Array.from({ length: people }, (_, index) => {
		const planted = index % 25 === 0 && index < 250 ? index / 25 : null;
		const personId = randomUUID();
		const place = { accessPointId: 'cambonino' };
		const name = planted === null ? `Persona ${index} Esempio` : NAMES[planted]!;
		const note = planted === null ? `Nota ${index}` : NOTES[planted]!;
		const details = {
			name,
			phone: planted === null ? '' : `+39${phone(planted)}`,
			language: 'it',
			neighbourhoodId: null,
			// Some notes are of the person, some of the request.
			findAgain: planted !== null && planted % 2 === 0 ? note : ''
		};
		const request = {
			...{ requestId: randomUUID(), code: createReceiptCode(randomBytesInto), ...place, personId },
			...{ personName: name, neighbourhoodId: null },
			details: {
				...{ needs: ['groceries-meals'], forWhom: 'self', actingFor: null, urgency: 'can-wait' },
				...{ timeWindow: { days: [], parts: [] }, services: [], channel: 'in-person' },
				words: details.findAgain === '' ? note : ''
			}
		};
		return [
			['person.register', { personId, ...place, details }],
			['request.register', request]
		] as const;
	}).flat();
}

function randomBytesInto(bytes: Uint8Array): Uint8Array {
	bytes.set(randomBytes(bytes.length));
	return bytes;
}

/**
 * Registers them at the server as Marta does from another computer.
 * @param each how many of them there were on a day, up to today; all of them today when it is not said
 */
export async function plantRecords(
	server: RunningServer,
	people = 250,
	each = people
): Promise<void> {
	const marta = await signInToPush(server, 'marta');
	const written = records(people).map(([name, args], index) => {
		// Two records of each of them.
		const daysAgo = Math.floor((people - Math.ceil((index + 1) / 2)) / each);
		return { id: randomUUID(), seq: index + 1, name, args, at: Date.now() - daysAgo * DAY_MS };
	});
	for (let start = 0; start < written.length; start += IN_ONE_PUSH) {
		const outcomes = await marta.push(written.slice(start, start + IN_ONE_PUSH));
		const refused = outcomes.filter(({ outcome }) => outcome !== 'accepted');
		if (refused.length > 0) throw new Error(`Not planted: ${JSON.stringify(refused[0])}`);
	}
}
