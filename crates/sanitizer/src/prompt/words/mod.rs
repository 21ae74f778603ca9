//! The words of each language that attacks and their honest look-alikes are made of, grouped by what they do in a
//! phrase. A group has the same name in every language, so that a phrase may change language half-way.
//!
//! Adding a language is a table like these and its tests; words are written folded (lower case, no accents).

mod dutch;
mod dutch_signs;
mod english;
mod english_signs;

/// A group's name, and its words between blanks.
pub(super) type Group = (&'static str, &'static str);

/// All groups of all languages; a name comes once per language that has words for it.
pub(super) fn groups() -> impl Iterator<Item = &'static Group> {
    english::GROUPS
        .iter()
        .chain(english_signs::GROUPS)
        .chain(dutch::GROUPS)
        .chain(dutch_signs::GROUPS)
}

/// Words of any text; a shape is looked for only where it has a rarer one.
pub(super) const COMMON: &str = "the a an and or of to in on is are was were be been it its this that these those you \
    your u i me my we our they he she his her their what when where who how why which if as at by for from with not no \
    never all any every each now then so but do does did done can will must should may have has had here there only \
    about before after above over up out off go let get like use say says said tell give know see show make write \
    read text message messages chat line first last next one two old new real own rest part time word words role \
    de het een en of te van in op is zijn was waren ben bent dat die dit deze je jij jou jouw u uw ik mij mijn me we \
    wij ons onze ze zij hij haar wat wanneer waar wie hoe waarom welke als aan bij voor met niet geen nooit al alle \
    alles elke nu nou dan dus maar doe doet doen kan kun kunt zal zult moet moeten mag hebben heb hebt heeft had hier \
    daar er alleen enkel over na om tot uit af weg los op naar toe ook nog wel staat staan stond zien laat geef geeft \
    zeg zegt lees schrijf zet tekst bericht regel regels eerste vorige nieuwe echte taak rol wil woord woorden deel \
    user system gebruiker systeem start stop open bot help wordt werd worden would want please ok hello hi hallo";

/// Words of nearly every text.
pub(super) const EVERYWHERE: &str = "the a an and or of to in on is are was be it its this that you your i my we our \
    they he she what when how if as at by for from with not no all do have has can will so s t re m there d u de het \
    een en van op zijn ben dat die dit je jij ik mij mijn me ze hij wat als aan bij voor met niet geen er om te tot of \
    al ook maar naar heb hebt heeft kan moet wil nog out up out about one get any over";
