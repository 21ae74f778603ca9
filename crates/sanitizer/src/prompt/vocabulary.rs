//! The words that the phrases are made of, folded, in English and Dutch.

/// What an order does with earlier orders.
pub(super) const IGNORE: &[&str] = &[
    "ignore",
    "forget",
    "disregard",
    "override",
    "bypass",
    "negeer",
    "vergeet",
    "omzeil",
];
/// Which orders; the words between the verb and the noun.
pub(super) const WHICH: &[&str] = &[
    "all",
    "any",
    "the",
    "my",
    "your",
    "these",
    "those",
    "previous",
    "prior",
    "above",
    "earlier",
    "preceding",
    "of",
    "alle",
    "de",
    "het",
    "mijn",
    "je",
    "jouw",
    "uw",
    "deze",
    "vorige",
    "voorgaande",
    "bovenstaande",
    "eerdere",
    "van",
];
/// What orders are called.
pub(super) const RULES: &[&str] = &[
    "instruction",
    "instructions",
    "prompt",
    "prompts",
    "rule",
    "rules",
    "system",
    "restriction",
    "restrictions",
    "message",
    "messages",
    "guideline",
    "guidelines",
    "instructie",
    "instructies",
    "opdracht",
    "opdrachten",
    "regel",
    "regels",
    "systeemprompt",
    "richtlijnen",
    "beperkingen",
];
/// Where they stand.
pub(super) const ABOVE: &[&str] = &["above", "bovenstaande", "hierboven", "voorgaande"];
/// All of them.
pub(super) const EVERYTHING: &[&str] = &["the", "everything", "all", "anything", "het", "alles"];
/// Whose prompt it is.
pub(super) const SYSTEM: &[&str] = &[
    "system", "initial", "hidden", "original", "full", "secret", "systeem",
];
/// What somebody wants to see.
pub(super) const PROMPT: &[&str] = &[
    "prompt",
    "prompts",
    "instruction",
    "instructions",
    "systeemprompt",
    "instructies",
];

/// What people are told they are now without any harm.
pub(super) const HARMLESS_STATES: &[&str] = &[
    "able",
    "ready",
    "welcome",
    "verified",
    "participant",
    "subscriber",
    "registered",
    "subscribed",
    "part",
    "live",
    "connected",
    "muted",
    "online",
    "invited",
    "allowed",
    "eligible",
    "logged",
    "signed",
    "enrolled",
    "done",
    "all",
    "on",
    "at",
    "here",
    "there",
    "member",
    "lid",
    "klaar",
    "welkom",
    "geregistreerd",
    "ingeschreven",
    "aangemeld",
    "geverifieerd",
    "deelnemer",
];
/// "Act as soon as possible".
pub(super) const HARMLESS_MANNERS: &[&str] = &[
    "soon", "quickly", "fast", "early", "much", "well", "long", "far", "little", "one", "usual",
    "planned",
];
/// "Developer mode" of a program.
pub(super) const OF_A_PROGRAM: &[&str] =
    &["in", "on", "of", "voor", "van", "op", "setting", "settings"];
/// What a model is told to do from now on.
pub(super) const ANSWERS: &[&str] = &[
    "are", "must", "act", "answer", "respond", "reply", "speak", "talk", "always", "never", "obey",
    "only", "ignore", "write", "pretend",
];
