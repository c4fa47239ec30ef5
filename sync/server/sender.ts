/**
 * Who sends a push.
 *
 * A person sends what they wrote themselves. A tablet sends what anybody wrote on it: its envelopes were opened before
 * they come here, and what was found out on the way comes with them, as data. When somebody has carried them here in a file,
 * the tablet has said nothing itself: neither how much it holds nor what its clock shows.
 */
import type { Caller } from '../merge/model.ts';

/** What is wrong with one intent, found before anybody read what it says. */
export type Verdict =
	/** Still sealed: it is not acknowledged. */
	| { kind: 'unopened'; reason: string }
	/** Still sealed for ever, and there is nobody to seal it anew: it is kept as it came. */
	| { kind: 'never-opens' }
	/** Opened, and not to be believed without a person's word. */
	| { kind: 'doubtful'; reason: string };

/** What a tablet's own name begins with. */
const TABLET = 'device:';

export interface TabletSender {
	/** Stands for the tablet itself: `device:<id>`. */
	userId: string;
	/** In whose name intents may be taken, by actor. */
	authors: ReadonlyMap<string, Caller>;
	/** By place in the request's intents; what is not named is in order. */
	verdicts: ReadonlyMap<number, Verdict>;
	/** Sealed sessions that are kept now. */
	sessions: readonly string[];
	/** Not sent by the tablet: the request is about its store, and no contact of it. */
	carried?: boolean;
}

export type Sender = Caller | TabletSender;

/** The person in whose name an intent may be taken; undefined when this sender has no business sending it. */
export function authorOf(sender: Sender, actor: string): Caller | undefined {
	if ('authors' in sender) return sender.authors.get(actor);
	return sender.userId === actor ? sender : undefined;
}

/**
 * Whether a person sends for a store that is not theirs. A tablet may send for another's: for its own, from when it was
 * enrolled under another id.
 */
export function isForeign(sender: Sender, ownerId: string): boolean {
	return sender.userId !== ownerId && !('authors' in sender);
}

/** Whether a person has spoken for a tablet's store before the tablet did: nothing of what they said of it counts. */
export function isUsurped(sender: Sender, ownerId: string): boolean {
	return 'authors' in sender && !ownerId.startsWith(TABLET);
}

export function isCarried(sender: Sender): boolean {
	return 'carried' in sender && sender.carried === true;
}

export function verdictOn(sender: Sender, index: number): Verdict | undefined {
	return 'verdicts' in sender ? sender.verdicts.get(index) : undefined;
}
