/** What somebody types for a question with a figure, as an answer; null when it is none. */
import {
	answerSchemaOf,
	facts,
	type Answer,
	type Fact,
	type FactId
} from '$lib/domain/orientation/facts';
import * as v from 'valibot';

/** "8.400,50", "8400.5", "8 400": dots and commas as people type them; of two kinds the last parts the cents. */
export function parseFigure(text: string): number | null {
	const plain = text.replace(/[\s€]/g, '');
	if (!/^\d[\d.,]*$/.test(plain)) return null;
	const [, whole = '', , decimals = ''] = /^(.*?)(?:([.,])(\d{1,2}))?$/.exec(plain) ?? [];
	const digits = whole.replace(/[.,]/g, '');
	// What is left of separators parts thousands.
	if (/[.,]/.test(whole) && !/^\d{1,3}([.,]\d{3})+$/.test(whole)) return null;
	return Number(`${digits}.${decimals || '0'}`);
}

/** @param today ISO date: an ISEE without another day expires at the end of this year */
export function typedAnswer(id: FactId, text: string, today: string): Answer | null {
	const figure = parseFigure(text);
	if (figure === null) return null;
	const { kind }: Fact = facts[id];
	const cents = Math.round(figure * 100);
	const answer =
		kind === 'isee'
			? { cents, validTo: `${today.slice(0, 4)}-12-31` }
			: kind === 'money'
				? cents
				: figure;
	const parsed = v.safeParse(answerSchemaOf(id), answer);
	return parsed.success ? parsed.output : null;
}

/** An answer as it stands in the field. */
export function typedText(answer: Answer | null | undefined): string {
	if (answer === null || answer === undefined || typeof answer === 'boolean') return '';
	if (typeof answer === 'object') return String(answer.cents / 100).replace('.', ',');
	return String(answer).replace('.', ',');
}
