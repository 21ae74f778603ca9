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

/// Where the mention begins that the last character of the tape completes, if it does.
pub(super) fn completed(tape: &Tape) -> Option<usize> {
    let end = tape.len();
    match tape.before(end)?.1 {
        'e' => EVERYBODY.iter().find_map(|word| tape.spells(end, word)),
        '>' => in_angle_brackets(tape, end - 1),
        _ => None,
    }
}

fn in_angle_brackets(tape: &Tape, close: usize) -> Option<usize> {
    let is_inside = |c| !matches!(c, '<' | '>');
    let start = tape.run_start(close, usize::MAX, is_inside);
    let open = tape.spells(start, "<")?;
    is_mention(&tape.text(start, close)).then_some(open)
}

fn is_mention(inside: &str) -> bool {
    if let Some(user_or_role) = inside.strip_prefix('@') {
        is_id(
            user_or_role
                .strip_prefix(['!', '&', '$'])
                .unwrap_or(user_or_role),
        )
    } else if let Some(channel) = inside.strip_prefix('#') {
        is_id(channel)
    } else if let Some(command) = inside.strip_prefix('/') {
        matches!(command.rsplit_once(':'), Some((name, id)) if !name.is_empty() && is_id(id))
    } else if let Some(page) = inside.strip_prefix("id:") {
        let name = page.split_once(':').filter(|(_, id)| is_id(id));
        GUILD_PAGES.contains(&name.map_or(page, |(name, _)| name))
    } else {
        false
    }
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}
