/**
 * For a part of a page that is loaded when it is first wanted, and stays: a drawer or a dialog that a tap opens. Its file is
 * kept on the device with all others, so that the tap does its work with no network.
 * @param wanted read in an effect or a template
 * @returns whether it has been wanted at least once
 */
export function fromFirst(wanted: () => boolean): () => boolean {
	let was = false;
	const current = $derived.by(() => {
		if (wanted()) was = true;
		return was;
	});
	return () => current;
}
