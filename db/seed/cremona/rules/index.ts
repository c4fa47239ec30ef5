/** The rules of the sample city, one file each: what a city begins with, and then edits on its server. */
import * as v from 'valibot';
import { ruleSchema, type Rule } from '../../../../src/lib/domain/orientation/rule.ts';
import affittoArretrato from './affitto-arretrato.json' with { type: 'json' };
import aiutoInvalidita from './aiuto-invalidita.json' with { type: 'json' };
import aiutoIsee from './aiuto-isee.json' with { type: 'json' };
import alloggiPubblici from './alloggi-pubblici.json' with { type: 'json' };
import assegnoDiInclusione from './assegno-di-inclusione.json' with { type: 'json' };
import assegnoUnico from './assegno-unico.json' with { type: 'json' };
import assistenteInCasa from './assistente-in-casa.json' with { type: 'json' };
import assistenzaDomiciliareSad from './assistenza-domiciliare-sad.json' with { type: 'json' };
import autonomiaPersonaleSaap from './autonomia-personale-saap.json' with { type: 'json' };
import babysitterACasa from './babysitter-a-casa.json' with { type: 'json' };
import bonusAssistenteFamiliare from './bonus-assistente-familiare.json' with { type: 'json' };
import bonusNido from './bonus-nido.json' with { type: 'json' };
import bonusNuoviNati from './bonus-nuovi-nati.json' with { type: 'json' };
import bonusSocialeBollette from './bonus-sociale-bollette.json' with { type: 'json' };
import borsaDiStudioUniversitaria from './borsa-di-studio-universitaria.json' with { type: 'json' };
import buoniWelfareAziendale from './buoni-welfare-aziendale.json' with { type: 'json' };
import compagniaACasa from './compagnia-a-casa.json' with { type: 'json' };
import conciliazioneVitaLavoro from './conciliazione-vita-lavoro.json' with { type: 'json' };
import contributoAffitto from './contributo-affitto.json' with { type: 'json' };
import doteScuola from './dote-scuola.json' with { type: 'json' };
import emporioSolidale from './emporio-solidale.json' with { type: 'json' };
import facchinaggio from './facchinaggio.json' with { type: 'json' };
import indennitaDiAccompagnamento from './indennita-di-accompagnamento.json' with { type: 'json' };
import indennitaDiDisoccupazione from './indennita-di-disoccupazione.json' with { type: 'json' };
import infermiereDiQuartiere from './infermiere-di-quartiere.json' with { type: 'json' };
import italianoAdulti from './italiano-adulti.json' with { type: 'json' };
import mediazioneFamiliare from './mediazione-familiare.json' with { type: 'json' };
import misuraB2 from './misura-b2.json' with { type: 'json' };
import nidoPrezzoControllato from './nido-prezzo-controllato.json' with { type: 'json' };
import pastiACasa from './pasti-a-casa.json' with { type: 'json' };
import permessiLegge104 from './permessi-legge-104.json' with { type: 'json' };
import ricoveroDiSollievo from './ricovero-di-sollievo.json' with { type: 'json' };
import sanificazione from './sanificazione.json' with { type: 'json' };
import scuolaADistanza from './scuola-a-distanza.json' with { type: 'json' };
import segretariatoSociale from './segretariato-sociale.json' with { type: 'json' };
import sollievoCaregiver from './sollievo-caregiver.json' with { type: 'json' };
import sostegnoAlReddito from './sostegno-al-reddito.json' with { type: 'json' };
import supportoFormazioneLavoro from './supporto-formazione-lavoro.json' with { type: 'json' };
import trasportoDisabili from './trasporto-disabili.json' with { type: 'json' };
import trasportoVisite from './trasporto-visite.json' with { type: 'json' };

const files: readonly unknown[] = [
	affittoArretrato,
	aiutoInvalidita,
	aiutoIsee,
	alloggiPubblici,
	assegnoDiInclusione,
	assegnoUnico,
	assistenteInCasa,
	assistenzaDomiciliareSad,
	autonomiaPersonaleSaap,
	babysitterACasa,
	bonusAssistenteFamiliare,
	bonusNido,
	bonusNuoviNati,
	bonusSocialeBollette,
	borsaDiStudioUniversitaria,
	buoniWelfareAziendale,
	compagniaACasa,
	conciliazioneVitaLavoro,
	contributoAffitto,
	doteScuola,
	emporioSolidale,
	facchinaggio,
	indennitaDiAccompagnamento,
	indennitaDiDisoccupazione,
	infermiereDiQuartiere,
	italianoAdulti,
	mediazioneFamiliare,
	misuraB2,
	nidoPrezzoControllato,
	pastiACasa,
	permessiLegge104,
	ricoveroDiSollievo,
	sanificazione,
	scuolaADistanza,
	segretariatoSociale,
	sollievoCaregiver,
	sostegnoAlReddito,
	supportoFormazioneLavoro,
	trasportoDisabili,
	trasportoVisite
];

/** @throws when a file is not of the form of a rule: they are part of the program */
export function sampleRules(): Rule[] {
	return files.map((file) => v.parse(ruleSchema, file));
}
