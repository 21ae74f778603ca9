//! Dutch words of the Netherlands and of Flanders, that tell an order from talk about one, and the names of those who speak.

use super::Group;

pub(super) const GROUPS: &[Group] = &[
    // Signs that a text only talks about such phrases, or means something else.
    (
        "REPORT",
        "typte schreef zei zegt stuurde postte betekent heet genaamd zin uitdrukking typt zeggen las getypt \
        geschreven gezegd staat mop grap zinnetje noemde noemt",
    ),
    (
        "SOLVED",
        "opgelost gevonden werkt fout verkeerd verkeerde vergissing verouderd typfout sorry gelukt foutje al \
        achterhaald",
    ),
    (
        "THINGS",
        "handleiding doos boek video kanaal faq wiki site website hoofdstuk spel bord pagina \
        pakket recept document les oefening club bijlage blad stap bijsluiter brief",
    ),
    (
        "HARMLESS",
        "beste favoriete lid klaar welkom geregistreerd ingeschreven aangemeld geverifieerd deelnemer level niveau verplicht \
        eerste tweede derde vierde vijfde laatste moderator mod online verbonden winnaar abonnee ontspannen volwaardig \
        officieel volwaardige actief gast partner trotse enige trainer kapitein vrijwilliger nieuw \
        kampioen vader moeder papa mama staflid helper",
    ),
    (
        "MANNERS",
        "volwassene volwassenen mens gast normaal team groep gentleman heer dame kind iemand anders zodanig \
        altijd gewoonlijk goede vrienden brave kapitein jurylid scheidsrechter spreker vertaler",
    ),
    (
        "PLACE",
        "op aan in bij onder thuis dat niets het niet er ziek slaapt vliegt",
    ),
    (
        "OFPROGRAM",
        "voor van op in bij onder instellingen android discord telefoon",
    ),
    (
        "FRIENDLY",
        "bedankt dank dankjewel merci gevolgd lukt gelukt werkte stap duidelijk kanaal waar over pagina site faq \
        handig nuttig top goed tof gelezen lees lezen gevonden link ik we wij mijn onze club winkel printer leraar coach \
        onduidelijk fout typfout video leden nieuwe pdf gids stukken mooiste",
    ),
    ("GAMEWORD", "blad level klasse campagne"),
    (
        "CONTROL",
        "instructies richtlijnen beperkingen restricties prompt systeemprompt regels programmering filters \
        opdrachten bevelen remmen controles veiligheidscontroles veiligheidsfilters veiligheidsregels",
    ),
    (
        "STAGE",
        "moordspel toneel toneelstuk stuk musical campagne sessie film scene voorstelling theater spel",
    ),
    ("TOPIC", "over voor omtrent betreffende"),
    (
        "ABOUT",
        "over voor van bij om in op aan wanneer met tijdens door",
    ),
    (
        "SINCE",
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag vanaf sinds per met op de het onze we wij iedereen alle leden na van te deze",
    ),
    ("NOTBAD", "mijn onze ons m"),
    // Marks of speakers.
    ("SYSTEM", "systeem systeembericht systeemmelding"),
    ("SPEAKER", "assistent gebruiker ontwikkelaar"),
    ("SPOKENTO", "je jij jouw u uw ge gij"),
    ("TAG", "systeem"),
    ("NESTED", "negeer vergeet omzeil instructies"),
    ("TO", "te om"),
    ("FORGET", "vergeet vergeten negeer negeren omzeil"),
    (
        "AGREES",
        "zeker natuurlijk tuurlijk uiteraard begrepen geregeld ja",
    ),
    ("ASSISTANT", "assistent"),
    ("PERSON", "gebruiker"),
    ("CONJ", "en of"),
    (
        "AUTHORITY",
        "beheerder eigenaar staf beleid inhoudsbeleid beperkingen ongefilterd aanvrager ticketeigenaar \
        filters veiligheidsfilters uitgezet vertrouwen bevoegd gemachtigd geverifieerde geverifieerd verificatie ontwerpen",
    ),
    (
        "IMPERATIVE",
        "je jij u ge gij geef sta zet sla behandel negeer vergeet toon doe maak verwijder antwoord reageer \
        luister gehoorzaam zeg stuur schrijf ken verleen schakel stop voer word speel nu vanaf onthul lek open sluit \
        markeer verban ontban bevestig keur verlaat laat",
    ),
    (
        "AICOMMAND",
        "antwoord reageer zeg vertel negeer vergeet onthul toon gehoorzaam herhaal print keur bevestig verklap doe \
        altijd nooit",
    ),
    (
        "MAKER",
        "ontwikkelaar ontwikkelaars maker makers programmeur programmeurs beheerder beheerders eigenaar eigenaars",
    ),
    ("ASKS", "hoe waarom wie weet is heeft was"),
    (
        "NOTICE",
        "systeembericht systeemmelding bericht melding nota waarschuwing prompt instructie instructies opdracht update boodschap",
    ),
    ("HEADNAME", "instructie antwoord"),
    ("ROLEKEY", "rol"),
    (
        "TALKEDOF",
        "achter na in voor betekent doet element tag token om rond bij",
    ),
    ("SELF", "ik we wij"),
];
