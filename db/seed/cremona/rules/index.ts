/** The sample city's rules of orientation. */
import type { Rule } from '../../../../src/lib/domain/orientation/rule.ts';

/** ARERA's discount on the bills, which comes by itself. */
const socialBonus: Rule = {
	id: 'bonus-sociale-bollette',
	kind: 'benefit',
	level: 'national',
	name: { it: 'Bonus sociale bollette', en: 'Social bonus on bills' },
	provider: 'ARERA',
	summary: {
		it: 'Uno sconto sulle bollette di luce, gas, acqua e rifiuti.',
		en: 'A discount on the bills for electricity, gas, water and waste.'
	},
	when: {
		any: [
			{ fact: 'isee.ordinary', to: 9_796 },
			{
				all: [
					{ fact: 'dependentChildren', from: 4 },
					{ fact: 'isee.ordinary', to: 20_000 }
				]
			}
		]
	},
	documents: [{ it: 'DSU per l’ISEE', en: 'DSU statement for the ISEE' }],
	how: {
		it: 'Non si chiede: arriva da sé dopo la presentazione della DSU.',
		en: 'Nothing to ask for: it comes by itself once the DSU is filed.'
	},
	links: [],
	act: 'ARERA 2/2026',
	source: 'https://www.arera.it',
	isUnverified: true,
	isExample: false,
	validFrom: '2026-01-01',
	validTo: '2026-12-31',
	checkedBy: 'Sportello',
	checkedOn: '2026-11-01'
};

/** SAD; its fee is by ISEE and stands with the service. */
const homeCare: Rule = {
	id: 'assistenza-domiciliare',
	kind: 'service',
	level: 'municipal',
	name: { it: 'Assistenza domiciliare (SAD)', en: 'Home care (SAD)' },
	provider: 'Comune di Cremona',
	summary: {
		it: 'Aiuto a casa nella cura di sé e della casa, secondo un progetto individuale.',
		en: 'Help at home with personal care and the house, by an individual plan.'
	},
	when: {
		all: [
			{ fact: 'residence', is: ['city'] },
			{
				any: [
					{ fact: 'age', over: 65 },
					{
						all: [
							{ fact: 'age', from: 18 },
							{
								any: [
									{ fact: 'invalidity', over: 0 },
									{
										judged: {
											it: 'È un adulto in condizioni di fragilità',
											en: 'Is an adult in a fragile situation'
										}
									}
								]
							}
						]
					}
				]
			}
		]
	},
	documents: [
		{ it: 'Attestazione ISEE', en: 'ISEE statement' },
		{
			it: 'Documenti sanitari e di invalidità, se ci sono',
			en: 'Health and disability papers, where there are any'
		}
	],
	how: {
		it: 'Tutto l’anno alla Porta informativa dei servizi sociali (PoIS), corso Vittorio Emanuele II 42.',
		en: 'All year at the social services’ information point (PoIS), corso Vittorio Emanuele II 42.'
	},
	links: [
		{
			name: { it: 'La pagina del Comune', en: 'The municipality’s page' },
			url: 'https://www.comune.cremona.it/node/421164'
		}
	],
	act: 'Regolamento comunale del servizio di assistenza domiciliare',
	source: 'https://www.comune.cremona.it/node/421164',
	isUnverified: false,
	isExample: false,
	validFrom: '2026-01-01',
	validTo: '2026-12-31',
	checkedBy: 'Sportello',
	checkedOn: '2026-11-01'
};

export function sampleRules(): Rule[] {
	return [socialBonus, homeCare];
}
