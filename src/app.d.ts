import type { SignedInCaller } from '$lib/server/auth/auth';

declare global {
	namespace App {
		interface Locals {
			/** Names this request in the log and in an error's answer. */
			requestId: string;
			/** Who is calling; null when nobody is signed in. Set for `/api/` only. */
			caller: SignedInCaller | null;
			session: { deviceId: string | null; signedInAt: number } | null;
		}
		interface Error {
			message: string;
			requestId?: string;
		}
	}
}
