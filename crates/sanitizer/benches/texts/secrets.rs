//! Texts that make a search for secrets look again and again, if it lets them.

/// What each kind of text repeats, from its first byte to its last.
pub(crate) const HOSTILE: [(&str, &str); 20] = [
    ("digits", "4"),
    ("noughts", "0"),
    ("digits in groups", "0470 12 34 "),
    ("almost cards", "4111 1111 1111 "),
    ("almost accounts", "BE68 5390 0754 BE"),
    ("at signs", "@"),
    ("almost addresses", "a.b@c.d"),
    ("quotes", "password\":\""),
    ("escaped quotes", "\\\"password\\\":\\"),
    ("backslashes", "\\"),
    ("names in names", "token=password:"),
    ("names that hold nothing", "key=name&key=naam;"),
    ("names without values", "wachtwoord van de "),
    ("names and addresses", "password:https://"),
    ("options", "--password --"),
    ("headers", "Authorization: Basic Cookie: Bearer "),
    ("schemes", "a://b:"),
    ("key marks", "-----BEGIN PRIVATE "),
    ("webhooks", "/webhooks/1/"),
    ("dashes and look-alikes", "\u{2011}ｐа\u{200b}ѕs:０"),
];
