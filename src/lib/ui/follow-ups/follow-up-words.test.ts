import { beforeAll, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '$lib/paraglide/runtime';
import { anEvent } from '../../../../tests/builders/requests';
import { stepEventText, stepText } from './follow-up-words';

beforeAll(() => overwriteGetLocale(() => 'it'));

const at = (time: string) => Date.parse(`2026-11-${time}+01:00`);
const clock = { now: at('12T10:24'), timezone: 'Europe/Rome' };
const call = { id: 'f', kind: 'callback', dueAt: at('12T15:00'), providerName: null };
const referral = { ...call, kind: 'referral', providerName: 'Patronato' };
const line = (change: Parameters<typeof anEvent>[0]) => stepEventText(anEvent(change), clock);

describe('a step in the history of its request', () => {
	it('is told as it was agreed, moved, taken and taken up again', () => {
		expect(line({ kind: 'follow-up-planned', followUp: call })).toBe('Da richiamare: oggi 15:00');
		expect(line({ kind: 'follow-up-planned', followUp: referral })).toBe(
			'Invio a Patronato, risposta entro: oggi'
		);
		expect(line({ kind: 'follow-up-rescheduled', followUp: call })).toBe(
			'Telefonata, nuovo momento: oggi 15:00'
		);
		expect(line({ kind: 'follow-up-closed', followUp: call, to: 'could-not-be-reached' })).toBe(
			'Telefonata: Non ha risposto'
		);
		expect(line({ kind: 'follow-up-closed', followUp: referral, to: 'no-capacity' })).toBe(
			'Invio: Non c’è posto'
		);
		expect(line({ kind: 'follow-up-closed', followUp: call, to: 'cancelled' })).toBe(
			'Telefonata: non si fa più'
		);
		expect(line({ kind: 'follow-up-reopened', followUp: call })).toBe(
			'Telefonata: di nuovo da fare'
		);
	});

	it('says nothing of a kind of step that only a later version knows', () => {
		const unknown = { ...call, kind: 'home-visit' };
		expect(line({ kind: 'follow-up-planned', followUp: unknown })).toBe('');
	});
});

it('a row says what a step is about, or what the person needs when nobody wrote it', () => {
	const step = { kind: 'callback', text: 'visita di martedì', provider: null } as const;
	expect(stepText(step, 'Trasporto')).toBe('Da richiamare: visita di martedì');
	expect(stepText({ ...step, text: '' }, 'Trasporto')).toBe('Da richiamare: Trasporto');
	expect(stepText({ ...step, text: '' }, '')).toBe('Da richiamare');
});
