/**
 * Passphrases: what is accepted, how one is made for somebody, how it is kept.
 */
import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { words } from './words.ts';

/**
 * Argon2id with 46 MiB, one pass, one lane: OWASP's Password Storage Cheat Sheet, first choice. 34 ms on two cores.
 * The library's default algorithm is Argon2id.
 */
const ARGON2ID = { memoryCost: 47_104, timeCost: 1, parallelism: 1 };

/** A phrase also opens a slot on a tablet, which a thief can attack at leisure: docs/threats.md has the reckoning. */
const GENERATED_WORDS = 6;
export const MIN_CHARACTERS = 15;
export const MIN_WORDS = 4;
/** Four words this short in all are guessed like a short password. */
const MIN_CHARACTERS_OF_WORDS = 12;
const MIN_DIFFERENT_CHARACTERS = 6;

export type PassphraseProblem = 'too-short' | 'too-simple' | 'contains-username' | 'too-long';

/** One passphrase however it was typed: a tablet's keyboard adds spaces and composes letters in its own way. */
export function normalisePassphrase(text: string): string {
	return text.normalize('NFKC').trim().replace(/\s+/g, ' ');
}

/**
 * Length and nothing else makes a passphrase strong, so no kinds of characters are asked for (NIST SP 800-63B).
 * @returns null when it is good enough
 */
export function passphraseProblem(text: string, username: string): PassphraseProblem | null {
	const passphrase = normalisePassphrase(text).toLowerCase();
	const wordCount = new Set(passphrase.split(/[\s\-_.]/).filter((word) => word.length > 1)).size;
	const longEnough =
		passphrase.length >= MIN_CHARACTERS ||
		(wordCount >= MIN_WORDS && passphrase.length >= MIN_CHARACTERS_OF_WORDS);
	if (!longEnough) return 'too-short';
	if (passphrase.length > 256) return 'too-long';
	if (new Set(passphrase).size < MIN_DIFFERENT_CHARACTERS) return 'too-simple';
	const rest = passphrase.replaceAll(username.toLowerCase(), '');
	if (rest.length < MIN_CHARACTERS_OF_WORDS) return 'contains-username';
	return null;
}

/** Different words. @param random a uniform whole number below `limit` */
export function generatePassphrase(random: (limit: number) => number = randomInt): string {
	const chosen = new Set<string>();
	while (chosen.size < GENERATED_WORDS) {
		const word = words[random(words.length)];
		if (word) chosen.add(word);
	}
	return [...chosen].join(' ');
}

export function hashPassphrase(passphrase: string): Promise<string> {
	return hash(normalisePassphrase(passphrase), ARGON2ID);
}

export function verifyPassphrase(passphraseHash: string, passphrase: string): Promise<boolean> {
	return verify(passphraseHash, normalisePassphrase(passphrase));
}
