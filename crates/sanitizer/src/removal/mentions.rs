//! Which stretches are mentions: they ping somebody, or Discord draws them as a clickable pill.

use super::tape::Tape;

/// The words that ping a whole channel.
const EVERYBODY: [&str; 2] = ["@everyone", "@here"];
/// The parts of a server that `<id:…>` leads to.
const GUILD_PAGES: [&str; 6] = [
    "customize",
    "browse",
    "guide",
    "linked-roles",
    "home",
    "channels",
];

/// Where the `@everyone` begins that the `e` at the end of the tape completes, if it does.
pub(super) fn everybody(tape: &Tape) -> Option<usize> {
    let end = tape.len();
    EVERYBODY.iter().find_map(|word| tape.spells(end, word))
}

/// Whether the `<` at `open` and the `>` at the end of the tape hold a mention; there is no other `<` or `>` between.
///
/// Read backwards, so that a long text between the two costs nothing.
pub(super) fn is_mention(tape: &Tape, open: usize) -> bool {
    let close = tape.len() - 1;
    let is_open = |end| tape.spells(end, "<") == Some(open);
    let is_page = |end| {
        GUILD_PAGES.iter().any(|page| {
            let name = tape.spells(end, page);
            name.and_then(|it| tape.spells(it, "id:"))
                .is_some_and(is_open)
        })
    };
    let id = tape.run_start(close, usize::MAX, |it| it.is_ascii_digit());
    if id == close {
        return is_page(close);
    }
    match tape.before(id) {
        Some((at, b'@' | b'#')) => is_open(at),
        Some((at, b'!' | b'&' | b'$')) => tape.spells(at, "@").is_some_and(is_open),
        Some((at, b':')) => is_page(at) || is_command(tape, open, at),
        _ => false,
    }
}

/// `</name:`, where the colon stands at `colon`.
fn is_command(tape: &Tape, open: usize, colon: usize) -> bool {
    let slash = tape.at_or_after(open + 1);
    slash.is_some_and(|slash| {
        tape.value(slash) == b'/' && tape.before(colon).is_some_and(|(at, _)| at > slash)
    })
}
