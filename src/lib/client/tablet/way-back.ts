/**
 * A browser keeps a page that is left for another address, memory and all, and shows it again as it was on the way back
 * (its back/forward cache). Of an unlocked tablet that would be a way past the lock: somebody else may have locked it since.
 */
export function onWayBack(lock: () => void): void {
	addEventListener('pagehide', ({ persisted }) => {
		// Nothing of it is seen in the moment before it is locked.
		if (persisted) document.documentElement.style.setProperty('display', 'none', 'important');
	});
	addEventListener('pageshow', ({ persisted }) => {
		if (persisted) lock();
	});
}
