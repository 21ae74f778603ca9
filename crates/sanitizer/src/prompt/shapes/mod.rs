//! The shapes of attacks, family by family, written in a small notation over the groups of `words`.
//!
//! A shape is a row of places between blanks. A place is filled by one word: of a `GROUP`, or a literal `word`, or
//! either of several (`GROUP|word`); in brackets it may be missing.
//!
//! | Sign | Meaning |
//! | --- | --- |
//! | `..3` | up to three words of any kind, but none that change who acts (`BREAK`) |
//! | `**3` | up to three words, whatever they are |
//! | `~3` | up to three filling words: articles, possessives, quantifiers, "please" |
//! | `%` | the next place may come behind punctuation |
//! | `{name}` | a row of places that has several wordings, see [`PARTS`] |
//! | `^` | in front: only where a sentence or a command begins |
//! | `?` | in front: report, but take nothing out, for there is no phrase to cut |
//! | `:` | at the end: only before a colon |
//! | `!GROUP` | at the end: not when such a word follows |
//! | `!!GROUP` | at the end: not when such a word follows within six words of the same clause |
//! | `-GROUP` | at the end: not when such a word stands near, before or after, in the same sentence |
//! | `!!!GROUP` | at the end: not when such a word follows within six words |
//!
//! Words, not marks, count: emphasis, quotes and commas between them make no difference.

mod exfiltration;
mod ignore;
mod orders;
mod persona;
mod role;

use super::PromptFlag;

/// Rows of places that several shapes share: a name, and its wordings between bars.
pub(super) const PARTS: &[(&str, &[&str])] = &[
    (
        "fromnow",
        &[
            "from now [on]",
            "from this|that point [on|onward|onwards|forward]",
            "from this moment|message|line [on|onward|onwards|forward]",
            "from here [on|onward|onwards|out]",
            "starting now|today|here|immediately",
            "starting from now|here",
            "as of now|today|here",
            "effective immediately",
            "henceforth|voortaan|going [forward]",
            "for|during the rest|remainder|duration of this|the|our chat|conversation|session|discussion|talk",
            "vanaf nu|nou|hier|heden [af] [aan]",
            "vanaf dit|deze bericht|moment|ogenblik|punt|regel|zin [af] [aan]",
            "van nu|hier|nou af [aan]",
            "in|voor|tijdens de rest van dit|het|ons gesprek|chat",
            "de rest van dit|het|ons gesprek",
        ],
    ),
    // Every way to say that orders are to be left out of account, up to the orders.
    (
        "drop",
        &[
            "DROP|overlook",
            "pay|give no|zero|little attention|heed|mind to",
            "let go of",
            "PUT aside|away|overboard",
            "do not|NEG FOLLOW [to] [by]",
            "NEG FOLLOW [to] [by]",
            "STOP [met] FOLLOW [to] [by] [naar] [van]",
            "trek|trekt YOU ..1 NEG ..1 aan van",
            "let NEG [meer] [langer] op",
            "hou|houd|houdt [YOU] NEG rekening ..1 met",
            "hou|houd|houdt YOU ..4 NEG ..1 aan",
            "hou|houd NEG ..2 aan",
            "stap|wijk ..1 af van",
        ],
    ),
    // Every way to name orders that nobody but a model has.
    (
        "theirs",
        &[
            "YOUR|PRIOR ~3 ORDERS",
            "ALLQ ~3 INSTRUCTIONS",
            "ORDERS ..1 YOU ..3 GIVEN|KNOWN",
            "ORDERS ABOVE",
            "INSTRUCTIONS ..4 this|dit|our|ons conversation|chat|gesprek|session",
            "ORDERS at|in|aan the|het top|start|beginning|begin",
            "ORDERS bovenaan",
            "KIND ~1 INSTRUCTIONS|message|messages|bericht|berichten",
            "systeembericht|systeemberichten",
            "ALLTHING ..3 YOU ..4 KNOWN",
            "ALLTHING ..2 ABOVE",
        ],
    ),
    // Every way to name what a model is told before anybody speaks to it.
    (
        "briefing",
        &[
            "YOUR ~3 STRONGPROMPT",
            "YOUR|QUAL|ALLQ ~2 HIDDEN ~2 PROMPT|message|messages|text|bericht|berichten|tekst",
            "PROMPT ..1 YOU ..2 must|have|need|moet|dient ..1 FOLLOW|obey",
            "PROMPT ..2 YOU ..3 GIVEN",
            "PROMPT ..2 YOU ARE ..1 CONFIGURED",
        ],
    ),
    (
        "seen",
        &[
            "above|hierboven|bovenstaande|hiervoor|daarboven|voorgaande|voorafgaande|preceding",
            "before|up|until|till this|here [line|message|point]",
            "voor|boven|tot deze|dit|hier [regel|bericht|zin|lijn|streep]",
        ],
    ),
];

/// All shapes, each with the family it belongs to.
pub(super) fn shapes() -> impl Iterator<Item = (PromptFlag, &'static str)> {
    let of = |flag, shapes: &'static [&'static str]| shapes.iter().map(move |it| (flag, *it));
    of(PromptFlag::IgnoreInstructions, ignore::SHAPES)
        .chain(of(PromptFlag::RoleChange, role::SHAPES))
        .chain(of(PromptFlag::Persona, persona::SHAPES))
        .chain(of(PromptFlag::NewOrders, orders::SHAPES))
        .chain(of(PromptFlag::Exfiltration, exfiltration::SHAPES))
}
