//! The words that name secrets and numbers, Dutch and English.

/// Names of passwords, also as the end of a longer one: `PGPASSWORD`, "wifiwachtwoord".
pub(super) const PASSWORD_ENDINGS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "wachtwoord",
    "paswoord",
    "wachtzin",
];
/// Names of passwords that are too short to end another word.
pub(super) const PASSWORDS: &[&str] = &["pwd", "pw", "ww", "wachtwoorden"];
/// Ends of names that are keys and nothing else.
pub(super) const KEY_ENDINGS: &[&str] = &[
    "apikey",
    "accesskey",
    "secretkey",
    "privatekey",
    "authkey",
    "secret",
    "credential",
];
/// Ends of names that are tokens and nothing else.
pub(super) const TOKEN_ENDINGS: &[&str] = &["token", "jwt", "sessionid", "sessid"];
/// Names that are ordinary words too.
pub(super) const AMBIGUOUS_KEYS: &[&str] = &["key", "sleutel", "signature", "sig"];

/// What somebody says about a password rather than the password: "wachtwoord: moet …", "password: required".
pub(super) const REMARKS: &[&str] = &[
    "aangepast",
    "afspreken",
    "altijd",
    "auth",
    "authentication",
    "bestaat",
    "changed",
    "check",
    "choose",
    "deze",
    "does",
    "doesn't",
    "don't",
    "ditzelfde",
    "dezelfde",
    "eigen",
    "enter",
    "expired",
    "forgot",
    "forgotten",
    "fout",
    "gebruik",
    "geen",
    "gewijzigd",
    "hetzelfde",
    "hidden",
    "incorrect",
    "instellen",
    "invalid",
    "invullen",
    "ieder",
    "iedereen",
    "jouw",
    "kies",
    "kiezen",
    "klopt",
    "leave",
    "maak",
    "make",
    "minimaal",
    "minimum",
    "minstens",
    "moet",
    "moeten",
    "must",
    "needed",
    "never",
    "niet",
    "none",
    "nodig",
    "nooit",
    "onbekend",
    "ongeldig",
    "onthoud",
    "optional",
    "optioneel",
    "please",
    "pick",
    "required",
    "reset",
    "resetten",
    "same",
    "should",
    "stel",
    "their",
    "this",
    "type",
    "unchanged",
    "unknown",
    "updated",
    "vereist",
    "vergeten",
    "verkeerd",
    "verlopen",
    "verplicht",
    "verborgen",
    "vraag",
    "what",
    "weet",
    "when",
    "wijzigen",
    "with",
    "without",
    "worden",
    "wordt",
    "wrong",
    "zelf",
    "zonder",
    "your",
    "yours",
];
/// Behind an option: "use --password to set it".
pub(super) const BEHIND_OPTIONS: &[&str] = &[
    "a", "and", "argument", "as", "de", "een", "en", "flag", "for", "from", "het", "if", "in",
    "is", "met", "of", "om", "on", "op", "option", "optie", "or", "that", "the", "to", "van",
    "voor", "which", "will", "works", "werkt", "will", "with",
];
/// What may follow a password in the same sentence; another word makes a sentence of it all.
pub(super) const JOINERS: &[&str] = &[
    "aan",
    "also",
    "and",
    "but",
    "dank",
    "en",
    "for",
    "graag",
    "groeten",
    "bedankt",
    "if",
    "is",
    "maar",
    "met",
    "not",
    "of",
    "on",
    "op",
    "or",
    "so",
    "thanks",
    "to",
    "user",
    "username",
    "gebruiker",
    "login",
    "voor",
    "want",
    "werkt",
    "with",
    "works",
    "zonder",
];
/// "8-20 tekens" says how long a password has to be.
pub(super) const UNITS: &[&str] = &[
    "characters",
    "chars",
    "cijfers",
    "digits",
    "hoofdletters",
    "karakters",
    "keer",
    "letters",
    "tekens",
    "times",
    "dagen",
    "days",
    "+",
];
/// What stands for a value that is not there.
pub(super) const NOTHINGS: &[&str] = &["null", "none", "nil", "true", "false", "undefined", "nan"];

/// The number behind these is a phone's.
pub(super) const PHONES: &[&str] = &[
    "bel",
    "bellen",
    "belt",
    "bereikbaar",
    "call",
    "cell",
    "cellphone",
    "dial",
    "gsm",
    "mob",
    "mobiel",
    "mobieltje",
    "mobile",
    "phone",
    "ring",
    "sms",
    "tel",
    "telefoon",
    "telefoonnummer",
    "telephone",
    "text",
    "whatsapp",
    "gsmnr",
    "gsmnummer",
    "telnr",
    "fax",
];
/// A word that ends so is one of those: "werktelefoon".
pub(super) const PHONE_ENDINGS: &[&str] = &[
    "telefoonnummer",
    "telefoon",
    "phone",
    "gsmnummer",
    "whatsappnummer",
];
/// The number behind these is another one.
pub(super) const OTHER_NUMBERS: &[&str] = &[
    "account",
    "artikel",
    "be",
    "bestelling",
    "boeking",
    "booking",
    "btw",
    "case",
    "code",
    "dossier",
    "ean",
    "factuur",
    "id",
    "isbn",
    "inschrijving",
    "invoice",
    "item",
    "kaart",
    "kamer",
    "kenmerk",
    "klant",
    "kvk",
    "lid",
    "lotto",
    "order",
    "ordernr",
    "pakket",
    "part",
    "polis",
    "range",
    "ratio",
    "score",
    "scores",
    "stand",
    "product",
    "ref",
    "referentie",
    "reference",
    "rekening",
    "reeks",
    "room",
    "serial",
    "serie",
    "sku",
    "ticket",
    "tracking",
    "trein",
    "uur",
    "vat",
    "version",
    "versie",
    "week",
    "weken",
    "zaak",
    "zaal",
];
/// A word that ends so is one of those: "klantnummer", "lidnr".
pub(super) const OTHER_NUMBER_ENDINGS: &[&str] = &["nummer", "number", "nr", "code", "id"];
/// These say nothing of their own; the word before them does.
pub(super) const NEUTRAL: &[&str] = &[
    "at", "en", "het", "ik", "is", "mijn", "me", "my", "naar", "no", "nr", "number", "num",
    "nummer", "nummers", "of", "op", "or", "the", "via",
];

/// Whether `word` is one of `words`, in any case.
pub(super) fn is_one_of(word: &[u8], words: &[&str]) -> bool {
    words
        .iter()
        .any(|it| word.eq_ignore_ascii_case(it.as_bytes()))
}

/// Whether `word` ends in one of `endings`, in any case.
pub(super) fn ends_in(word: &[u8], endings: &[&str]) -> bool {
    endings.iter().any(|it| {
        let start = word.len().checked_sub(it.len());
        start.is_some_and(|start| word[start..].eq_ignore_ascii_case(it.as_bytes()))
    })
}
