/** Who may do an administrator's work. */
import type { SignedInCaller } from './auth/auth.ts';
import { errorAnswer } from './http.ts';

export type Administrator = { ok: true; caller: SignedInCaller } | { ok: false; answer: Response };

/** The administrator who is calling, or the answer to anybody else: 401 not-signed-in, 403 not-your-role. */
export function administratorOf(locals: { caller: SignedInCaller | null }): Administrator {
	const { caller } = locals;
	if (!caller) return { ok: false, answer: errorAnswer(401, { kind: 'not-signed-in' }) };
	if (caller.role !== 'administrator') {
		return { ok: false, answer: errorAnswer(403, { kind: 'not-your-role' }) };
	}
	return { ok: true, caller };
}
