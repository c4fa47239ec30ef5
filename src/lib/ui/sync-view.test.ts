import { describe, expect, it } from 'vitest';
import { chipWords, type SyncView } from './sync-view.ts';

const now = new Date(2026, 10, 12, 10, 24).getTime();
const yesterday = new Date(2026, 10, 11, 17, 40).getTime();

function aStatus(change: Partial<SyncView>): SyncView {
	return {
		chip: 'all-sent',
		unsent: 0,
		toFix: 0,
		waiting: 0,
		missing: 0,
		oldestUnsentAt: null,
		lastContactAt: new Date(2026, 10, 12, 8, 12).getTime(),
		online: true,
		signInNeeded: false,
		...change
	};
}
const words = (change: Partial<SyncView>, short = false) => {
	const { title, detail } = chipWords(aStatus(change), now, 'it', short);
	return `${title} / ${detail}`;
};
const waiting = { chip: 'waiting-offline', unsent: 3, online: false } as const;

describe('what the chip at the top says', () => {
	it('says all is sent with the hour of the last contact', () => {
		expect(words({})).toBe('Tutto inviato / Ultimo contatto 8:12');
	});

	it('does not say "sent" without network', () => {
		expect(words({ chip: 'nothing-to-send', online: false, lastContactAt: yesterday })).toBe(
			'Niente da inviare / Senza rete. Ultimo contatto ieri, 17:40'
		);
		expect(words({ chip: 'nothing-to-send', online: false, lastContactAt: null })).toBe(
			'Niente da inviare / Senza rete'
		);
	});

	it('names the oldest one that waits for the network', () => {
		expect(words({ ...waiting, oldestUnsentAt: yesterday })).toBe(
			'3 da inviare / Senza rete. La più vecchia è di ieri, 17:40'
		);
		expect(words({ ...waiting, oldestUnsentAt: yesterday - 2 * 86_400_000 })).toBe(
			'3 da inviare / Senza rete. La più vecchia è del 9 nov, 17:40'
		);
		expect(words({ ...waiting, oldestUnsentAt: yesterday }, true)).toBe(
			'3 da inviare / Senza rete. Da ieri, 17:40'
		);
	});

	it('claims nothing of the server before the first contact since the app was opened', () => {
		expect(words({ chip: 'waiting', unsent: 3 })).toBe('3 da inviare / Ultimo contatto 8:12');
	});

	it('tells apart a silent server, a Wi-Fi that wants a sign-in and one of our own', () => {
		expect(words({ chip: 'server-silent', unsent: 3 })).toBe(
			'3 da inviare / C’è rete, il server non risponde'
		);
		expect(words({ chip: 'captive-portal', unsent: 3 })).toBe(
			'3 da inviare / Il Wi-Fi chiede di accedere'
		);
		expect(words({ chip: 'server-silent', unsent: 3, signInNeeded: true })).toBe(
			'3 da inviare / Entra di nuovo per inviare'
		);
	});

	it('puts what is to be fixed before what is unsent', () => {
		expect(words({ chip: 'to-fix', toFix: 1, unsent: 2, online: false })).toBe(
			'1 da sistemare / 2 da inviare, senza rete'
		);
		expect(words({ chip: 'to-fix', toFix: 1 })).toBe('1 da sistemare / Nient’altro da inviare');
		expect(words({ chip: 'to-fix', toFix: 1, waiting: 5 })).toBe(
			'1 da sistemare / 5 aspettano la correzione'
		);
	});

	it('offers to recover what the server never saw', () => {
		expect(words({ chip: 'missing', missing: 1 })).toBe('Ne manca 1 / Tocca per recuperarla');
		expect(words({ chip: 'missing', missing: 2 })).toBe('Ne mancano 2 / Tocca per recuperarle');
	});
});
