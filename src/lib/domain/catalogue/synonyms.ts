/**
 * What people say at a desk, and what the catalogue calls it. One-way: whoever asks for a "badante" also wants what is
 * filed under "assistente familiare", but not the other way round, or every list would grow long.
 *
 * Words are matched without accents and capitals, and without the final vowel from five letters: "badanti" is "badante".
 */
export const synonyms: readonly {
	readonly words: readonly string[];
	readonly near: readonly string[];
}[] = [
	// Care at home
	{ words: ['badante', 'accudire'], near: ['assistente familiare', 'assistenza domiciliare'] },
	{ words: ['colf', 'domestica'], near: ['assistente familiare', 'pulizie'] },
	{ words: ['oss'], near: ['assistenza domiciliare'] },
	{ words: ['sad'], near: ['assistenza domiciliare'] },
	{
		words: ['infermiere', 'infermiera', 'iniezione', 'punture', 'medicazioni'],
		near: ['infermieristico', 'prelievi']
	},
	{ words: ['nonno', 'nonna', 'vecchio', 'vecchia', 'pensionato'], near: ['anziani'] },
	{
		words: ['ricovero', 'rsa', 'ospizio'],
		near: ['residenza', 'struttura', 'sollievo']
	},
	{ words: ['alzheimer', 'demenza', 'memoria'], near: ['centro diurno', 'demenze', 'sollievo'] },
	{ words: ['pannoloni', 'traverse'], near: ['ausili', 'presidi'] },
	{ words: ['telesoccorso', 'caduta'], near: ['teleassistenza', 'emergenza'] },
	{
		words: ['solo', 'sola', 'solitudine', 'compagnia'],
		near: ['compagnia', 'ascolto', 'aggregazione']
	},
	// Food and things
	{
		words: ['spesa', 'cibo', 'mangiare', 'fame'],
		near: ['alimenti', 'pasti', 'emporio', 'buoni spesa']
	},
	{ words: ['pasto', 'pranzo', 'cena', 'mensa'], near: ['pasti', 'mensa', 'refezione'] },
	{ words: ['pacco', 'caritas'], near: ['alimenti', 'emporio'] },
	{ words: ['vestiti', 'abiti', 'scarpe', 'coperte'], near: ['guardaroba', 'indumenti'] },
	{ words: ['mobili', 'frigorifero', 'lavatrice'], near: ['riuso', 'arredi'] },
	{ words: ['doccia', 'lavarsi'], near: ['docce', 'igiene'] },
	// Money
	{
		words: ['bolletta', 'luce', 'gas', 'corrente', 'riscaldamento'],
		near: ['utenze', 'bonus sociale', 'energia']
	},
	{ words: ['acqua', 'teleriscaldamento'], near: ['utenze'] },
	{
		words: ['soldi', 'povero', 'poverta'],
		near: ['contributo', 'sostegno al reddito']
	},
	{
		words: ['sussidio', 'reddito', 'cittadinanza', 'rdc'],
		near: ['assegno di inclusione', 'sostegno al reddito']
	},
	{ words: ['adi'], near: ['assegno di inclusione'] },
	{ words: ['sfl'], near: ['supporto formazione lavoro'] },
	{ words: ['auu', 'assegni'], near: ['assegno unico'] },
	{ words: ['bonus', 'agevolazione', 'sconto'], near: ['contributo', 'agevolazioni', 'esenzione'] },
	{
		words: ['debito', 'debiti', 'usura', 'cartelle'],
		near: ['sovraindebitamento', 'microcredito']
	},
	{ words: ['prestito'], near: ['microcredito'] },
	{ words: ['isee', 'dsu'], near: ['isee', 'caf'] },
	{ words: ['tasse', '730', 'dichiarazione'], near: ['caf', 'tributi', 'redditi'] },
	{ words: ['pensione', 'inps', 'contributi'], near: ['patronato', 'pensione'] },
	{ words: ['ticket', 'esenzione'], near: ['esenzione', 'ticket'] },
	// Home
	{ words: ['affitto', 'pigione'], near: ['canone', 'locazione', 'alloggio'] },
	{ words: ['casa', 'appartamento', 'abitazione'], near: ['alloggio', 'abitativo'] },
	{ words: ['popolare', 'aler', 'erp'], near: ['alloggi pubblici', 'alloggio'] },
	{ words: ['sfratto', 'sfrattato', 'morosita'], near: ['emergenza abitativa', 'morosità'] },
	{
		words: ['senzatetto', 'dormitorio', 'dormire', 'strada'],
		near: ['accoglienza notturna', 'senza dimora', 'alloggio']
	},
	{ words: ['residenza', 'domicilio'], near: ['anagrafe', 'iscrizione anagrafica'] },
	{
		words: ['idraulico', 'elettricista', 'riparazione', 'lampadina'],
		near: ['manutenzioni', 'piccoli lavori']
	},
	{ words: ['pulizia', 'pulire', 'pulizie'], near: ['sanificazione', 'cura della casa'] },
	{ words: ['trasloco', 'facchino'], near: ['facchinaggio', 'sgombero'] },
	{ words: ['barriere', 'montascale', 'ascensore'], near: ['barriere architettoniche'] },
	// Children and school
	{ words: ['bambino', 'bimbo', 'figlio', 'figli'], near: ['bambini', 'minori', 'infanzia'] },
	{ words: ['asilo', 'nido'], near: ['nido', 'prima infanzia'] },
	{ words: ['materna'], near: ['scuola dell’infanzia'] },
	{ words: ['babysitter', 'tata', 'baby'], near: ['conciliazione', 'prima infanzia'] },
	{ words: ['compiti', 'ripetizioni', 'studiare'], near: ['doposcuola', 'aiuto allo studio'] },
	{ words: ['grest', 'estate', 'oratorio'], near: ['centro estivo', 'campi estivi'] },
	{ words: ['scuolabus', 'pullmino'], near: ['trasporto scolastico'] },
	{ words: ['libri', 'zaino', 'quaderni'], near: ['materiale scolastico', 'dote scuola'] },
	{ words: ['pannolini', 'latte', 'omogeneizzati'], near: ['prima infanzia', 'neonati'] },
	{ words: ['incinta', 'gravidanza', 'parto'], near: ['consultorio', 'maternità', 'nascita'] },
	{ words: ['mamma', 'papa', 'genitore'], near: ['genitori', 'genitorialità', 'famiglie'] },
	{ words: ['sostegno', 'educatore'], near: ['assistenza autonomia', 'educativa'] },
	{ words: ['computer', 'tablet', 'internet', 'wifi'], near: ['digitale', 'facilitazione'] },
	{ words: ['spid', 'cie', 'identita'], near: ['identità digitale', 'facilitazione'] },
	// Health and disability
	{ words: ['dottore', 'dottoressa', 'mutua'], near: ['medico', 'ambulatorio'] },
	{ words: ['ospedale', 'asl', 'asst', 'ats'], near: ['territoriale', 'casa della comunità'] },
	{
		words: ['psicologo', 'psicologa', 'depressione', 'ansia', 'tristezza'],
		near: ['psicologico', 'ascolto']
	},
	{ words: ['droga', 'alcol', 'tossicodipendenza', 'bere'], near: ['dipendenze', 'serd'] },
	{ words: ['slot', 'azzardo', 'gratta'], near: ['gioco d’azzardo', 'dipendenze'] },
	{
		words: ['carrozzina', 'carrozzella', 'rotelle', 'handicap'],
		near: ['disabili', 'disabilità', 'ausili']
	},
	{
		words: ['invalido', 'invalidita', '104', 'accompagnamento'],
		near: ['invalidità', 'disabilità', 'patronato']
	},
	{ words: ['sordo', 'cieco', 'lis'], near: ['disabilità sensoriale'] },
	{ words: ['autismo', 'down', 'adhd'], near: ['disabilità', 'neuropsichiatria'] },
	{ words: ['medicine', 'farmaci', 'ricetta'], near: ['farmacia', 'medicinali'] },
	{ words: ['occhiali', 'denti', 'dentista'], near: ['odontoiatrico', 'cure'] },
	{ words: ['caregiver'], near: ['chi assiste', 'sollievo'] },
	// Getting about
	{
		words: ['macchina', 'auto', 'passaggio', 'taxi', 'navetta'],
		near: ['trasporto', 'accompagnamento']
	},
	{ words: ['autobus', 'bus', 'treno', 'abbonamento'], near: ['trasporto pubblico'] },
	{ words: ['parcheggio', 'contrassegno'], near: ['contrassegno disabili'] },
	// Work
	{ words: ['disoccupato', 'licenziato', 'naspi'], near: ['disoccupazione', 'lavoro'] },
	{
		words: ['impiego', 'mestiere', 'assunzione', 'curriculum', 'cv'],
		near: ['lavoro', 'centro per l’impiego']
	},
	{
		words: ['tirocinio', 'stage', 'apprendistato'],
		near: ['formazione', 'inserimento lavorativo']
	},
	{ words: ['corso', 'imparare', 'diploma'], near: ['formazione', 'corsi'] },
	// People who come from elsewhere
	{
		words: ['permesso', 'questura', 'soggiorno'],
		near: ['permesso di soggiorno', 'stranieri', 'immigrazione']
	},
	{ words: ['straniero', 'extracomunitario', 'immigrato'], near: ['stranieri', 'migranti'] },
	{ words: ['italiano', 'alfabetizzazione'], near: ['corsi di italiano', 'lingua italiana'] },
	{
		words: ['traduttore', 'interprete', 'traduzione'],
		near: ['mediazione linguistica', 'mediatore']
	},
	{
		words: ['rifugiato', 'profugo', 'ucraina'],
		near: ['protezione internazionale', 'accoglienza']
	},
	{ words: ['ricongiungimento', 'visto'], near: ['ricongiungimento familiare', 'immigrazione'] },
	// Families in trouble
	{
		words: ['divorzio', 'separazione', 'separato', 'litigi'],
		near: ['mediazione familiare', 'consultorio']
	},
	{
		words: ['violenza', 'picchia', 'maltrattamento', 'botte', 'stalking'],
		near: ['antiviolenza', 'donne']
	},
	{
		words: ['avvocato', 'legale', 'causa', 'tribunale'],
		near: ['consulenza legale', 'patrocinio']
	},
	{
		words: ['amministratore', 'tutore', 'tutela'],
		near: ['amministrazione di sostegno', 'protezione giuridica']
	},
	{ words: ['carcere', 'detenuto', 'galera'], near: ['giustizia', 'reinserimento'] },
	{ words: ['lutto', 'morto', 'funerale', 'eredita'], near: ['lutto', 'successione'] },
	{ words: ['affido', 'adozione', 'adottare'], near: ['affido familiare', 'adozione'] },
	// Free time and neighbours
	{ words: ['ginnastica', 'palestra', 'sport'], near: ['attività motoria', 'ginnastica dolce'] },
	{ words: ['volontario', 'aiutare', 'volontariato'], near: ['volontariato'] },
	{ words: ['orto', 'giardino'], near: ['orti', 'verde'] },
	{ words: ['cane', 'gatto', 'animale'], near: ['animali'] },
	{ words: ['vicino', 'quartiere', 'condominio'], near: ['vicinato', 'comunità'] }
];
