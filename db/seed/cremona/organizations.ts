/**
 * Who gives the services of the sample catalogue. All are invented, and their names say so, but the Comune and the
 * bodies that the cards about national benefits are about. Phone numbers are of a range nobody has.
 */
import type { ProviderKindCode } from '../../../src/lib/domain/catalogue/vocabularies.ts';

export interface SampleOrganization {
	readonly name: string;
	readonly description: string;
	readonly providerKind: ProviderKindCode;
	readonly email?: string;
	readonly phone?: string;
	/** Whom to ask for: an office or a role, never a person. */
	readonly contact?: string;
	/** How one gets in, for all its seats. */
	readonly accessibility?: string;
}

const accessible = 'Ingresso senza gradini e bagno accessibile.';
const upstairs = 'Primo piano con ascensore. Porta stretta: chiedi aiuto al citofono.';
const step = 'Un gradino all’ingresso, con una pedana a richiesta.';

const notTheirs =
	'Ente reale, citato solo perché la scheda parla di una sua misura. La scheda non è stata scritta né controllata da questo ente.';

const table = {
	// Real.
	comune: {
		name: 'Comune di Cremona',
		description: 'Comune di Cremona, servizi sociali.',
		providerKind: 'public',
		email: 'pois@comune.cremona.it',
		phone: '0372 407316',
		contact: 'PoIS, Porta informativa dei servizi sociali'
	},
	inps: { name: 'INPS', description: notTheirs, providerKind: 'public' },
	arera: { name: 'ARERA', description: notTheirs, providerKind: 'public' },
	lombardia: { name: 'Regione Lombardia', description: notTheirs, providerKind: 'public' },

	// Public, invented.
	'servizi-sociali': {
		name: 'Ufficio servizi sociali (esempio)',
		description:
			'Ufficio comunale di esempio: assistenti sociali, trasporti, contributi, famiglie.',
		providerKind: 'public',
		email: 'servizi.sociali@example.org',
		phone: '0372 000 001',
		contact: 'Segreteria dei servizi sociali',
		accessibility: accessible
	},
	'azienda-sociale': {
		name: 'Azienda sociale (esempio)',
		description: 'Azienda pubblica di esempio che tiene elenchi e servizi per più comuni.',
		providerKind: 'public',
		email: 'azienda.sociale@example.org',
		phone: '0372 000 002',
		contact: 'Ufficio elenchi',
		accessibility: upstairs
	},
	'casa-comunita': {
		name: 'Casa della comunità (esempio)',
		description: 'Sede sanitaria pubblica di esempio, con infermieri, medici e amministrativi.',
		providerKind: 'public',
		email: 'casa.comunita@example.org',
		phone: '0372 000 003',
		contact: 'Punto di accoglienza',
		accessibility:
			'Ingresso senza gradini, bagno accessibile, percorso tattile fino all’accoglienza.'
	},
	consultorio: {
		name: 'Consultorio familiare di quartiere (esempio)',
		description: 'Consultorio pubblico di esempio per donne, coppie, genitori e ragazzi.',
		providerKind: 'public',
		email: 'consultorio@example.org',
		phone: '0372 000 004',
		contact: 'Accoglienza del consultorio',
		accessibility: accessible
	},
	'centro-impiego': {
		name: 'Centro per il lavoro (esempio)',
		description: 'Ufficio pubblico di esempio per chi cerca lavoro.',
		providerKind: 'public',
		email: 'lavoro@example.org',
		phone: '0372 000 005',
		contact: 'Accoglienza',
		accessibility: accessible
	},
	'scuola-adulti': {
		name: 'Scuola per adulti (esempio)',
		description: 'Scuola pubblica di esempio: italiano, licenza media, informatica.',
		providerKind: 'public',
		email: 'scuola.adulti@example.org',
		phone: '0372 000 006',
		contact: 'Segreteria didattica',
		accessibility: upstairs
	},
	'istituto-comprensivo': {
		name: 'Istituto comprensivo di quartiere (esempio)',
		description: 'Scuola pubblica di esempio, dall’infanzia alle medie.',
		providerKind: 'public',
		email: 'istituto@example.org',
		phone: '0372 000 007',
		contact: 'Segreteria alunni',
		accessibility: accessible
	},
	biblioteca: {
		name: 'Biblioteca di quartiere (esempio)',
		description: 'Biblioteca pubblica di esempio, con sala studio e angolo bambini.',
		providerKind: 'public',
		email: 'biblioteca@example.org',
		phone: '0372 000 008',
		contact: 'Banco prestiti',
		accessibility: 'Ingresso senza gradini, tavoli regolabili, libri a caratteri grandi.'
	},

	// Accredited, invented.
	'il-ponte': {
		name: 'Cooperativa Il Ponte (esempio)',
		description: 'Cooperativa sociale di esempio: assistenza in casa, badanti, sollievo.',
		providerKind: 'accredited',
		email: 'ilponte@example.org',
		phone: '0372 000 011',
		contact: 'Coordinamento dei servizi a casa',
		accessibility: accessible
	},
	'gelso-bianco': {
		name: 'Cooperativa Gelso Bianco (esempio)',
		description: 'Cooperativa sociale di esempio: nidi, dopo scuola, educatori, centri estivi.',
		providerKind: 'accredited',
		email: 'gelsobianco@example.org',
		phone: '0372 000 012',
		contact: 'Coordinamento educativo',
		accessibility: accessible
	},
	lanterna: {
		name: 'Cooperativa Lanterna (esempio)',
		description: 'Cooperativa sociale di esempio: disabilità, autonomia, inserimento al lavoro.',
		providerKind: 'accredited',
		email: 'lanterna@example.org',
		phone: '0372 000 013',
		contact: 'Segreteria',
		accessibility:
			'Ingresso senza gradini, bagno accessibile, sala con poca luce per chi ha bisogno di calma.'
	},
	'otto-ruote': {
		name: 'Cooperativa Otto Ruote (esempio)',
		description: 'Cooperativa di lavoro di esempio: traslochi, pulizie, sanificazione, lavanderia.',
		providerKind: 'accredited',
		email: 'ottoruote@example.org',
		phone: '0372 000 014',
		contact: 'Ufficio preventivi',
		accessibility: step
	},
	'le-magnolie': {
		name: 'Residenza Le Magnolie (esempio)',
		description: 'Residenza e centro diurno di esempio per anziani.',
		providerKind: 'accredited',
		email: 'lemagnolie@example.org',
		phone: '0372 000 015',
		contact: 'Ufficio accoglienza',
		accessibility: 'Tutto al piano terra, bagni assistiti, parcheggio davanti all’ingresso.'
	},
	'molte-lingue': {
		name: 'Cooperativa Molte Lingue (esempio)',
		description: 'Cooperativa sociale di esempio: mediatori culturali, interpreti, corsi.',
		providerKind: 'accredited',
		email: 'moltelingue@example.org',
		phone: '0372 000 016',
		contact: 'Coordinamento mediatori',
		accessibility: upstairs
	},
	'ente-formazione': {
		name: 'Scuola Mestieri Nuovi (esempio)',
		description: 'Ente di formazione accreditato di esempio.',
		providerKind: 'accredited',
		email: 'mestierinuovi@example.org',
		phone: '0372 000 017',
		contact: 'Segreteria corsi',
		accessibility: accessible
	},

	// Private and company welfare, invented.
	patronato: {
		name: 'CAF e patronato di quartiere (esempio)',
		description: 'Ufficio privato di esempio per ISEE, 730, pensioni, invalidità, colf e badanti.',
		providerKind: 'private',
		email: 'caf@example.org',
		phone: '0372 000 021',
		contact: 'Sportello',
		accessibility: accessible
	},
	'studio-ascolto': {
		name: 'Studio Ascolto (esempio)',
		description: 'Psicologi privati di esempio, con prezzi concordati.',
		providerKind: 'private',
		email: 'studioascolto@example.org',
		phone: '0372 000 022',
		contact: 'Segreteria',
		accessibility: upstairs
	},
	'ambulatorio-sorriso': {
		name: 'Ambulatorio Sorriso (esempio)',
		description: 'Studio dentistico privato di esempio, con prezzi concordati.',
		providerKind: 'private',
		email: 'sorriso@example.org',
		phone: '0372 000 023',
		contact: 'Segreteria',
		accessibility: step
	},
	farmacia: {
		name: 'Farmacia di quartiere (esempio)',
		description: 'Farmacia di esempio che porta i farmaci a casa.',
		providerKind: 'private',
		email: 'farmacia@example.org',
		phone: '0372 000 024',
		contact: 'Banco',
		accessibility: accessible
	},
	polisportiva: {
		name: 'Polisportiva Argine (esempio)',
		description: 'Palestra e piscina private di esempio, con quote ridotte.',
		providerKind: 'private',
		email: 'polisportiva@example.org',
		phone: '0372 000 025',
		contact: 'Segreteria iscrizioni',
		accessibility: 'Sollevatore in piscina e spogliatoio accessibile.'
	},
	'officina-padana': {
		name: 'Officina Padana, welfare aziendale (esempio)',
		description: 'Azienda meccanica di esempio che offre servizi ai propri dipendenti.',
		providerKind: 'private',
		email: 'welfare.officina@example.org',
		contact: 'Ufficio del personale',
		accessibility: accessible
	},
	'dolciaria-campanile': {
		name: 'Dolciaria Campanile, welfare aziendale (esempio)',
		description: 'Azienda alimentare di esempio che offre servizi ai propri dipendenti.',
		providerKind: 'private',
		email: 'welfare.dolciaria@example.org',
		contact: 'Responsabile del welfare aziendale'
	},
	'bottega-sotto-casa': {
		name: 'Botteghe Sotto Casa (esempio)',
		description: 'Rete di negozi e artigiani di esempio con prezzi concordati.',
		providerKind: 'private',
		email: 'botteghe@example.org',
		phone: '0372 000 026',
		contact: 'Centralino ordini',
		accessibility: step
	},
	'cinema-arena': {
		name: 'Cinema Arena Nuova (esempio)',
		description: 'Cinema privato di esempio.',
		providerKind: 'private',
		email: 'cinema@example.org',
		contact: 'Biglietteria',
		accessibility: 'Due posti per sedia a rotelle, cuffie per chi sente poco.'
	},

	// Volunteers, invented.
	'volontari-zaist': {
		name: 'Volontari Zaist (esempio)',
		description: 'Gruppo di volontari di esempio: compagnia, spesa, piccole commissioni.',
		providerKind: 'volunteer',
		email: 'volontari.zaist@example.org',
		phone: '0372 000 031',
		contact: 'Coordinamento volontari',
		accessibility: accessible
	},
	'cucina-di-quartiere': {
		name: 'Cucina di quartiere (esempio)',
		description: 'Volontari di esempio che cucinano e portano pasti.',
		providerKind: 'volunteer',
		email: 'cucina@example.org',
		phone: '0372 000 032',
		contact: 'Cucina',
		accessibility: accessible
	},
	'banco-solidale': {
		name: 'Banco solidale (esempio)',
		description: 'Volontari di esempio: cibo, vestiti, mobili, cose per bambini.',
		providerKind: 'volunteer',
		email: 'banco@example.org',
		phone: '0372 000 033',
		contact: 'Accoglienza',
		accessibility: step
	},
	'auto-in-compagnia': {
		name: 'Auto in Compagnia (esempio)',
		description: 'Autisti volontari di esempio per visite, terapie e uffici.',
		providerKind: 'volunteer',
		email: 'autoincompagnia@example.org',
		phone: '0372 000 034',
		contact: 'Prenotazioni viaggi'
	},
	'dopo-le-quattro': {
		name: 'Associazione Dopo le Quattro (esempio)',
		description: 'Studenti e insegnanti volontari di esempio, per compiti e studio.',
		providerKind: 'volunteer',
		email: 'dopolequattro@example.org',
		phone: '0372 000 035',
		contact: 'Coordinamento',
		accessibility: accessible
	},
	'oltre-il-fiume': {
		name: 'Associazione Oltre il Fiume (esempio)',
		description: 'Volontari di esempio vicino alle persone migranti.',
		providerKind: 'volunteer',
		email: 'oltreilfiume@example.org',
		phone: '0372 000 036',
		contact: 'Sportello',
		accessibility: accessible
	},
	'mani-aperte': {
		name: 'Associazione Mani Aperte (esempio)',
		description: 'Famiglie e volontari di esempio per le persone con disabilità.',
		providerKind: 'volunteer',
		email: 'maniaperte@example.org',
		phone: '0372 000 037',
		contact: 'Segreteria',
		accessibility: accessible
	},
	'voce-vicina': {
		name: 'Associazione Voce Vicina (esempio)',
		description: 'Volontari di esempio che ascoltano, al telefono e di persona.',
		providerKind: 'volunteer',
		email: 'vocevicina@example.org',
		phone: '0372 000 038',
		contact: 'Centralino'
	},
	'banca-del-tempo': {
		name: 'Banca del tempo (esempio)',
		description: 'Vicini di esempio che si scambiano ore di aiuto.',
		providerKind: 'volunteer',
		email: 'bancadeltempo@example.org',
		phone: '0372 000 039',
		contact: 'Sportello del tempo',
		accessibility: step
	}
} as const satisfies Record<string, SampleOrganization>;

export type OrganizationKey = keyof typeof table;

export const organizations: Readonly<Record<OrganizationKey, SampleOrganization>> = table;
