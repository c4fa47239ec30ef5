/**
 * What a page asks the service worker about PINs, each with a port for the answer. A key goes over by transfer: whoever
 * sends it no longer has it.
 */
import * as v from 'valibot';
import type { Bytes } from '../vault/bytes.ts';
import type { LivePin, PinHolder, PinOpenResult } from './pin-holder.ts';

const userId = v.string();
const pin = v.string();
const key = v.custom<Bytes>((value) => value instanceof Uint8Array);

export const pinAskSchema = v.variant('kind', [
	v.object({ kind: v.literal('pin-set'), userId, pin, key }),
	v.object({ kind: v.literal('pin-open'), userId, pin }),
	v.object({ kind: v.literal('pin-live') }),
	v.object({
		kind: v.literal('pin-forget'),
		userIds: v.union([v.literal('all'), v.array(v.string())])
	})
]);
export type PinAsk = v.InferOutput<typeof pinAskSchema>;

/** Every answer says what is left: a page shows it. */
export interface PinAnswer {
	live: LivePin[];
	/** Of `pin-open`. */
	opened?: PinOpenResult;
}

export async function answerPinAsk(holder: PinHolder, ask: PinAsk): Promise<PinAnswer> {
	switch (ask.kind) {
		case 'pin-set':
			await holder.set(ask.userId, ask.pin, ask.key);
			return { live: holder.live() };
		case 'pin-open': {
			const opened = await holder.open(ask.userId, ask.pin);
			return { live: holder.live(), opened };
		}
		case 'pin-live':
			return { live: holder.live() };
		case 'pin-forget':
			holder.forget(ask.userIds);
			return { live: holder.live() };
	}
}
