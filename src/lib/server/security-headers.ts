/**
 * Headers of every answer, static files included. The content security policy of pages is Kit's, with hashes; those here
 * are for scripts and for answers that are no page, and keep the prerendered shell (whose policy is a `meta`) out of frames.
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

/**
 * A worker has not the policy of its page, but the one that comes with its script, and in workers are keys: they run scripts
 * of ours, evaluate no text, and fetch from our own server.
 */
export const SCRIPT_POLICY = [
	"default-src 'none'",
	"script-src 'self'",
	"connect-src 'self'",
	"require-trusted-types-for 'script'",
	"trusted-types 'none'",
	"frame-ancestors 'none'"
].join('; ');

/** @param url as it was asked for: a path, which may be escaped */
export function policyFor(url: string): string {
	const [path = ''] = url.split(/[?#]/);
	let file = path;
	try {
		file = decodeURIComponent(path);
	} catch {
		// No file has such a name.
	}
	return file.endsWith('.js') ? SCRIPT_POLICY : FALLBACK_POLICY;
}
