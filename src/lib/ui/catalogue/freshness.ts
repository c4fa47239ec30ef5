/** What the screens need to know of the catalogue's state to tell the truth about it. */
export interface CatalogueFreshness {
	kind: 'loading' | 'ready' | 'missing' | 'error';
	entries: number;
	/** Milliseconds since the epoch; null before the first contact. */
	checkedAt: number | null;
	/** Stored on the device, so that it is there with no network. */
	kept: boolean;
	/** The stored copy was unreadable and has been replaced. */
	repaired: boolean;
	problem:
		| 'no-network'
		| 'bad-answer'
		| 'damaged-download'
		| 'damaged-stored'
		| 'not-kept'
		| 'worker'
		| null;
}
