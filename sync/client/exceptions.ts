/** What an answer other than "accepted" means for the device. */
import { NEVER_OPENS } from '../protocol/push.ts';
import type { Exception } from './ports.ts';

/** Reason of an envelope that was parked here, because what it stands on never left this device. */
export const DEPENDS_ON_WITHHELD = 'depends-on-withheld';
/** The server's reason for leaving alone what stands on something it could not open. */
export const DEPENDS_ON_UNOPENED = 'depends-on-unopened';

/** Refused and nothing in its place; a person may have put it aside. What is held will be applied by itself. */
export function standsRefused(exception: Exception): boolean {
	return exception.outcome !== 'held' && exception.supersededBy === null;
}

/** Whether a person has something to do about it. */
export function needsFixing(exception: Exception): boolean {
	return standsRefused(exception) && exception.setAsideAt === undefined;
}

/** It may be behind what it depends on; then whatever becomes of that one becomes of it. */
export function mayStandBehind({ outcome }: Exception): boolean {
	return outcome === 'blocked' || outcome === 'unopened';
}

/** Parked behind what it depends on. */
export function isParked(exception: Exception): boolean {
	return mayStandBehind(exception) && needsFixing(exception);
}

/** The server could not open it, and has nothing of it: it stays here, unsent, until somebody sends it again. */
export function isStillSealed(exception: Exception): boolean {
	return exception.outcome === 'unopened';
}

/** Whether a whole copy of it would be taken now. */
export function isSealedUp(exception: Exception): boolean {
	return isStillSealed(exception) || exception.reason === NEVER_OPENS;
}

/** Nothing is wrong with it: it goes by itself when what it stands on has gone. */
export function waitsHere({ reason }: Exception): boolean {
	return reason === DEPENDS_ON_WITHHELD || reason === DEPENDS_ON_UNOPENED;
}

/** It stayed here, and no server has ever had it. */
export function neverLeft(exception: Exception): boolean {
	return (
		isStillSealed(exception) ||
		exception.outcome === 'too-large' ||
		exception.reason === DEPENDS_ON_WITHHELD
	);
}

/** Only a mark is left of it, or will be at the next contact: it concerned somebody who was erased. */
export function isForgotten(exception: Exception): boolean {
	return exception.outcome === 'erased' && isDecided(exception);
}

/** A person has written another in its stead or given it up: it is never sent again by itself. */
export function isDecided(exception: Exception): boolean {
	return exception.supersededBy !== null || exception.setAsideAt !== undefined;
}

/** The server may never have seen it, on purpose: it is not lost. */
export function isKeptBack(exception: Exception): boolean {
	return neverLeft(exception) || isDecided(exception);
}
