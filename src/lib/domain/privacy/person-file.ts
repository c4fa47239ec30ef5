/**
 * All that is kept about one person, as a file for that person to read (GDPR art. 15 and 20): every value under its field's
 * name, with words beside it. Purely: what is kept is given.
 */
import {
	collectionWords,
	fieldWords,
	logKindWords,
	momentFields,
	type Words
} from './field-words.ts';
import { legalBases, purposes } from './legal-bases.ts';
import { purposeTable, type FieldRule } from './purposes.ts';

/** Somebody of the staff, or a tablet; the name is null when it is no longer known. */
export interface NamedActor {
	id: string;
	name: string | null;
}

/** Moments are milliseconds since the epoch. */
export interface HeldAbout {
	records: {
		collection: string;
		key: string;
		fields: { [field: string]: unknown };
		/** Values that wait beside a field for somebody to choose. */
		conflicts: { field: string; value: unknown; actorName: string; at: number }[];
	}[];
	/** What stands beside a field of a record that is somebody else's, and names them. */
	besideOthers: { record: string; field: string; value: unknown; actorName: string; at: number }[];
	messages: {
		id: string;
		name: string;
		record: string;
		outcome: string;
		by: NamedActor;
		occurredAt: number;
		receivedAt: number;
		content: unknown;
	}[];
	quarantined: {
		id: string;
		reason: string;
		by: NamedActor;
		receivedAt: number;
		content: unknown;
	}[];
	/** Who read or did what, without content. */
	log: { at: number; kind: string; by: NamedActor | null; subject: string }[];
}

const moment = (at: number) => new Date(at).toISOString();

const heading: { [section: string]: Words } = {
	file: {
		it: 'Tutto ciò che Sportello conserva su questa persona. I nomi dei campi sono quelli del programma; accanto c’è che cosa significano. Gli orari sono in tempo universale (UTC).',
		en: 'All that Sportello keeps about this person. The names of the fields are the program’s; beside them stands what they mean. Times are universal time (UTC).'
	},
	records: { it: 'I dati come sono ora', en: 'The records as they stand' },
	besideOthers: {
		it: 'Valori che nominano questa persona, in attesa accanto a un dato di altri',
		en: 'Values that name this person, waiting beside a record of others'
	},
	messages: {
		it: 'Ciò che i presidi hanno inviato: chi l’ha scritto, quando è successo e quando è arrivato',
		en: 'What the desks have sent: who wrote it, when it happened and when it arrived'
	},
	quarantined: {
		it: 'Ciò che è arrivato e non si è potuto leggere, messo da parte',
		en: 'What arrived and could not be read, put aside'
	},
	log: {
		it: 'Chi ha letto o fatto qualcosa, senza il contenuto',
		en: 'Who read or did something, without content'
	}
};

function fieldOf(collection: string, field: string, value: unknown) {
	const words = (fieldWords as { [name: string]: Words | undefined })[field];
	const table = (purposeTable as { [name: string]: { fields: object } | undefined })[collection];
	const rule = (table?.fields as { [name: string]: FieldRule | undefined } | undefined)?.[field];
	const isMoment = (momentFields as readonly string[]).includes(field);
	return {
		field,
		...words,
		value,
		...(isMoment && typeof value === 'number' && { readable: moment(value) }),
		...(rule && { keptFor: purposes[rule.purpose], legalBasis: legalBases[rule.basis].act })
	};
}

/** @param madeAt milliseconds since the epoch */
export function personFile(held: HeldAbout, madeAt: number) {
	return {
		...heading.file,
		madeAt: moment(madeAt),
		records: {
			...heading.records,
			items: held.records.map(({ collection, key, fields, conflicts }) => ({
				record: `${collection}/${key}`,
				...(collectionWords as { [name: string]: Words | undefined })[collection],
				fields: Object.entries(fields).map(([field, value]) => fieldOf(collection, field, value)),
				...(conflicts.length > 0 && {
					waiting: conflicts.map(({ field, value, actorName, at }) => ({
						...fieldOf(collection, field, value),
						by: actorName,
						at: moment(at)
					}))
				})
			}))
		},
		besideOthers: {
			...heading.besideOthers,
			items: held.besideOthers.map(({ at, ...rest }) => ({ ...rest, at: moment(at) }))
		},
		messages: {
			...heading.messages,
			items: held.messages.map(({ occurredAt, receivedAt, ...rest }) => ({
				...rest,
				occurredAt: moment(occurredAt),
				receivedAt: moment(receivedAt)
			}))
		},
		quarantined: {
			...heading.quarantined,
			items: held.quarantined.map(({ receivedAt, ...rest }) => ({
				...rest,
				receivedAt: moment(receivedAt)
			}))
		},
		log: {
			...heading.log,
			items: held.log.map(({ at, kind, ...rest }) => ({
				at: moment(at),
				kind,
				...logKindWords[kind],
				...rest
			}))
		}
	};
}
