/** What the endpoints of an administrator answer when something stands in the way. */
import type { AccountError } from '../../domain/administration/people.ts';
import { errorAnswer } from '../http.ts';

export function accountErrorAnswer(error: AccountError): Response {
	switch (error.kind) {
		case 'unknown':
			return errorAnswer(404, error);
		case 'invalid':
			return errorAnswer(400, error);
		case 'username-taken':
		case 'last-administrator':
		case 'unknown-access-point':
			return errorAnswer(409, error);
	}
}
