const DOUBLE_TAP_MS = 300;

/**
 * The second half of a double tap falls on the next question, which nobody has read by then.
 * @param askedAt when that was asked, by `performance.now()`
 */
export function isSecondTap({ detail }: Pick<MouseEvent, 'detail'>, askedAt: number): boolean {
	return detail > 1 && performance.now() - askedAt < DOUBLE_TAP_MS;
}
