/**
 * Every setting, read from the environment once and checked. `docs/settings.md` is where they are described; a test
 * holds the two together.
 */
import { isIP } from 'node:net';
import { join } from 'node:path';
import * as v from 'valibot';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

function wholeNumber(from: number, to: number) {
	const accepted = `a whole number from ${from} to ${to}`;
	return v.pipe(
		v.string(),
		v.regex(/^\d{1,15}$/, accepted),
		v.transform(Number),
		v.minValue(from, accepted),
		v.maxValue(to, accepted)
	);
}

const ORIGIN_ACCEPTED =
	'an address without a path that starts with https://, or http:// followed by localhost or 127.0.0.1: browsers allow service workers and secure cookies nowhere else';

/** Offline use needs a secure context, and so does a `__Host-` cookie. */
function isSecureOrigin(text: string): boolean {
	if (!URL.canParse(text)) return false;
	const url = new URL(text);
	if (text.toLowerCase().replace(/\/$/, '') !== `${url.protocol}//${url.host}`) return false;
	if (url.protocol === 'https:') return true;
	return url.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname);
}

const originSchema = v.pipe(
	v.string(),
	v.check(isSecureOrigin, ORIGIN_ACCEPTED),
	v.transform((text) => new URL(text).origin)
);

/** One entry for each variable; the message of each check says what is accepted. */
export const settingsSchema = v.object({
	PORT: v.optional(wholeNumber(1, 65535), '3000'),
	HOST: v.optional(
		v.pipe(
			v.string(),
			v.check((text) => isIP(text) !== 0, 'an IP address, such as 127.0.0.1 or 0.0.0.0')
		),
		'127.0.0.1'
	),
	ORIGIN: v.optional(originSchema),
	DATA_DIR: v.optional(v.string(), './data'),
	KEYS_DIR: v.optional(v.string()),
	BACKUP_DIR: v.optional(v.string()),
	GRANT_DAYS: v.optional(wholeNumber(1, 90), '7'),
	IDLE_LOCK_MINUTES: v.optional(wholeNumber(1, 120), '5'),
	SAMPLE_CITY: v.optional(v.picklist(['on', 'off'], 'on or off'), 'on'),
	SAMPLE_PASSPHRASE: v.optional(
		v.pipe(v.string(), v.minLength(12, 'at least 12 characters'), v.maxLength(256, 'at most 256'))
	),
	RETENTION: v.optional(v.picklist(['on', 'off'], 'on or off'), 'on'),
	LOG_LEVEL: v.optional(v.picklist(LOG_LEVELS, `one of ${LOG_LEVELS.join(', ')}`), 'info'),
	MAX_BODY_BYTES: v.optional(wholeNumber(1024, 64 * 1024 * 1024), String(2 * 1024 * 1024)),
	ADDRESS_HEADER: v.optional(
		v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]+$/, 'the name of a header, such as X-Forwarded-For'))
	),
	HEADERS_TIMEOUT: v.optional(wholeNumber(1, 600), '10'),
	REQUEST_TIMEOUT: v.optional(wholeNumber(1, 3600), '120'),
	SHUTDOWN_TIMEOUT: v.optional(wholeNumber(1, 600), '10')
});

export interface Settings {
	port: number;
	/** The address listened on. */
	host: string;
	/** What browsers see, without a trailing slash. */
	origin: string;
	dataDir: string;
	/** Where the server's own keys lie, outside of the database. */
	keysDir: string;
	/** Where a backup is made every night; undefined for no backups. */
	backupDir: string | undefined;
	/** How long a person can unlock a tablet that the server is out of reach of. */
	grantMs: number;
	/** How long an unlocked tablet that nobody touches stays so. */
	idleLockMinutes: number;
	sampleCity: boolean;
	samplePassphrase: string | undefined;
	/** Whether records are erased when their period is over. */
	retention: boolean;
	logLevel: (typeof LOG_LEVELS)[number];
	maxBodyBytes: number;
	/** The header in which a trusted proxy gives the client's address. */
	addressHeader: string | undefined;
	headersTimeoutMs: number;
	requestTimeoutMs: number;
	shutdownTimeoutMs: number;
}

export interface SettingProblem {
	variable: string;
	/** A sentence: the variable, what it holds, what is accepted. */
	message: string;
}

export type SettingsResult =
	{ ok: true; settings: Settings } | { ok: false; problems: SettingProblem[] };

const SECRET = ['SAMPLE_PASSPHRASE'];

function problemOf(variable: string, value: string, accepted: string): SettingProblem {
	const holds = SECRET.includes(variable)
		? `has ${value.length} characters`
		: `is ${JSON.stringify(value)}`;
	return { variable, message: `${variable} ${holds}. It must be ${accepted}.` };
}

/** An empty variable counts as one that is not there: that is how compose files leave a setting out. */
export function parseSettings(env: Readonly<Record<string, string | undefined>>): SettingsResult {
	const given: Record<string, string> = {};
	for (const variable of Object.keys(settingsSchema.entries)) {
		const value = env[variable]?.trim();
		if (value) given[variable] = value;
	}
	const parsed = v.safeParse(settingsSchema, given);
	if (!parsed.success) {
		const problems = new Map<string, SettingProblem>();
		for (const issue of parsed.issues) {
			const variable = v.getDotPath(issue) ?? '';
			// The first check that fails is the one to mend.
			if (problems.has(variable)) continue;
			problems.set(variable, problemOf(variable, given[variable] ?? '', issue.message));
		}
		return { ok: false, problems: [...problems.values()] };
	}
	const read = parsed.output;
	return {
		ok: true,
		settings: {
			port: read.PORT,
			host: read.HOST,
			origin: read.ORIGIN ?? `http://localhost:${read.PORT}`,
			dataDir: read.DATA_DIR,
			keysDir: read.KEYS_DIR ?? join(read.DATA_DIR, 'keys'),
			backupDir: read.BACKUP_DIR,
			grantMs: read.GRANT_DAYS * 24 * 60 * 60 * 1000,
			idleLockMinutes: read.IDLE_LOCK_MINUTES,
			sampleCity: read.SAMPLE_CITY === 'on',
			samplePassphrase: read.SAMPLE_PASSPHRASE,
			retention: read.RETENTION === 'on',
			logLevel: read.LOG_LEVEL,
			maxBodyBytes: read.MAX_BODY_BYTES,
			addressHeader: read.ADDRESS_HEADER?.toLowerCase(),
			headersTimeoutMs: read.HEADERS_TIMEOUT * 1000,
			requestTimeoutMs: read.REQUEST_TIMEOUT * 1000,
			shutdownTimeoutMs: read.SHUTDOWN_TIMEOUT * 1000
		}
	};
}

/** What is printed before a start is given up. */
export function describeProblems(problems: readonly SettingProblem[]): string {
	const lines = problems.map(({ message }) => `  ${message}`);
	return ['Sportello cannot start with these settings:', ...lines, 'See docs/settings.md.'].join(
		'\n'
	);
}
