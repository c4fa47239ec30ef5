/** What somebody types for a question with a figure, as an answer; null when it is none. */
import {
	answerSchemaOf,
	facts,
	type Answer,
	type Fact,
	type FactId
} from '$lib/domain/orientation/facts';
import * as v from 'valibot';
import { parseFigure } from '../figure.ts';

/** @param today ISO date: an ISEE without another day expires at the end of this year, and a day has come */
export function typedAnswer(id: FactId, text: string, today: string): Answer | null {
	const { kind }: Fact = facts[id];
	if (kind === 'date') {
		const day = v.safeParse(answerSchemaOf(id), text);
		return day.success && text <= today ? day.output : null;
	}
	const figure = parseFigure(text);
	if (figure === null) return null;
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
