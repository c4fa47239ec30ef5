/** What each field is called when a person reads what is kept about them: Italian first, and English. */
import type { Collections } from '../model.ts';

export interface Words {
	it: string;
	en: string;
}

/** Of the lines of the log that are about somebody who came to a desk. */
export const logKindWords: { readonly [kind: string]: Words | undefined } = {
	'case-read': { it: 'Ha aperto la scheda', en: 'Opened the record' },
	export: { it: 'Ha esportato i dati', en: 'Exported the data' }
};

export type FieldName = { [Name in keyof Collections]: keyof Collections[Name] }[keyof Collections];

const w = (it: string, en: string): Words => ({ it, en });

export const collectionWords: { readonly [Name in keyof Collections]: Words } = {
	people: w('Scheda della persona', 'Record of the person'),
	relations: w('Chi agisce per chi', 'Who acts for whom'),
	requests: w('Richiesta', 'Request'),
	events: w('Riga della storia di una richiesta', 'Line of a request’s history'),
	followups: w('Passo successivo di una richiesta', 'Next step of a request'),
	contacts: w('Contatto solo per informazioni', 'Contact for information only'),
	offers: w('Offerta d’aiuto', 'Help offer'),
	offerEvents: w('Riga della storia di un’offerta', 'Line of an offer’s history'),
	funds: w('Fondo per i buoni', 'Fund for vouchers'),
	vouchers: w('Buono', 'Voucher'),
	voucherEntries: w('Riga del registro di un buono', 'Line of a voucher’s ledger')
};

export const fieldWords: { readonly [Name in FieldName]: Words } = {
	id: w('Numero di questo dato', 'Number of this record'),
	accessPointId: w('Presidio', 'Desk'),
	name: w('Nome o soprannome', 'Name or alias'),
	phone: w('Telefono', 'Phone'),
	language: w('Lingua', 'Language'),
	neighbourhoodId: w('Quartiere', 'Neighbourhood'),
	findAgain: w('Come ritrovare la persona', 'How to find the person again'),
	registeredBy: w('Registrato da (numero)', 'Registered by (number)'),
	registeredByName: w('Registrato da', 'Registered by'),
	registeredAt: w('Registrato il', 'Registered on'),
	mergedInto: w('Unita alla scheda', 'Merged into record'),
	mergedAt: w('Unita o separata il', 'Merged or separated on'),
	mergedByName: w('Unita o separata da', 'Merged or separated by'),
	confirmation: w('Confermata da, e quando', 'Confirmed by, and when'),
	personId: w('Persona (numero)', 'Person (number)'),
	personName: w('Persona', 'Person'),
	delegateId: w('Chi agisce per la persona (numero)', 'Who acts for the person (number)'),
	relation: w('Che cosa sono l’uno per l’altra', 'What they are to each other'),
	since: w('Dal', 'Since'),
	endedAt: w('Finito il', 'Ended on'),
	code: w('Codice ricevuta', 'Receipt code'),
	needs: w('Bisogni', 'Needs'),
	need: w('Bisogno', 'Need'),
	forWhom: w('Per chi', 'For whom'),
	actingFor: w('Per conto di', 'On behalf of'),
	urgency: w('Urgenza', 'Urgency'),
	timeWindow: w('Giorni e momenti comodi', 'Convenient days and times'),
	words: w('Con le parole della persona', 'In the person’s own words'),
	services: w('Servizi scelti', 'Chosen services'),
	orientation: w('Orientamento: risposte e risultati', 'Orientation: answers and results'),
	plan: w('Che cosa può chiedere', 'What may be asked for'),
	channel: w('Come è avvenuto il contatto', 'How the contact took place'),
	status: w('Stato', 'State'),
	outcome: w('Esito', 'Outcome'),
	outcomeText: w('Esito, in parole', 'Outcome, in words'),
	owner: w('Chi la segue', 'Who follows it'),
	requestId: w('Richiesta (numero)', 'Request (number)'),
	kind: w('Tipo', 'Kind'),
	actorId: w('Fatto da (numero)', 'Done by (number)'),
	actorName: w('Fatto da', 'Done by'),
	at: w('Quando', 'When'),
	text: w('Testo', 'Text'),
	fields: w('Campi cambiati', 'Fields that were changed'),
	from: w('Da', 'From'),
	to: w('A', 'To'),
	followUp: w('Passo di cui parla', 'Step it is about'),
	dueAt: w('Previsto per il', 'Due on'),
	durationMinutes: w('Durata in minuti', 'Minutes it takes'),
	provider: w('Ente o servizio', 'Provider or service'),
	contactName: w('Con chi parlare', 'Whom to speak to'),
	closedAt: w('Chiuso il', 'Closed on'),
	createdBy: w('Creato da (numero)', 'Made by (number)'),
	createdByName: w('Creato da', 'Made by'),
	createdAt: w('Creato il', 'Made on'),
	withdrawn: w('Registrato per errore', 'Logged by mistake'),
	volunteerUserId: w('Accesso del volontario (numero)', 'Volunteer’s account (number)'),
	volunteerName: w('Nome di chi offre aiuto', 'Name of who offers help'),
	skills: w('Che cosa offre', 'What is offered'),
	otherSkill: w('Che cos’altro offre', 'What else is offered'),
	neighbourhoodIds: w('Quartieri', 'Neighbourhoods'),
	availability: w('Giorni e ore', 'Days and hours'),
	languages: w('Lingue', 'Languages'),
	frequency: w('Quanto spesso', 'How often'),
	transport: w('Mezzo di trasporto', 'Means of transport'),
	note: w('Nota', 'Note'),
	pausedUntil: w('In pausa fino al', 'Paused until'),
	offerId: w('Offerta (numero)', 'Offer (number)'),
	until: w('Fino al', 'Until'),
	issuer: w('Chi lo paga', 'Who pays for it'),
	title: w('Titolo', 'Title'),
	mayBuy: w('Che cosa si può comprare', 'What it may buy'),
	budgetCents: w('Fondo in tutto, in centesimi', 'Whole fund, in cents'),
	grantedCents: w('Già dato in buoni, in centesimi', 'Granted in vouchers, in cents'),
	validFrom: w('Vale dal', 'Valid from'),
	validUntil: w('Vale fino a prima del', 'Valid until before'),
	fundId: w('Fondo (numero)', 'Fund (number)'),
	holderName: w('Per chi è il buono', 'Whose voucher it is'),
	accessPointIds: w('Presidi dove si usa', 'Desks where it is used'),
	amountCents: w('Importo in centesimi', 'Amount in cents'),
	openSpends: w('Spese che valgono', 'Spends that stand'),
	voucherId: w('Buono (numero)', 'Voucher (number)'),
	cents: w('Centesimi in più o in meno', 'Cents more or less'),
	whatFor: w('Per che cosa', 'What for'),
	spendId: w('Spesa stornata (numero)', 'Spend given back (number)')
};

/** Fields that hold a moment, in milliseconds since the epoch. */
export const momentFields: readonly FieldName[] = [
	'registeredAt',
	'mergedAt',
	'since',
	'endedAt',
	'at',
	'dueAt',
	'closedAt',
	'createdAt',
	'validFrom',
	'validUntil'
];
