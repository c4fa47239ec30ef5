import type { SignedInCaller } from '$lib/server/auth/auth';
import type { CallingDevice } from '$lib/server/devices/device-auth';

declare global {
	namespace App {
		interface Locals {
			/** Names this request in the log and in an error's answer. */
			requestId: string;
			/** Who is calling; null when nobody is signed in. Set for `/api/` only. */
			caller: SignedInCaller | null;
			session: { deviceId: string | null; signedInAt: number } | null;
			/** The tablet that calls with its own token: it may send, and read nothing. A revoked one too. */
			device: CallingDevice | null;
		}
		/** Written to the disk by the browser, in clear: ids alone. */
		interface PageState {
			/** See routes/searched-text.ts. */
			search?: string;
		}
		interface Error {
			message: string;
			requestId?: string;
		}
	}
}
