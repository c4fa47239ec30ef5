/** Why a page that lives on the server has nothing to show, or a change has not happened. */
import { m } from '$lib/paraglide/messages';

export type OnlineProblemKind = 'no-answer' | 'signed-out' | 'failed';

export function onlineWords(kind: OnlineProblemKind): { title: string; text: string } {
	switch (kind) {
		case 'no-answer':
			return { title: m.quarantine_no_answer(), text: m.quarantine_no_answer_text() };
		case 'signed-out':
			return { title: m.quarantine_signed_out(), text: m.quarantine_signed_out_text() };
		case 'failed':
			return { title: m.quarantine_failed(), text: m.quarantine_failed_text() };
	}
}

/** The same in one line, beside what was being done. */
export function onlineSentence(kind: OnlineProblemKind): string {
	const { title, text } = onlineWords(kind);
	return `${title} ${text}`;
}
