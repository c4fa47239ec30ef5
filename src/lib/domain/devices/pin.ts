/** The PIN that opens a running tablet again: six digits, of which the ones that everybody tries first are not taken. */
export const PIN_LENGTH = 6;

/** Wrong ones in a row until it is gone. */
export const PIN_TRIES = 5;

/** From being set. A shift, and not the next one. */
export const PIN_MAX_AGE_MS = 6 * 60 * 60 * 1000;

export type PinProblem =
	| 'length'
	/** Digits that repeat, follow each other, or lie in a row on the keys. */
	| 'simple'
	/** A day, or with a year in it. */
	| 'date';

/** Lines on the keys of a telephone, there and back, two of which make a PIN. */
const LINES = ['147', '258', '369', '159', '357', '123', '456', '789'].flatMap((line) => [
	line,
	[...line].reverse().join('')
]);

const FIRST_YEAR = 1920;
const LAST_YEAR = 2039;

function isStep(pin: string): boolean {
	const digits = [...pin].map(Number);
	// 0 follows 9 as well as it comes before 1.
	const steps = digits.slice(1).map((digit, at) => (digit - digits[at]! + 10) % 10);
	return steps.every((step) => step === steps[0]);
}

function isRepeated(pin: string): boolean {
	const times = [1, 2, 3].map((length) => pin.slice(0, length).repeat(PIN_LENGTH / length));
	// 112233, 110022: pairs and nothing else.
	return times.includes(pin) || /^(\d)\1(\d)\2(\d)\3$/.test(pin) || /^(\d)\1\1(\d)\2\2$/.test(pin);
}

function isOnLines(pin: string): boolean {
	return LINES.includes(pin.slice(0, 3)) && LINES.includes(pin.slice(3));
}

function isDay(pin: string): boolean {
	const [first, month, last] = [pin.slice(0, 2), pin.slice(2, 4), pin.slice(4)].map(Number) as [
		number,
		number,
		number
	];
	if (month < 1 || month > 12) return false;
	// As it is written here, day first, or as files are named, year first.
	return [first, last].some((day) => day >= 1 && day <= 31);
}

function hasYear(pin: string): boolean {
	return [pin.slice(0, 4), pin.slice(2)]
		.map(Number)
		.some((year) => year >= FIRST_YEAR && year <= LAST_YEAR);
}

/** Why these digits are not taken for a PIN; null when they are. */
export function pinProblem(pin: string): PinProblem | null {
	if (!/^\d+$/.test(pin) || pin.length !== PIN_LENGTH) return 'length';
	if (isStep(pin) || isRepeated(pin) || isOnLines(pin)) return 'simple';
	return isDay(pin) || hasYear(pin) ? 'date' : null;
}
