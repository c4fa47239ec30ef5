/** Whether the second copy is being written: `works` where there is none to write. Apart, for pages that know no tablet. */
import type { SecondCopyHealth } from './journal';

let health = $state.raw<SecondCopyHealth>('works');

export const secondCopyState = {
	get health(): SecondCopyHealth {
		return health;
	},
	tell(now: SecondCopyHealth): void {
		health = now;
	}
};
