/**
 * Headers of every answer, static files included. The content security policy of pages is Kit's, with hashes; the one
 * here is for answers that are no page, and keeps the prerendered shell (whose policy is a `meta`) out of frames.
 */
const HEADERS: Readonly<Record<string, string>> = {
	'referrer-policy': 'no-referrer',
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
	'permissions-policy':
		'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin'
};

const YEAR_S = 365 * 24 * 60 * 60;

/** @param origin what browsers see: over https they are told to come back only over https */
export function securityHeaders(origin: string): Readonly<Record<string, string>> {
	if (!origin.startsWith('https://')) return HEADERS;
	return { ...HEADERS, 'strict-transport-security': `max-age=${YEAR_S}` };
}

/** For answers that carry no policy of their own. */
export const FALLBACK_POLICY = "frame-ancestors 'none'";
