import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOneEditApart } from './one-edit.ts';
import { nameWords, soundOf } from './sound.ts';

const sounds = (name: string) => nameWords(name).map(soundOf).join(' ');

describe('how a name sounds', () => {
	it.each([
		['Niccolò', 'nicolo'],
		['Chiara', 'Kiara'],
		['Giulia', 'Julia'],
		['Юлія', 'Giulia'],
		['Yuliia', 'Julia'],
		['Xhovana', 'Giovanna'],
		['Djamila', 'Giamila'],
		['Jamila', 'Giamila'],
		['Shehu', 'Scehu'],
		['Sharma', 'Sciarma'],
		['Guglielmo', 'Guljelmo'],
		['Agnese', 'Anjese'],
		['Philippo', 'Filippo'],
		['Alex', 'Aleks'],
		['Wasil', 'Vasil'],
		['Khalid', 'Calid'],
		['Yusuf', 'Iousouf'],
		['Gianpaolo', 'Giampaolo'],
		['Gurpreet', 'Gurprit'],
		['Олександр', 'Oleksandr'],
		['Ștefan', 'Stefan'],
		['Hoxha', 'Hodja'],
		['D’Este', 'd este']
	])('is the same for %s and %s', (a, b) => {
		expect(sounds(a)).toBe(sounds(b));
	});

	it.each([
		['Anna', 'Enna'],
		['Marta', 'Maria'],
		['Ghita', 'Gita'],
		['Rossi', 'Russo'],
		['محمد', 'Mohamed']
	])('is another for %s and %s', (a, b) => {
		expect(sounds(a)).not.toBe(sounds(b));
	});

	it('does not depend on case, accents or doubled letters, whatever the name', () => {
		const letters = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzàèéìòùçș') });
		fc.assert(
			fc.property(letters, (name) => {
				expect(sounds(name.toUpperCase())).toBe(sounds(name));
				expect(sounds(name.normalize('NFD'))).toBe(sounds(name));
				expect(sounds(name)).not.toMatch(/(.)\1/);
			})
		);
	});
});

describe('one slip of the hand', () => {
	const word = fc.string({ unit: fc.constantFrom(...'abcd'), minLength: 1, maxLength: 8 });

	it('is a letter lost, added, wrong or two exchanged, in either direction', () => {
		fc.assert(
			fc.property(word, fc.nat(7), fc.constantFrom(...'abcdx'), (name, at, letter) => {
				const [before, after] = [name.slice(0, at), name.slice(at)];
				const slips = [
					before + after.slice(1),
					before + letter + after,
					before + letter + after.slice(1),
					before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2)
				];
				for (const slip of slips) {
					expect(isOneEditApart(name, slip)).toBe(true);
					expect(isOneEditApart(slip, name)).toBe(true);
				}
			})
		);
	});

	it('is no more than one', () => {
		expect(isOneEditApart('marta', 'mirto')).toBe(false);
		expect(isOneEditApart('anna', 'nan')).toBe(false);
		expect(isOneEditApart('lucia', 'luciana')).toBe(false);
	});
});
