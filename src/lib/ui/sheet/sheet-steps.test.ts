import { afterEach, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '$lib/paraglide/runtime';
import { aFollowUp, aRequest } from '../../../../tests/builders/requests.ts';
import { sheetDate, sheetSteps } from './sheet-steps.ts';

afterEach(() => overwriteGetLocale(() => 'it'));

const ROME = 'Europe/Rome';
/** Friday, half past midnight in Rome, when it is still Thursday in London. */
const NIGHT = Date.parse('2026-11-12T23:30:00Z');

describe('what happens now, on the sheet', () => {
	it('says what was written, who follows it and what was agreed on, by the city’s clock', () => {
		const request = aRequest({ owner: { id: 'marta', name: 'Marta R.' } });
		const steps = [
			aFollowUp({ kind: 'callback', dueAt: Date.parse('2026-11-13T08:05:00Z') }),
			aFollowUp({ kind: 'appointment', dueAt: NIGHT }),
			aFollowUp({
				kind: 'referral',
				dueAt: NIGHT,
				provider: { serviceId: null, name: 'Emporio di esempio' }
			})
		];
		expect(sheetSteps(request, steps, ROME)).toEqual([
			'Abbiamo scritto la tua richiesta: Spesa e pasti.',
			'Marta R. ti segue.',
			'Ti chiamiamo venerdì 13 novembre, 9:05.',
			'Hai un appuntamento venerdì 13 novembre, 0:30.',
			'Ci rivolgiamo a Emporio di esempio. Aspettiamo la risposta entro venerdì 13 novembre.'
		]);
	});

	it('promises nothing that nobody has agreed on, and never prints what a desk wrote for itself', () => {
		const said = sheetSteps(aRequest(), [aFollowUp({ text: 'parla con la figlia' })], ROME);
		expect(said).toHaveLength(2);
		expect(said.join(' ')).not.toContain('figlia');
		expect(sheetSteps(aRequest(), [], ROME)).toHaveLength(1);
	});

	it('is dated in full', () => {
		expect(sheetDate(NIGHT, ROME)).toBe('Venerdì 13 novembre 2026');
		overwriteGetLocale(() => 'en');
		expect(sheetDate(NIGHT, ROME)).toBe('Friday 13 November 2026');
	});
});
