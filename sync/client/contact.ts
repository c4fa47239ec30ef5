/** How one contact with the server went, in the words the engine acts on. */
import type { TransportResult } from './ports.ts';

export type ContactFailure =
	| { kind: 'offline' }
	| { kind: 'server-silent'; retryAfterMs: number | null }
	| { kind: 'captive-portal' }
	| { kind: 'sign-in-needed' }
	/** The server does not speak this app's protocol: the app must be renewed. */
	| { kind: 'not-understood' }
	| { kind: 'too-large' };

export type Contact = { kind: 'ok' } | Exclude<ContactFailure, { kind: 'too-large' }>;

export function failureOf(
	result: Exclude<TransportResult, { kind: 'answer' }>,
	isOnline: boolean
): ContactFailure {
	switch (result.kind) {
		case 'unreachable':
			return isOnline ? { kind: 'server-silent', retryAfterMs: null } : { kind: 'offline' };
		case 'not-json':
			return { kind: 'captive-portal' };
		case 'refused':
			if (result.status === 413) return { kind: 'too-large' };
			if (result.status === 401 || result.status === 403) return { kind: 'sign-in-needed' };
			if (result.status === 429 || result.status === 408 || result.status >= 500) {
				return { kind: 'server-silent', retryAfterMs: result.retryAfterMs };
			}
			return { kind: 'not-understood' };
	}
}
