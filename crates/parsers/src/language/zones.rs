//! The names of zones, which are the same in every language or close to it.

use chrono_tz::{America, Asia, Europe};

use super::meaning::Meaning::{self, Zone, ZoneLetters};
use super::meaning::ZoneWord::{Place, Unknown, Utc};

/// Phrases that name a zone behind a clock. Letters that are words too count in capitals only.
pub(crate) const ZONES: &[(&str, Meaning)] = &[
    ("cet", Zone(Place(Europe::Brussels))),
    ("cest", Zone(Place(Europe::Brussels))),
    ("met", ZoneLetters(Place(Europe::Brussels))),
    ("brussels", Zone(Place(Europe::Brussels))),
    ("brussels time", Zone(Place(Europe::Brussels))),
    ("belgian time", Zone(Place(Europe::Brussels))),
    ("belgische tijd", Zone(Place(Europe::Brussels))),
    ("dutch time", Zone(Place(Europe::Amsterdam))),
    ("amsterdam time", Zone(Place(Europe::Amsterdam))),
    ("nederlandse tijd", Zone(Place(Europe::Amsterdam))),
    ("paris time", Zone(Place(Europe::Paris))),
    ("berlin time", Zone(Place(Europe::Berlin))),
    ("utc", Zone(Utc)),
    ("gmt", Zone(Utc)),
    ("z", ZoneLetters(Utc)),
    ("uk", Zone(Place(Europe::London))),
    ("uk time", Zone(Place(Europe::London))),
    ("bst", Zone(Place(Europe::London))),
    ("london", Zone(Place(Europe::London))),
    ("london time", Zone(Place(Europe::London))),
    ("et", ZoneLetters(Place(America::New_York))),
    ("est", ZoneLetters(Place(America::New_York))),
    ("edt", Zone(Place(America::New_York))),
    ("eastern", Zone(Place(America::New_York))),
    ("eastern time", Zone(Place(America::New_York))),
    ("new york time", Zone(Place(America::New_York))),
    ("ct", ZoneLetters(Place(America::Chicago))),
    ("cst", Zone(Place(America::Chicago))),
    ("cdt", Zone(Place(America::Chicago))),
    ("central time", Zone(Place(America::Chicago))),
    ("mt", ZoneLetters(Place(America::Denver))),
    ("mst", Zone(Place(America::Denver))),
    ("mdt", Zone(Place(America::Denver))),
    ("pt", ZoneLetters(Place(America::Los_Angeles))),
    ("pst", Zone(Place(America::Los_Angeles))),
    ("pdt", Zone(Place(America::Los_Angeles))),
    ("pacific time", Zone(Place(America::Los_Angeles))),
    ("tokyo time", Zone(Place(Asia::Tokyo))),
    ("ist", ZoneLetters(Unknown)),
    ("aest", Zone(Unknown)),
    ("aedt", Zone(Unknown)),
    ("awst", Zone(Unknown)),
    ("acst", Zone(Unknown)),
    ("nzst", Zone(Unknown)),
    ("nzdt", Zone(Unknown)),
    ("jst", Zone(Unknown)),
    ("kst", Zone(Unknown)),
    ("sgt", Zone(Unknown)),
    ("hkt", Zone(Unknown)),
    ("msk", Zone(Unknown)),
    ("eet", Zone(Unknown)),
    ("eest", Zone(Unknown)),
    ("brt", Zone(Unknown)),
    ("akst", Zone(Unknown)),
    ("hst", Zone(Unknown)),
];

/// Emoji that head a line like a label does; a clock face is any of a run.
pub(crate) const CLOCK_FACES: std::ops::RangeInclusive<char> = '\u{1f550}'..='\u{1f567}';
