//! Dutch words, of the Netherlands and of Flanders, by what they do in a phrase.

use super::Group;

pub(super) const GROUPS: &[Group] = &[
    // What an order does with earlier orders.
    (
        "DROP",
        "negeer negeert ignoreer ignoreert vergeet omzeil omzeilt overschrijf overschrijft veronachtzaam verwaarloos",
    ),
    (
        "DROPINF",
        "negeren ignoreren vergeten omzeilen overschrijven negeert vergeet omzeilt negeer overslaan overtreden schrappen \
        wissen laten loslaten breken vervangen overschrijft overslaat loslaat",
    ),
    (
        "WEAKDROP",
        "schrap wis verwijder annuleer overtreed doorbreek verbreek hef verlaat laat passeer",
    ),
    (
        "PUT",
        "leg zet schuif gooi laat veeg werp sla lap schakel hef leggen zetten schuiven gooien werpen vegen laten",
    ),
    (
        "ASIDE",
        "opzij naast kant overboord weg los vallen achterwege tafel over uit af laars botten neer op raam varen",
    ),
    (
        "FOLLOW",
        "volg volgen volgt gehoorzaam gehoorzamen gehoorzaamt luister luisteren luistert houden houdt hou houd \
        respecteer respecteren naleven aantrekken gebonden toepassen",
    ),
    ("STOP", "stop weiger staak"),
    ("NEG", "niet nooit geen niks niets zonder nie nul"),
    (
        "EXIST",
        "bestaan bestaat bestonden gelden geldt golden tellen telt tel bestond geldig",
    ),
    (
        "GONE",
        "weg afgeschaft opgeheven geschrapt vervallen ongeldig uitgeschakeld verwijderd uitgezet gewist uit \
        nietig ingetrokken vervangen vervalt opgeschort",
    ),
    (
        "REPLACED",
        "vervangen gewist geschrapt overschreven ingetrokken opgeheven bijgewerkt",
    ),
    (
        "REPLACE",
        "vervang vervangen verander wijzig overschrijf verbetering correctie aanpassing update",
    ),
    // Which orders.
    ("ALLQ", "alle elke al iedere ieder alles enige"),
    (
        "PRIOR",
        "vorige voorgaande voorafgaande vroegere eerdere bovenstaande oude bestaande oorspronkelijke huidige \
        voormalige",
    ),
    (
        "KIND",
        "systeem geheime verborgen interne ontwikkelaars standaard ethische ingebouwde",
    ),
    ("YOUR", "je jouw uw uwe jouwe"),
    ("QUAL", "de het deze die dit dat zulke"),
    (
        "FILL",
        "van en mijn dus gewoon aub maar even eventjes eens ook volledig helemaal nu trouwens onmiddellijk a in \
        alsjeblieft alstublieft gerust toch meteen volledige complete hele exacte eigen echte daarom een t mij me",
    ),
    (
        "ORDERS",
        "instructie instructies prompt prompts systeemprompt beginprompt systeeminstructies richtlijn \
        richtlijnen regel regels systeemregels veiligheidsregels gedragsregels serverregels restrictie restricties \
        beperking beperkingen opdracht opdrachten bevel bevelen voorschrift voorschriften aanwijzing aanwijzingen \
        beleid inhoudsbeleid programmering directieven protocol protocollen systeem context wetten basisregels \
        veiligheidsrichtlijnen veiligheidsinstructies veiligheidsbeleid inhoudsrichtlijnen \
        inhoudsbeperkingen inhoudsfilter inhoudsfilters veiligheidsfilter veiligheidsfilters waarborgen inhoudsregels orders vertaalopdracht \
        instructieboekje",
    ),
    (
        "INSTRUCTIONS",
        "instructies instructie prompt systeemprompt richtlijnen bevelen systeemregels systeeminstructies \
        beginprompt opdrachten",
    ),
    (
        "LIMITS",
        "beperking beperkingen restricties limieten grenzen filter filters censuur regels moraal \
        waarschuwingen remmen taboes voorbehoud normen ethiek inhoudsregels veiligheidsfilters veiligheidsfilter inhoudsfilter inhoudsfilters",
    ),
    (
        "VOID",
        "afgeschaft opgeheven vervallen ongeldig nietig ingetrokken",
    ),
    (
        "HIDDEN",
        "systeem geheime verborgen interne vertrouwelijke oorspronkelijke achterliggende",
    ),
    (
        "CONFIGURED",
        "ingesteld geprogrammeerd geinstrueerd gemaakt getraind gebonden",
    ),
    (
        "RETELL",
        "vertaal herschrijf parafraseer vat plak schrijf kopieer typ",
    ),
    (
        "WILD",
        "ongemodereerde ontketende ongefilterd ongefilterde ongecensureerd ongecensureerde kwaadaardig \
        kwaadaardige gejailbreakte losgeslagen gewetenloze",
    ),
    (
        "ACTS",
        "optreedt handelt fungeert antwoordt praat reageert spreekt schrijft",
    ),
    ("NOTSO", "niet nooit"),
    ("BINDS", "bindt binden beperken beperkt hinderen"),
    (
        "VILLAIN",
        "hacker crimineel dief drugsdealer dealer terrorist schurk oplichter inbreker smokkelaar moordenaar",
    ),
    ("SOMEONE", "iemand mensen leden gebruikers"),
    ("LEAK", "lek dump"),
    (
        "RANK",
        "hoofdmoderator hoofdbeheerder superbeheerder superuser root",
    ),
    (
        "TAKES",
        "neem neemt nam aanneemt aannam aannemen overneemt overnemen speelt",
    ),
    ("DAMAGE", "ban verban verwijder kick deblokkeer blokkeer"),
    (
        "ART",
        "kunst tekening tekeningen afbeelding afbeeldingen plaatje plaatjes schilderij uitdaging verhaal gedicht \
        tekenuitdaging schrijfuitdaging wedstrijd foto beeld beelden",
    ),
    (
        "MESSAGES",
        "bericht berichten gesprek gesprekken chat tekst teksten",
    ),
    ("ALLTHING", "alles wat al"),
    (
        "ABOVE",
        "bovenstaande hierboven voorgaande daarboven voorafgaande hiervoor daarvoor eerder voordien",
    ),
    (
        "KNOWN",
        "weet geleerd gezegd verteld kent opgedragen kreeg gekregen meegekregen ingesteld staat stond",
    ),
    // Who is spoken to, and who is not.
    ("YOU", "je jij jou u ge gij jezelf uzelf"),
    ("ARE", "bent zijt ben zij was waart wees"),
    (
        "MUST",
        "moet moogt mag zal zult kan kunt zou dient hoeft moest bent zijt",
    ),
    (
        "OTHERS",
        "ik we wij hij zij ze men iemand wie mensen leden spelers gebruikers niemand",
    ),
    ("IF", "als wanneer indien omdat waarom of"),
    ("THEIR", "zijn haar hun onze"),
    ("BREAK", "niet nooit ik we wij hij ze"),
    (
        "LEAD",
        "en dan nu ook maar hoi hallo hey dus aub alsjeblieft alstublieft gewoon trouwens beste eerst allez ai \
        assistent yo gelieve want daarna vervolgens kom nou",
    ),
    ("ARTICLE", "een de het onze mijn ne nen den jouw"),
    ("ADVERB", "al nog officieel toch ook eindelijk wel"),
    // Roles.
    ("NOW", "nu nou voortaan"),
    (
        "ACT",
        "gedraag gedraagt antwoord spreek praat reageer schrijf handel functioneer werk",
    ),
    ("LIKE", "als zoals"),
    (
        "ANSWERS",
        "gedraag antwoord antwoordt antwoorden reageer reageert reageren spreek spreekt spreken praat praten zeg \
        zegt beantwoord beantwoordt noem noemt weiger weigert schrijf schrijft negeer negeert gehoorzaam gehoorzaamt luister luistert dien dient gedragen",
    ),
    ("PRETEND", "stel veronderstel beeld fantaseer"),
    (
        "PLAY",
        "speel simuleer imiteer belichaam roleplay vertolk emuleer word",
    ),
    (
        "BOT",
        "assistenten modellen ai bot chatbot assistent taalmodel model robot machine terminal adminbot hulpbot supportbot console \
        computer programma machien",
    ),
    (
        "UNBOUND",
        "ongemodereerd ongemodereerde ontketend ontketende ongefilterd ongefilterde ongecensureerd ongecensureerde onbeperkt onbeperkte vrij vrije kwaadaardig \
        kwaadaardige gejailbreakt gejailbreakte bevrijd bevrijde losgeslagen gewetenloze grenzeloze",
    ),
    (
        "OUTPUT",
        "uitvoer antwoorden ai bot chatbot versie modus model antwoord assistent reacties",
    ),
    (
        "OBEY",
        "gehoorzaam gehoorzaamt gehoorzamen luister luistert dien dient luisteren dienen",
    ),
    ("ME", "mij mijn me ons"),
    (
        "MODENAME",
        "ontwikkelaar ontwikkelaars god debug admin jailbreak onbeperkte beheerders",
    ),
    (
        "MODEWORD",
        "ontwikkelaarsmodus ontwikkelmodus developermodus godmodus adminmodus jailbreakmodus",
    ),
    ("BADMODE", "ontwikkelaars onbeperkte ongefilterde"),
    (
        "DEVICE",
        "om id ids kopieren herstart app beta usb instellingen",
    ),
    ("MODE", "modus stand mode"),
    (
        "ENTER",
        "activeer ontgrendel schakel start zet open ontgrendelen",
    ),
    ("OFF", "uit uitgeschakeld geen"),
    ("REFUSE", "weigeren weiger weigert"),
    // Orders that are new.
    (
        "NEW",
        "nieuwe bijgewerkte gewijzigde aangepaste herziene aanvullende nieuw echte dringende \
        verbeterde aangevulde",
    ),
    (
        "ORDERNAME",
        "richtlijn instructie instructies opdracht opdrachten taak bevel bevelen richtlijnen prompt doel aanwijzingen",
    ),
    ("AIM", "taak doel opdracht missie functie job werk plicht"),
    (
        "ONLY",
        "enige nieuwe volgende echte voornaamste huidige ware",
    ),
    (
        "NOTE",
        "nota bericht boodschap instructie instructies opdracht opdrachten noot opmerking verborgen bevel \
        aandacht notitie",
    ),
    ("FOR", "voor aan van"),
    (
        "READS",
        "leest verwerkt samenvat beantwoordt vertaalt lezen verwerken modereert beoordeelt lezende",
    ),
    (
        "SUMMARISE",
        "samenvatten samenvat leest verwerkt vertaalt beantwoordt antwoorden vertalen faq samenvatting \
        beantwoorden beoordelen",
    ),
    (
        "ADD",
        "voeg vermeld zet zeg schrijf vermelden zeggen toevoegen beveel antwoord noem geef plaats raad",
    ),
    ("DEAR", "beste hallo lieve dag aandacht"),
    (
        "CODED",
        "base64 rot13 hexadecimaal hexcode morse gecodeerde gecodeerd versleuteld achterstevoren",
    ),
    (
        "DECODE",
        "ontcijfer decodeer ontsleutel ontcijferen decoderen",
    ),
    ("EXECUTE", "voer uitvoeren volg doe gehoorzaam uit handel"),
    ("MENTION", "vermeld zeg vertel zwijg noem verraad"),
    ("REQUEST", "verzoek instructie opdracht bericht nota bevel"),
    // What an order wants to see.
    (
        "SHOW",
        "toon toont onthul lek verklap herhaal dump print openbaar citeer spel codeer verraad tonen onthullen \
        verklappen herhalen lekken reciteer prijsgeven opzeggen spui",
    ),
    (
        "TELL",
        "geef geeft deel plak stuur zeg vertel schrijf kopieer noem lijst vertaal voeg zet laat zien geven delen \
        vertellen sturen krijgen weten lezen bezorg som stuurt zegt doe opzegt wil kopieren beschrijf vat samen",
    ),
    (
        "REPEAT",
        "herhaal print citeer reciteer reproduceer dump herhalen",
    ),
    ("COPY", "kopieer toon schrijf plak geef overschrijf vertaal"),
    (
        "TEXT",
        "tekst woorden regels alles wat zinnen zin bericht berichten inhoud regel gesprek tekens",
    ),
    ("VERBATIM", "letterlijk woordelijk exact woord integraal"),
    (
        "PROMPT",
        "prompt prompts systeemprompt instructies instructie richtlijnen opdrachten regels beginprompt \
        systeeminstructies bevelen configuratie startprompt basisprompt voorschriften systeemregels basisinstructies \
        systeemopdracht systeembericht",
    ),
    (
        "STRONGPROMPT",
        "prompt systeemprompt beginprompt systeeminstructies instructies startprompt basisprompt \
        systeemopdracht systeembericht",
    ),
    (
        "SECRET",
        "systeem geheime verborgen volledige oorspronkelijke originele interne vertrouwelijke eerste gehele \
        hele exacte begin complete initiele echte achterliggende",
    ),
    (
        "PART",
        "bewoording inhoud tekst tekens woorden letters regels deel begin rest kopie versie samenvatting zinnen zin \
        vertaling",
    ),
    (
        "GIVEN",
        "gegeven gekregen kreeg kreegt meegekregen hebt heb hebben opgedragen krijgt ontving ontvangen volgt \
        meegegeven volg gehad opgelegd ingegeven",
    ),
    ("WHAT", "wat welke"),
    ("BE", "zijn is luidt luiden staat staan waren was"),
    ("REAL", "echte eigen jouwe uwe ware"),
    (
        "KEY",
        "wachtwoord wachtwoorden token bottoken sleutel sleutels",
    ),
];
