import { afterEach, describe, expect, it, vi } from 'vitest';
import { keepAnswers, KEPT_MS, lastAnswers, leaveAnswers } from './last-answers';

const here = vi.hoisted(() => ({ userId: null as string | null, tablet: false }));
vi.mock('../session.svelte', () => ({
	session: {
		get current() {
			return here.userId === null ? null : { user: { id: here.userId } };
		}
	}
}));
vi.mock('../tablet/is-tablet', () => ({ isTablet: () => here.tablet }));

afterEach(() => {
	Object.assign(here, { userId: null, tablet: false });
	keepAnswers({}, 0);
});

describe('what was answered before leaving the page', () => {
	it('is there for whoever comes back', () => {
		keepAnswers({ age: 78 }, 0);
		leaveAnswers();
		expect(lastAnswers(KEPT_MS - 1)).toEqual({ age: 78 });
	});

	it('is gone after a while', () => {
		keepAnswers({ age: 78 }, 0);
		expect(lastAnswers(KEPT_MS)).toEqual({});
	});

	it('does not last longer because the page is opened again', () => {
		keepAnswers({ age: 78 }, 0);
		keepAnswers(lastAnswers(KEPT_MS - 1), KEPT_MS - 1);
		expect(lastAnswers(KEPT_MS)).toEqual({});
	});

	it('is not for somebody else', () => {
		here.userId = 'marta';
		keepAnswers({ age: 78 }, 0);
		here.userId = 'davide';
		expect(lastAnswers(1)).toEqual({});
	});

	it('goes with the page at a tablet where nobody is signed in, and not with the language', () => {
		here.tablet = true;
		keepAnswers({ age: 78 }, 0);
		expect(lastAnswers(1)).toEqual({ age: 78 });
		leaveAnswers();
		expect(lastAnswers(1)).toEqual({});
	});

	it('stays for whoever has unlocked the tablet', () => {
		Object.assign(here, { tablet: true, userId: 'marta' });
		keepAnswers({ age: 78 }, 0);
		leaveAnswers();
		expect(lastAnswers(1)).toEqual({ age: 78 });
	});
});
