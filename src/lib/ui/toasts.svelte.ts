/** Short words at the foot of the screen about what has just happened. Nothing is said only there. */

export interface Toast {
	id: number;
	message: string;
	action?: { label: string; onclick: () => void };
}

/** Long enough to read it and reach its action. */
export const TOAST_MS = 8000;

let list = $state.raw<readonly Toast[]>([]);
let lastId = 0;
let places = $state.raw<readonly string[]>([]);

export const toasts = {
	get all(): readonly Toast[] {
		return list;
	},

	/**
	 * Where they are shown: a modal dialog makes everything around it unreachable, so the last place to come has them.
	 * @returns what takes the place away again
	 */
	standIn(place: string): () => void {
		places = [...places, place];
		return () => {
			places = places.filter((each) => each !== place);
		};
	},

	isIn(place: string): boolean {
		return places.at(-1) === place;
	},

	/** A new message takes the place of the one before: two at once are read by nobody. */
	show(message: string, action?: Toast['action']): void {
		lastId += 1;
		list = [{ id: lastId, message, action }];
	},

	dismiss(id: number): void {
		list = list.filter((toast) => toast.id !== id);
	},

	/** Somebody else may stand before the screen now. */
	clear(): void {
		list = [];
	}
};
