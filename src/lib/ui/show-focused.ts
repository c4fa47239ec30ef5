/**
 * For lines that scroll sideways: a browser leaves what is half out of sight where it is when the focus comes to it.
 */
export function showFocused({ target }: FocusEvent): void {
	(target as Element).scrollIntoView({ block: 'nearest', inline: 'nearest' });
}
