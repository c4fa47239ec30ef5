/**
 * The words of generated passphrases: everyday Italian, without accents, of three to nine letters, to be read from a
 * slip of paper and typed on a tablet. 845 words: six of them are a choice among 2^58.
 */
export const words: readonly string[] = `
	abete acqua aereo agenda aglio agnello albero alce alga alloro alpino altare amaca ambra
	amico ancora anello angolo anguria aquila arancio arco ardesia argento aria armadio arnia
	aroma arpa asino aspro astro attico autunno avena avorio azzurro bacca bagno balcone balena
	bambino banana banco bandiera barba barca barile basilico basso bastone battello baule becco
	bianco bicchiere biglia bilancia binario biscotto bocca bolla borgo borsa bosco botte
	bottega bottone braccio brace branda brezza brocca brodo bronzo bruno buca bucato burro
	bussola busta cabina cacao calamaro calcio caldo calice calza camelia camera camino campana
	campo canale candela cane canestro canna cannella canoa cantina canto capanna capitano capo
	cappello capra caramella carbone carciofo cardo carota carretto carro carta cartello casa
	cascata casetta castagna castello castoro catena cavallo cavolo cedro cemento cena cerbiatto
	cerchio cereale cerino cervo cesto cetra chiave chiesa chiodo chitarra cibo ciclamino
	cicogna cielo cigno ciliegia cima cinema cinghia cintura cipolla cipresso circo citofono
	ciuffo clarino coccola coda colle collina colomba colonna colore coltello cometa commedia
	compasso conca coniglio contadino coperta coppa corallo corda cornice corno coro corona
	corsa cortile corvo costa cotone cravatta creta cricco cristallo croce crosta cubo cucchiaio
	cucina cuculo cugino culla cuoco cuoio cuore cupola curva cuscino dado dama danza dattero
	delfino dente destino diamante diario diga dipinto diritto disco disegno ditale divano dolce
	domino donna dono dorato dote drago duna duomo ebano eco edera edicola elefante elica elmo
	erba eremo ermellino estate etichetta evento fabbro faccia faggio fagiano fagiolo falce
	falco falena fanale fango farfalla farina faro fascia fata fattoria favola febbraio felce
	feltro fermata ferro festa fetta fiaba fiamma fianco fibbia fico fieno fiera figura filo
	finestra finocchio fiocco fionda fiore fiume flauto foca foglia folla fondo fontana forbice
	forchetta foresta formica forno forte fortuna forza fossa fragola freccia fresco frigo
	fronte frutto fucina fumo fune fungo fuoco fusto gabbia gabbiano gallo gamba gambero gancio
	garofano gatto gazza gelato gelso gelsomino gemello gemma gennaio geranio germoglio gesso
	gesto ghianda ghiro giacca giallo giardino giglio ginestra ginocchio gioco gioia giornale
	giostra giovane girasole giro giugno giunco globo gnomo goccia gola gomito gomma gonna
	gradino grano grappolo grata grembiule grillo grotta gruppo guado guaina guancia guanto
	guardia gufo guida guscio gusto idea idolo impronta incenso incontro indaco inno insalata
	intonaco inverno iride isola istrice lago laguna lamina lampada lampione lampo lana lancia
	lanterna lardo larice lastra latte lattuga lavagna lavoro legno lente lenzuolo leone lepre
	lettera letto leva libeccio libro lievito lima limone linea lingua lino lira lisca litro
	livello locanda lontra loto lucciola luce lucertola luglio lumaca luna lupino lupo macchina
	madre maestra maggio maglia magnete mais mandarino mandorla manica maniglia mano mantello
	mappa marea marinaio marmo marrone martello marzo maschera matita mattone mazzo medaglia
	mela melodia melone memoria mensola menta mercato merenda merlo messe mestolo metallo metro
	mezzo miccia micio miele mietitura miglio mimosa miniera minuto mirtillo mobile modello
	molla mondo moneta montagna monte mora morso mosaico mosca mostra motore mucca mugnaio
	mulino muro muschio museo musica nastro nativo natura nave nebbia neon nero neve nido ninfea
	nipote nocciola noce nodo nome nonna nonno nord nota notte nove novembre nube nuca numero
	nuora nuoto nuvola oasi oboe oca occhio oceano odore officina olio oliva ombra ombrello onda
	opera orata orchestra orchidea ordine orecchio organo origano orizzonte orlo orma oro
	orologio orsa orso ortica orto orzo oste ostrica ottobre ovest ozono pacco pace padella
	padre pagina paglia palazzo palco palestra palla palma palo palude panca pane paniere panino
	panna panno papavero papera parco parete parola parte passero passo pasta pastello pastore
	patata pavone pecora pedale pellicano penna pennello pentola pepe pera perla pernice pesca
	pescatore pesce petalo pettine piano pianta piatto piazza piccione picco piede pietra pigna
	pilota pino pioggia piolo pioppo piuma pizzo platano poeta polenta polline polpo polso
	polvere pomodoro ponte popolo porta portico porto posta pozzo prato presepe primavera
	profumo prora prugna pugno puledro pulpito punta quaderno quadro quaglia quarto quercia
	quota rabarbaro radice radio ragno rame ramo rana rapa rastrello razzo remo resina rete
	ribes riccio ricotta riga rima ritmo riva robot roccia rombo rondine rosa rosmarino rosso
	rotaia rotta rovere rubino ruga ruota ruscello sabato sabbia sacco sala salame salice
	salmone salvia sandalo sapone sapore sardina sasso scala scarpa scatola schiuma sciarpa
	scienza scivolo scoglio scopa scrigno scudo scuola secchio sedano sedia segale seme semola
	sentiero seppia sera serra sesamo seta settembre sfera sgabello sigillo signora silenzio
	sirena slitta soffitto sogno solco sole sonaglio sorella sorgente sorriso spada spago spalla
	sparviero specchio spiga spilla spina spinacio spugna squadra squalo stadio stagno stalla
	stanza stazione stella stivale stoffa storia strada stufa suono susina tamburo tana tappeto
	tartaruga tasca tasto tavolo tazza teatro tegame tegola telaio telefono tempo tenda terra
	terrazza tesoro testa tetto tiglio timo timone tinta tonno topo torre torta tortora
	traghetto tramonto trave treccia treno trifoglio triglia trombone tronco trota tulipano
	tuono turbine uccello ulivo unghia uovo usignolo uva vagone valigia valle vapore vasca vaso
	vela velluto vento verde vetrina vetro viaggio viale vigna villa viola violino visita vite
	vivaio voce volo volpe volto vulcano zafferano zaino zanzara zebra zenzero zio zolla zucca
	zucchero zuppa
`
	.trim()
	.split(/\s+/);
