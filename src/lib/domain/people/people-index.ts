/**
 * Finding a person again: by a name as it sounds, a telephone however it is written, the receipt code of a request.
 *
 * The keys are made once for each state of the records; a search then goes through all of them, which for the 5,000
 * people of a city takes a few milliseconds. A person is found by what stands on any of their merged records.
 */
import { receiptSymbols } from '../requests/receipt-code.ts';
import { resolveMerges, type Mergeable, type Survivors } from './merged.ts';
import { isOneEditApart } from './one-edit.ts';
import { nameWords, soundOf, soundOfName } from './sound.ts';
import { phoneDigits } from './phone.ts';

export interface IndexedPerson extends Mergeable {
	name: string;
	/** E.164, or empty. */
	phone: string;
	neighbourhoodId: string | null;
}

export interface IndexedRequest {
	code: string;
	personId: string | null;
}

/** Why somebody was found, the surest first. */
export type FoundBy = 'code' | 'phone' | 'name' | 'sound';

export interface FoundPerson {
	/** Of the surviving record. */
	personId: string;
	by: FoundBy;
	/** The receipt code by which they were found. */
	code: string | null;
}

/** What one record is found by. */
export interface PersonKeys {
	name: Reading;
	writtenName: string;
	soundOfName: string;
	/** Of the E.164 number, without its plus. */
	digits: string;
	neighbourhoodId: string | null;
}

interface Word {
	written: string;
	sound: string;
}

export interface PeopleIndex {
	survivors: Survivors;
	/** By the id of the record, merged ones included. */
	keys: ReadonlyMap<string, PersonKeys>;
	/** Best first. */
	search(text: string): FoundPerson[];
}

/** Fewer digits are in too many numbers. */
const LEAST_DIGITS = 6;
const LEAST_CODE_SYMBOLS = 4;
/** In a shorter word one letter more or less makes another name. */
const LEAST_LETTERS_FOR_A_SLIP = 5;
/** "De Luca" and "Deluca": what is this short may have been written as one with the next word. */
const PARTICLE_LETTERS = 3;

function wordOf(written: string): Word {
	return { written, sound: soundOf(written) };
}

/** A name word by word, and again with its particles written as one with what follows, when it has any. */
type Reading = readonly (readonly Word[])[];

function read(name: string): Reading {
	const written = nameWords(name);
	if (written.length === 0) return [];
	const joined: string[] = [];
	let particle = '';
	for (const [index, word] of written.entries()) {
		if (word.length <= PARTICLE_LETTERS && index < written.length - 1) {
			particle += word;
			continue;
		}
		joined.push(particle + word);
		particle = '';
	}
	const readings = joined.length < written.length ? [written, joined] : [written];
	return readings.map((words) => words.map(wordOf));
}

/** From here on a word is as it was typed, or begins so. */
const AS_WRITTEN = 6;

/** How well a word of a name answers a word that was typed, which may be only its beginning; 0 when not at all. */
function wordScore(typed: Word, word: Word): number {
	if (typed.written === word.written) return AS_WRITTEN + 2;
	if (word.written.startsWith(typed.written)) return AS_WRITTEN;
	if (typed.sound === word.sound && typed.sound !== '') return 4;
	if (typed.sound.length >= 3 && word.sound.startsWith(typed.sound)) return 3;
	const mayBeASlip = typed.written.length >= LEAST_LETTERS_FOR_A_SLIP;
	if (mayBeASlip && isOneEditApart(typed.written, word.written)) return 2;
	return mayBeASlip && isOneEditApart(typed.sound, word.sound) ? 1 : 0;
}

interface NameMatch {
	by: 'name' | 'sound';
	score: number;
}

/** Every word that was typed must be there; a name of just these words is better than a longer one. */
function matchWords(typed: readonly Word[], words: readonly Word[]): NameMatch | null {
	let sum = 0;
	let isAsWritten = true;
	for (const each of typed) {
		let best = 0;
		for (const word of words) best = Math.max(best, wordScore(each, word));
		if (best === 0) return null;
		sum += best;
		isAsWritten &&= best >= AS_WRITTEN;
	}
	const closeness = 1 / (1 + Math.abs(words.length - typed.length));
	return { by: isAsWritten ? 'name' : 'sound', score: sum / typed.length + closeness };
}

/** The best of reading either side as it is written or with its particles joined. */
function matchName(typed: Reading, name: Reading): NameMatch | null {
	let best: NameMatch | null = null;
	for (const query of typed) {
		for (const words of name) {
			const match = matchWords(query, words);
			if (match && (!best || match.score > best.score)) best = match;
		}
	}
	return best;
}

/** The end of a number is what people remember; its beginning is what is typed first. */
function hasPhone(keys: PersonKeys, wanted: { digits: string; international: string }): boolean {
	if (keys.digits === '') return false;
	return keys.digits.endsWith(wanted.digits) || keys.digits.startsWith(wanted.international);
}

const rank: Record<FoundBy, number> = { code: 3, phone: 2, name: 1, sound: 0 };

interface Match extends FoundPerson {
	score: number;
}

function isBetter(a: Match, b: Match | undefined): boolean {
	if (!b) return true;
	return rank[a.by] > rank[b.by] || (a.by === b.by && a.score > b.score);
}

/** @param keysOf made by `createKeyMaker`, kept by the caller from one index to the next */
export function createPeopleIndex(
	people: readonly IndexedPerson[],
	requests: readonly IndexedRequest[],
	keysOf: (person: IndexedPerson) => PersonKeys = createKeyMaker()
): PeopleIndex {
	const survivors = resolveMerges(people);
	const keys = new Map(people.map((person) => [person.id, keysOf(person)]));
	const codes = requests.flatMap(({ code, personId }) =>
		personId !== null && keys.has(personId)
			? [{ personId, code, symbols: code.replaceAll('-', '') }]
			: []
	);

	function search(text: string): FoundPerson[] {
		const found = new Map<string, Match>();
		const add = (recordId: string, by: FoundBy, score: number, code: string | null = null) => {
			const personId = survivors.survivorOf(recordId);
			const match = { personId, by, score, code };
			if (isBetter(match, found.get(personId))) found.set(personId, match);
		};

		const symbols = receiptSymbols(text);
		if (symbols && symbols.length >= LEAST_CODE_SYMBOLS && /\d/.test(symbols)) {
			for (const each of codes) {
				if (each.symbols.startsWith(symbols)) add(each.personId, 'code', 0, each.code);
			}
		}
		const phone = phoneDigits(text);
		if (phone && phone.digits.length >= LEAST_DIGITS) {
			for (const [id, each] of keys) if (hasPhone(each, phone)) add(id, 'phone', 0);
		}
		const typed = phone ? [] : read(text);
		if (typed.length > 0) {
			for (const [id, { name }] of keys) {
				const match = matchName(typed, name);
				if (match) add(id, match.by, match.score);
			}
		}
		return [...found.values()]
			.sort((a, b) => rank[b.by] - rank[a.by] || b.score - a.score)
			.map(({ personId, by, code }) => ({ personId, by, code }));
	}

	return { survivors, keys, search };
}

/** Makes a record's keys once: records are never changed in place, so the same object has the same keys. */
export function createKeyMaker(): (person: IndexedPerson) => PersonKeys {
	const made = new WeakMap<IndexedPerson, PersonKeys>();
	return (person) => {
		const existing = made.get(person);
		if (existing) return existing;
		const keys: PersonKeys = {
			name: read(person.name),
			writtenName: person.name,
			soundOfName: soundOfName(person.name),
			digits: person.phone.slice(1),
			neighbourhoodId: person.neighbourhoodId
		};
		made.set(person, keys);
		return keys;
	};
}
