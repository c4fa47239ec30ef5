const FOCUSABLE = 'a[href], button, input, select, textarea, [tabindex="0"]';

/** What scrolls and holds nothing to focus is focused itself: whoever has keys alone reads it to its end. */
export function scrolledByKeys(node: HTMLElement): () => void {
	function look() {
		const scrolls = node.scrollHeight > node.clientHeight;
		if (scrolls && !node.querySelector(FOCUSABLE)) node.tabIndex = 0;
		else node.removeAttribute('tabindex');
	}
	const sizes = new ResizeObserver(look);
	sizes.observe(node);
	const changes = new MutationObserver(look);
	changes.observe(node, { childList: true, subtree: true, characterData: true });
	return () => {
		sizes.disconnect();
		changes.disconnect();
	};
}
