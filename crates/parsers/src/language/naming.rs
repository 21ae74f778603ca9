//! The words around the name of an event that are no part of it: greetings, calls for attention, what joins it to a
//! date; and the words around a place that say what kind of place it is.

use super::LANGUAGES;
use super::lexicon::named;
use crate::scan::Tokens;

/// What a word is beside a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Naming {
    /// `hey`: opens a greeting.
    Greeting,
    /// `everyone`: whom it greets.
    Addressee,
    /// `reminder`: calls for attention before the name.
    Herald,
    /// `join us for`: invites to what is named behind it.
    Invitation,
    /// `for`: between an invitation's date and the name, before an article.
    Towards,
    /// `takes place`: between a name and its date.
    Joint,
    /// `we`, `er`: beside a verb that announces.
    Subject,
    /// `who`: before a verb it asks who comes, which invites.
    Who,
    /// `voice channel`: between a preposition and the channel that it leads to.
    ChannelNoun,
}

pub(super) const DUTCH: &[(&str, Naming)] = &[
    ("hey", Naming::Greeting),
    ("hoi", Naming::Greeting),
    ("hallo", Naming::Greeting),
    ("dag", Naming::Greeting),
    ("beste", Naming::Greeting),
    ("lieve", Naming::Greeting),
    ("gegroet", Naming::Greeting),
    ("welkom", Naming::Greeting),
    ("goedemorgen", Naming::Greeting),
    ("goeiemorgen", Naming::Greeting),
    ("goede morgen", Naming::Greeting),
    ("goeie morgen", Naming::Greeting),
    ("goedemiddag", Naming::Greeting),
    ("goeiemiddag", Naming::Greeting),
    ("goedenavond", Naming::Greeting),
    ("goeienavond", Naming::Greeting),
    ("goede avond", Naming::Greeting),
    ("bericht aan", Naming::Greeting),
    ("oproep aan", Naming::Greeting),
    ("alle", Naming::Addressee),
    ("allemaal", Naming::Addressee),
    ("allen", Naming::Addressee),
    ("iedereen", Naming::Addressee),
    ("leden", Naming::Addressee),
    ("mensen", Naming::Addressee),
    ("vrienden", Naming::Addressee),
    ("vriendinnen", Naming::Addressee),
    ("spelers", Naming::Addressee),
    ("ouders", Naming::Addressee),
    ("buren", Naming::Addressee),
    ("vrijwilligers", Naming::Addressee),
    ("collega's", Naming::Addressee),
    ("reminder", Naming::Herald),
    ("herinnering", Naming::Herald),
    ("kleine herinnering", Naming::Herald),
    ("een kleine herinnering", Naming::Herald),
    ("nog een herinnering", Naming::Herald),
    ("ter herinnering", Naming::Herald),
    ("let op", Naming::Herald),
    ("opgelet", Naming::Herald),
    ("attentie", Naming::Herald),
    ("belangrijk", Naming::Herald),
    ("niet vergeten", Naming::Herald),
    ("vergeet niet", Naming::Herald),
    ("noteer alvast", Naming::Herald),
    ("zet in je agenda", Naming::Herald),
    ("aankondiging", Naming::Herald),
    ("mededeling", Naming::Herald),
    ("kom", Naming::Invitation),
    ("kom naar", Naming::Invitation),
    ("komt allen naar", Naming::Invitation),
    ("kom mee naar", Naming::Invitation),
    ("we organiseren", Naming::Invitation),
    ("wij organiseren", Naming::Invitation),
    ("we houden", Naming::Invitation),
    ("is het zover", Naming::Joint),
    ("is het weer zover", Naming::Joint),
    ("naar", Naming::Towards),
    ("voor", Naming::Towards),
    ("van", Naming::Joint),
    ("vindt plaats", Naming::Joint),
    ("vinden plaats", Naming::Joint),
    ("gaat door", Naming::Joint),
    ("gaan door", Naming::Joint),
    ("gepland", Naming::Joint),
    ("gehouden", Naming::Joint),
    ("wordt", Naming::Joint),
    ("staat", Naming::Joint),
    ("telkens", Naming::Joint),
    ("steeds", Naming::Joint),
    ("altijd", Naming::Joint),
    ("stipt", Naming::Joint),
    ("precies", Naming::Joint),
    ("wie", Naming::Who),
    ("we", Naming::Subject),
    ("wij", Naming::Subject),
    ("er", Naming::Subject),
    ("kanaal", Naming::ChannelNoun),
    ("spraakkanaal", Naming::ChannelNoun),
    ("voicekanaal", Naming::ChannelNoun),
    ("voice - kanaal", Naming::ChannelNoun),
    ("tekstkanaal", Naming::ChannelNoun),
    ("podium", Naming::ChannelNoun),
    ("het", Naming::ChannelNoun),
    ("ons", Naming::ChannelNoun),
    ("onze", Naming::ChannelNoun),
    ("de", Naming::ChannelNoun),
];

pub(super) const ENGLISH: &[(&str, Naming)] = &[
    ("hi", Naming::Greeting),
    ("hey", Naming::Greeting),
    ("hello", Naming::Greeting),
    ("heya", Naming::Greeting),
    ("dear", Naming::Greeting),
    ("welcome", Naming::Greeting),
    ("greetings", Naming::Greeting),
    ("attention", Naming::Greeting),
    ("calling", Naming::Greeting),
    ("good morning", Naming::Greeting),
    ("good afternoon", Naming::Greeting),
    ("good evening", Naming::Greeting),
    ("message to", Naming::Greeting),
    ("all", Naming::Addressee),
    ("everyone", Naming::Addressee),
    ("everybody", Naming::Addressee),
    ("folks", Naming::Addressee),
    ("team", Naming::Addressee),
    ("guys", Naming::Addressee),
    ("friends", Naming::Addressee),
    ("members", Naming::Addressee),
    ("people", Naming::Addressee),
    ("there", Naming::Addressee),
    ("players", Naming::Addressee),
    ("reminder", Naming::Herald),
    ("a reminder", Naming::Herald),
    ("just a reminder", Naming::Herald),
    ("just a quick reminder", Naming::Herald),
    ("a quick reminder", Naming::Herald),
    ("friendly reminder", Naming::Herald),
    ("quick reminder", Naming::Herald),
    ("don't forget", Naming::Herald),
    ("dont forget", Naming::Herald),
    ("do not forget", Naming::Herald),
    ("save the date", Naming::Herald),
    ("mark your calendars", Naming::Herald),
    ("mark your calendar", Naming::Herald),
    ("heads up", Naming::Herald),
    ("heads - up", Naming::Herald),
    ("announcement", Naming::Herald),
    ("important", Naming::Herald),
    ("join us", Naming::Invitation),
    ("join us for", Naming::Invitation),
    ("come", Naming::Invitation),
    ("come to", Naming::Invitation),
    ("come join us", Naming::Invitation),
    ("come join us for", Naming::Invitation),
    ("we are hosting", Naming::Invitation),
    ("we're hosting", Naming::Invitation),
    ("we host", Naming::Invitation),
    ("we will hold", Naming::Invitation),
    ("we will host", Naming::Invitation),
    ("we'll host", Naming::Invitation),
    ("it's that time again", Naming::Joint),
    ("for", Naming::Towards),
    ("to", Naming::Towards),
    ("takes place", Naming::Joint),
    ("take place", Naming::Joint),
    ("will take place", Naming::Joint),
    ("is scheduled for", Naming::Joint),
    ("are scheduled for", Naming::Joint),
    ("scheduled for", Naming::Joint),
    ("is planned for", Naming::Joint),
    ("planned for", Naming::Joint),
    ("is", Naming::Joint),
    ("are", Naming::Joint),
    ("starts", Naming::Joint),
    ("begins", Naming::Joint),
    ("happens", Naming::Joint),
    ("returns", Naming::Joint),
    ("there is", Naming::Joint),
    ("there are", Naming::Joint),
    ("there will be", Naming::Joint),
    ("we have", Naming::Joint),
    ("we host", Naming::Joint),
    ("we are hosting", Naming::Joint),
    ("we're hosting", Naming::Joint),
    ("will be", Naming::Joint),
    ("will be held", Naming::Joint),
    ("will start", Naming::Joint),
    ("run", Naming::Joint),
    ("runs", Naming::Joint),
    ("always", Naming::Joint),
    ("sharp", Naming::Joint),
    ("who", Naming::Who),
    ("we", Naming::Subject),
    ("there", Naming::Subject),
    ("voice", Naming::ChannelNoun),
    ("vc", Naming::ChannelNoun),
    ("channel", Naming::ChannelNoun),
    ("voice channel", Naming::ChannelNoun),
    ("text channel", Naming::ChannelNoun),
    ("stage", Naming::ChannelNoun),
    ("stage channel", Naming::ChannelNoun),
    ("the", Naming::ChannelNoun),
    ("our", Naming::ChannelNoun),
];

/// The words of streets, whole or as the end of a word, so that a line with a number is known for an address.
pub(super) const DUTCH_STREETS: &[&str] = &[
    "straat", "laan", "plein", "steenweg", "baan", "weg", "dreef", "kaai", "kade", "gracht",
    "markt", "singel", "pad", "hof",
];

/// The same in English.
pub(super) const ENGLISH_STREETS: &[&str] = &[
    "street",
    "road",
    "lane",
    "avenue",
    "square",
    "drive",
    "boulevard",
    "court",
    "terrace",
];

/// How many tokens the phrase of this kind has that begins at a token; the longest of several.
pub(crate) fn naming(tokens: &Tokens, at: usize, kind: Naming) -> Option<usize> {
    named(tokens, at, kind)
}

/// Whether a lower-case word ends in that of a street.
pub(crate) fn is_street(word: &str) -> bool {
    let mut streets = LANGUAGES.iter().flat_map(|it| it.streets);
    streets.any(|it| word.ends_with(it))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::tokenise;

    #[test]
    fn the_longest_phrase_of_a_kind_wins() {
        let tokens = tokenise("is scheduled for Good morning reminder", 100);
        assert_eq!(naming(&tokens, 0, Naming::Joint), Some(3));
        assert_eq!(naming(&tokens, 3, Naming::Greeting), Some(2));
        assert_eq!(naming(&tokens, 3, Naming::Herald), None);
        assert_eq!(naming(&tokens, 5, Naming::Herald), Some(1));
    }

    #[test]
    fn streets_are_known_by_the_end_of_their_words() {
        assert!(is_street("kerkstraat"));
        assert!(is_street("lane"));
        assert!(!is_street("kerk"));
    }
}
