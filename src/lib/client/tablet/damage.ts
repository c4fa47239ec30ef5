/** What was found damaged when the tablet was opened, and became of it: kept until somebody says that they have read it. */
import * as v from 'valibot';
import { readSmall } from '../small-storage.ts';

const KEY = 'sportello.damage';

const damageSchema = v.object({
	/** Records put back from the second copy. */
	rebuilt: v.number(),
	/** Records that are in no copy, as far as the tablet can tell by itself. */
	lost: v.number(),
	/** Received records that did not open: the server has them. */
	unread: v.optional(v.number(), 0)
});
export type Damage = v.InferOutput<typeof damageSchema>;

export const damage = {
	read: (): Damage | null => readSmall(KEY, damageSchema),
	/** Added to what nobody has read yet. */
	add({ rebuilt = 0, lost = 0, unread = 0 }: Partial<Damage>): void {
		const before = damage.read() ?? { rebuilt: 0, lost: 0, unread: 0 };
		const all: Damage = {
			rebuilt: before.rebuilt + rebuilt,
			lost: before.lost + lost,
			unread: before.unread + unread
		};
		localStorage.setItem(KEY, JSON.stringify(all));
	},
	clear(): void {
		localStorage.removeItem(KEY);
	}
};
