/**
 * What a native dialog leaves to us: the focus goes to the title, a press on the scrim closes, the page underneath does
 * not scroll. Esc and giving the focus back to the opener are the browser's, the latter made sure of here because the
 * dialog is removed from the page as it closes.
 */
export function modal(dialog: HTMLDialogElement): () => void {
	const opener = document.activeElement;
	const { overflow } = document.documentElement.style;
	dialog.showModal();
	document.documentElement.style.overflow = 'hidden';
	dialog.querySelector<HTMLElement>('[data-takes-focus]')?.focus();

	// A press that began inside, as when selecting text, must not close.
	let pressedScrim = false;
	const isScrim = (event: MouseEvent) => {
		if (event.target !== dialog) return false;
		const box = dialog.getBoundingClientRect();
		const isInside =
			event.clientX >= box.left &&
			event.clientX <= box.right &&
			event.clientY >= box.top &&
			event.clientY <= box.bottom;
		return !isInside;
	};
	const onPointerDown = (event: PointerEvent) => {
		pressedScrim = isScrim(event);
	};
	const onClick = (event: MouseEvent) => {
		if (pressedScrim && isScrim(event)) dialog.close();
	};
	dialog.addEventListener('pointerdown', onPointerDown);
	dialog.addEventListener('click', onClick);

	return () => {
		dialog.removeEventListener('pointerdown', onPointerDown);
		dialog.removeEventListener('click', onClick);
		document.documentElement.style.overflow = overflow;
		if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
	};
}
