//! The families of phrases that give a model orders, in English and Dutch, as tables of words.

use super::PromptFlag::{self, Exfiltration, IgnoreInstructions, NewOrders, Persona, RoleChange};
use super::vocabulary::{
    ABOVE, ANSWERS, EVERYTHING, HARMLESS_MANNERS, HARMLESS_STATES, IGNORE, OF_A_PROGRAM, PROMPT,
    RULES, SYSTEM, WHICH,
};

/// Where a phrase has to stand to be an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Position {
    /// Anywhere.
    Anywhere,
    /// Where a sentence or a command begins; elsewhere somebody is telling a story.
    Command,
    /// Before a colon.
    BeforeColon,
}

/// Some of these words, so many times.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    words: &'static [&'static str],
    min: usize,
    max: usize,
}

/// One phrase.
#[derive(Clone, Copy, Debug)]
pub(super) struct Phrase {
    pub(super) flag: PromptFlag,
    pub(super) position: Position,
    slots: &'static [Slot],
    /// The phrase means something else when one of these words follows.
    pub(super) unless_followed_by: &'static [&'static str],
}

/// No phrase has more words.
pub(super) const LONGEST_PHRASE: usize = 10;

const fn one(words: &'static [&'static str]) -> Slot {
    Slot {
        words,
        min: 1,
        max: 1,
    }
}

const fn maybe(words: &'static [&'static str]) -> Slot {
    Slot {
        words,
        min: 0,
        max: 1,
    }
}

const fn some(words: &'static [&'static str], min: usize, max: usize) -> Slot {
    Slot { words, min, max }
}

const fn phrase(flag: PromptFlag, position: Position, slots: &'static [Slot]) -> Phrase {
    Phrase {
        flag,
        position,
        slots,
        unless_followed_by: &[],
    }
}

const fn unless(words: &'static [&'static str], phrase: Phrase) -> Phrase {
    Phrase {
        unless_followed_by: words,
        ..phrase
    }
}

/// All phrases.
pub(super) const PHRASES: &[Phrase] = &[
    phrase(
        IgnoreInstructions,
        Position::Anywhere,
        &[one(IGNORE), some(WHICH, 1, 6), one(RULES)],
    ),
    phrase(
        IgnoreInstructions,
        Position::Anywhere,
        &[
            one(IGNORE),
            some(EVERYTHING, 1, 2),
            maybe(&["of", "the"]),
            one(ABOVE),
        ],
    ),
    unless(
        HARMLESS_STATES,
        phrase(
            RoleChange,
            Position::Command,
            &[one(&["you"]), one(&["are"]), one(&["now"])],
        ),
    ),
    unless(
        HARMLESS_MANNERS,
        phrase(
            RoleChange,
            Position::Command,
            &[one(&["act"]), one(&["as"])],
        ),
    ),
    phrase(
        RoleChange,
        Position::Command,
        &[
            one(&["pretend"]),
            maybe(&["that"]),
            one(&["you"]),
            one(&["are"]),
        ],
    ),
    phrase(
        RoleChange,
        Position::Command,
        &[one(&["pretend"]), one(&["to"]), one(&["be"])],
    ),
    unless(
        HARMLESS_STATES,
        phrase(
            RoleChange,
            Position::Command,
            &[
                one(&["from"]),
                one(&["now"]),
                one(&["on"]),
                one(&["you"]),
                maybe(&["will"]),
                one(ANSWERS),
            ],
        ),
    ),
    phrase(
        RoleChange,
        Position::Command,
        &[one(&["roleplay"]), one(&["as"])],
    ),
    unless(
        HARMLESS_STATES,
        phrase(
            RoleChange,
            Position::Command,
            &[one(&["je", "jij"]), one(&["bent"]), one(&["nu"])],
        ),
    ),
    phrase(
        RoleChange,
        Position::Command,
        &[one(&["doe"]), one(&["alsof"]), one(&["je", "jij"])],
    ),
    phrase(
        RoleChange,
        Position::Command,
        &[one(&["gedraag"]), one(&["je"]), one(&["als"])],
    ),
    unless(
        HARMLESS_STATES,
        phrase(
            RoleChange,
            Position::Command,
            &[
                one(&["vanaf"]),
                one(&["nu"]),
                one(&["ben"]),
                one(&["je", "jij"]),
            ],
        ),
    ),
    phrase(
        Persona,
        Position::Anywhere,
        &[one(&["you"]), one(&["are"]), maybe(&["now"]), one(&["dan"])],
    ),
    unless(
        OF_A_PROGRAM,
        phrase(
            Persona,
            Position::Anywhere,
            &[one(&["developer"]), one(&["mode"])],
        ),
    ),
    phrase(Persona, Position::Anywhere, &[one(&["jailbreak"])]),
    phrase(
        Persona,
        Position::Anywhere,
        &[one(&["do"]), one(&["anything"]), one(&["now"])],
    ),
    phrase(
        NewOrders,
        Position::BeforeColon,
        &[
            one(&["new", "updated", "nieuwe", "bijgewerkte"]),
            one(&["instruction", "instructions", "instructie", "instructies"]),
        ],
    ),
    phrase(
        Exfiltration,
        Position::Anywhere,
        &[
            one(&["reveal", "show", "print", "repeat"]),
            one(&["your", "the"]),
            some(SYSTEM, 0, 2),
            one(PROMPT),
        ],
    ),
    phrase(
        Exfiltration,
        Position::Anywhere,
        &[
            one(&["reveal", "show", "print", "repeat", "tell", "give"]),
            one(&["me"]),
            one(&["your", "the"]),
            some(SYSTEM, 1, 2),
            one(PROMPT),
        ],
    ),
    phrase(
        Exfiltration,
        Position::Anywhere,
        &[
            one(&["what"]),
            one(&["are"]),
            one(&["your"]),
            some(SYSTEM, 0, 2),
            one(&["instructions"]),
        ],
    ),
    phrase(
        Exfiltration,
        Position::Anywhere,
        &[
            one(&["toon", "geef"]),
            maybe(&["me", "mij"]),
            one(&["je", "jouw", "uw"]),
            some(SYSTEM, 0, 2),
            one(PROMPT),
        ],
    ),
    phrase(
        Exfiltration,
        Position::Anywhere,
        &[
            one(&["wat"]),
            one(&["zijn"]),
            one(&["je", "jouw", "uw"]),
            some(SYSTEM, 0, 2),
            one(&["instructies"]),
        ],
    ),
];

impl Phrase {
    /// Whether `words` are exactly this phrase.
    pub(super) fn is(&self, words: &[&str]) -> bool {
        fits(self.slots, words)
    }
}

fn fits(slots: &[Slot], words: &[&str]) -> bool {
    let Some((slot, later)) = slots.split_first() else {
        return words.is_empty();
    };
    let known = words
        .iter()
        .take(slot.max)
        .take_while(|it| slot.words.contains(it))
        .count();
    (slot.min..=known)
        .rev()
        .any(|taken| fits(later, &words[taken..]))
}
