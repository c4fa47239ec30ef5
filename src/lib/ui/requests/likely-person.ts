/** Somebody the desk may know already, as the new-request flow shows them. */
export interface LikelyPersonView {
	id: string;
	name: string;
	/** Where they live, when they last came and for what. */
	detail: string;
	reasons: readonly ('same-phone' | 'same-name')[];
}
