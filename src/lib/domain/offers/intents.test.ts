import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { anOffer } from '../../../../tests/builders/offers.ts';
import { serverModel } from '../server-model.ts';
import { offerIntents } from './intents.ts';
import { offerDetailsSchema } from './offer.ts';

const context = (userId: string, role: string) => ({
	intentId: 'i',
	actor: { userId, name: userId, role },
	occurredAt: 5
});
const { id } = anOffer();
const details = v.parse(offerDetailsSchema, anOffer());
const args = { offerId: id, accessPointId: 'cambonino', details };
const piero = { userId: 'piero', role: 'volunteer', scopes: ['volunteer:piero'] };
const marta = { userId: 'marta', role: 'operator', scopes: ['desk:cambonino'] };
const davide = { userId: 'davide', role: 'operator', scopes: ['desk:zaist'] };
const chiara = { userId: 'chiara', role: 'manager', scopes: ['city'] };

describe('a help offer', () => {
	it('is the volunteer’s own when they write it, and nobody’s account when a desk does', () => {
		const register = offerIntents['offer.register'].reduce;
		const own = register(undefined, args, context('piero', 'volunteer'));
		expect(own.patch).toMatchObject({ volunteerUserId: 'piero', status: 'active' });
		const written = register(undefined, args, context('marta', 'operator'));
		expect(written.patch).toMatchObject({ volunteerUserId: null, registeredBy: 'marta' });
	});

	it('is registered once, however often it comes', () => {
		const again = offerIntents['offer.register'].reduce(
			anOffer(),
			args,
			context('marta', 'operator')
		);
		expect(again).toEqual({ patch: {}, flags: ['already-registered'] });
	});

	it('can be paused, taken up and withdrawn whatever state it is in, and says so in its history', () => {
		for (const status of ['active', 'paused', 'withdrawn'] as const) {
			const row = anOffer({ status, volunteerUserId: 'piero' });
			const by = context('piero', 'volunteer');
			const paused = offerIntents['offer.pause'].reduce(
				row,
				{ offerId: id, until: '2026-12-03' },
				by
			);
			expect(paused.patch).toEqual({ status: 'paused', pausedUntil: '2026-12-03' });
			expect(paused.append?.[0]?.fields).toMatchObject({ kind: 'paused', until: '2026-12-03' });
			const resumed = offerIntents['offer.resume'].reduce(row, { offerId: id }, by);
			expect(resumed.patch).toEqual({ status: 'active', pausedUntil: null });
			const withdrawn = offerIntents['offer.withdraw'].reduce(row, { offerId: id }, by);
			expect(withdrawn.patch).toEqual({ status: 'withdrawn', pausedUntil: null });
			expect(withdrawn.append?.[0]?.fields).toMatchObject({ volunteerUserId: 'piero' });
		}
	});
});

describe('who may do what with an offer', () => {
	const edit = { name: 'offer.edit', args: { offerId: id } };

	it('lets a volunteer write about their own, and about nobody else’s', () => {
		const own = anOffer({ volunteerUserId: 'piero' });
		expect(
			serverModel.authorize(piero, { name: 'offer.register', args }, undefined)
		).toBeUndefined();
		expect(serverModel.authorize(piero, edit, own)).toBeUndefined();
		for (const volunteerUserId of ['sofia', null]) {
			expect(serverModel.authorize(piero, edit, anOffer({ volunteerUserId }))).toEqual({
				refused: 'not-your-offer'
			});
		}
	});

	it('lets no volunteer touch anything that is not an offer', () => {
		const others = Object.keys(serverModel.intents).filter((name) => !name.startsWith('offer.'));
		expect(others).toContain('request.register');
		for (const name of others) {
			expect(serverModel.authorize(piero, { name, args: {} }, undefined), name).toEqual({
				refused: 'not-your-role'
			});
		}
	});

	it('lets a desk write about the offers made to it, and the manager about all', () => {
		const row = anOffer({ volunteerUserId: 'piero' });
		expect(serverModel.authorize(marta, edit, row)).toBeUndefined();
		expect(serverModel.authorize(chiara, edit, row)).toBeUndefined();
		expect(serverModel.authorize(davide, edit, row)).toEqual({ refused: 'not-your-desk' });
	});

	it('shows it to its desk, to the city and to who offers; a request to no volunteer', () => {
		const own = anOffer({ volunteerUserId: 'piero' });
		expect(serverModel.scopesOf('offers', own)).toEqual([
			'desk:cambonino',
			'city',
			'volunteer:piero'
		]);
		expect(serverModel.scopesOf('requests', { ...own })).toEqual(['desk:cambonino', 'city']);
		expect(serverModel.project('volunteer:piero', 'offers', own)).toEqual(own);
		expect(serverModel.project('volunteer:piero', 'people', own)).toBeNull();
	});
});
