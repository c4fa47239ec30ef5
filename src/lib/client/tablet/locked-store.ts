/**
 * The store of a tablet that nobody has unlocked: it sends what anybody wrote, and takes what is registered without
 * unlocking.
 *
 * Invariants
 * - What is registered is sealed to the server alone, under a key made for that one save. When it is durable it comes back
 *   as it lies there, unreadable: neither what it says nor its key is left to the page, or told to another tab.
 * - Nothing is put right here. What was refused is for whoever wrote it, and what it says cannot be read.
 */
import type { DeviceStore } from '../../../../sync/client/ports.ts';
import { unreadable } from '../../../../sync/protocol/sealed.ts';

/** @param sealing opens the store anew, to seal once */
export function createLockedStore(sealing: () => DeviceStore): DeviceStore {
	return {
		...sealing(),
		async append(intents) {
			const { envelopes, write } = await sealing().append(intents);
			return { envelopes: envelopes.map(unreadable), write };
		},
		supersede: async () => null
	};
}
