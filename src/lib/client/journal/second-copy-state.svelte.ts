/** Whether the second copy is being written: true where there is none to write. Apart, for pages that know no tablet. */
let works = $state(true);

export const secondCopyState = {
	get works(): boolean {
		return works;
	},
	tell(now: boolean): void {
		works = now;
	}
};
