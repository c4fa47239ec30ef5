/**
 * Reads one value of an HSDS member. What passes here also passes the official JSON Schema, which is what makes an
 * export valid without looking at it again; dates and times, which the schema leaves as text, are checked as well.
 */
import type { Field, FieldType } from '../../src/lib/domain/catalogue/hsds.ts';

export type FieldResult =
	| {
			ok: true;
			value: string | number;
			/** What was put right, for the person who runs the import. */ note?: string;
	  }
	| { ok: false; reason: string };

export interface Problem {
	/** Where in the service, as `service_at_locations[0].location.latitude`; empty for the service itself. */
	path: string;
	reason: string;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?$/;
const DATE_TIME =
	/^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;
const EMAIL_NAME = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+";
const EMAIL_LABEL = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
const EMAIL = new RegExp(
	`^${EMAIL_NAME}(?:\\.${EMAIL_NAME})*@(?:${EMAIL_LABEL}\\.)+${EMAIL_LABEL}$`,
	'i'
);
/** The characters RFC 3986 allows in a path, query or fragment. */
const URI_REST = "(?:[a-z0-9\\-._~!$&'()*+,;=:@/?]|%[0-9a-f]{2})*";
const WEB_ADDRESS = new RegExp(
	`^https?://${EMAIL_LABEL}(?:\\.${EMAIL_LABEL})*\\.?(?::\\d{1,5})?(?:[/?]${URI_REST})?(?:#${URI_REST})?$`,
	'i'
);
const OTHER_URI = new RegExp(`^[a-z][a-z0-9+.-]*:[a-z0-9]${URI_REST}(?:#${URI_REST})?$`, 'i');
const WITHOUT_SCHEME = new RegExp(`^(?:${EMAIL_LABEL}\\.)+[a-z]{2,}(?:[:/?#]|$)`, 'i');
const SECOND_ADDRESS = /[\s|;,]+(?=https?:\/\/|www\.)/i;
const NOT_IN_A_URI = /[^a-z0-9\-._~!$&'()*+,;=:@/?#%]|%(?![0-9a-f]{2})/gi;

/** @param text `YYYY-MM-DD`, a day that exists */
export function isDate(text: string): boolean {
	const parts = DATE.exec(text);
	if (!parts) return false;
	const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
	const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
	return month >= 1 && month <= 12 && day >= 1 && day <= lastDay;
}

function isUri(text: string): boolean {
	if (/^https?:/i.test(text)) return WEB_ADDRESS.test(text);
	return OTHER_URI.test(text);
}

/**
 * Web addresses are what published catalogues get wrong most, in ways that leave no doubt about the meaning: no scheme,
 * letters that belong percent-encoded, a second address behind the first. Those are put right and named.
 */
function readUri(text: string): FieldResult {
	if (isUri(text)) return { ok: true, value: text };
	const notes: string[] = [];
	const [first = '', ...others] = text.trim().split(SECOND_ADDRESS);
	if (others.length > 0) notes.push('holds more than one address, only the first is kept');
	let address = first;
	if (WITHOUT_SCHEME.test(address) && !/^[a-z][a-z0-9+.-]*:\/\//i.test(address)) {
		address = `http://${address}`;
		notes.push('has no scheme');
	}
	const encoded = address.replace(NOT_IN_A_URI, (character) =>
		character === '%' ? '%25' : encodeLoose(character)
	);
	if (encoded !== address) notes.push('has characters that belong percent-encoded');
	if (!isUri(encoded)) return { ok: false, reason: `${quote(text)} is not a web address` };
	return { ok: true, value: encoded, note: `${notes.join(' and ')}; read as ${quote(encoded)}` };
}

function encodeLoose(character: string): string {
	return [...Buffer.from(character, 'utf8')]
		.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
		.join('');
}

/** A value as an error message shows it: JSON, shortened. */
export function quote(value: unknown): string {
	const shown = JSON.stringify(value) ?? String(value);
	return shown.length > 60
		? `${shown.slice(0, 57)}…${typeof value === 'string' ? '"' : ''}`
		: shown;
}

function readNumber(type: FieldType, value: number): FieldResult {
	if (type === 'euros') {
		if (value < 0) return { ok: false, reason: `${value} is below zero` };
		if (Math.round(value * 100) / 100 !== value || value > 1e9) {
			return { ok: false, reason: `${value} is not an amount in euros with at most two decimals` };
		}
	}
	return { ok: true, value };
}

const notA: Record<
	Exclude<FieldType, 'text' | 'uri' | 'number' | 'euros'>,
	[RegExp | ((text: string) => boolean), string]
> = {
	uuid: [UUID, 'a UUID'],
	email: [EMAIL, 'an e-mail address'],
	date: [isDate, 'a date like 2026-01-31'],
	'date-time': [
		(text) => isDate(DATE_TIME.exec(text)?.[1] ?? ''),
		'a date and time like 2026-01-31T09:30:00Z'
	],
	time: [TIME, 'a time like 09:30']
};

/** @returns the value to keep, or why it cannot be kept, in words that follow the member's name */
export function readField(field: Field, value: unknown): FieldResult {
	if (field.type === 'number' || field.type === 'euros') {
		return typeof value === 'number'
			? readNumber(field.type, value)
			: { ok: false, reason: `must be a number, is ${quote(value)}` };
	}
	if (typeof value !== 'string') return { ok: false, reason: `must be text, is ${quote(value)}` };
	// A lone surrogate can be written in JSON as \ud800, but not kept as UTF-8.
	if (!value.isWellFormed()) return { ok: false, reason: 'holds half a character' };
	if (field.values && !field.values.includes(value)) {
		return { ok: false, reason: `${quote(value)} is not one of ${field.values.join(', ')}` };
	}
	if (field.type === 'text') return { ok: true, value };
	if (field.type === 'uri') return readUri(value);
	const [test, wanted] = notA[field.type];
	const passes = typeof test === 'function' ? test(value) : test.test(value);
	return passes ? { ok: true, value } : { ok: false, reason: `${quote(value)} is not ${wanted}` };
}
