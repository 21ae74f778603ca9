//! Signs that pretend to begin another speaker's turn: role names with a colon, headings, tags, template tokens.

use super::tokens::{Gap, Token};

/// Who speaks in a conversation with a model.
const ROLES: [&str; 4] = ["system", "assistant", "user", "systeem"];
/// Of those, the ones that nobody writes in angle brackets for another reason.
const TAGS: [&str; 4] = ["system", "assistant", "systeem", "sys"];
/// No template token has more characters.
const LONGEST_TOKEN: usize = 12;

/// Where the marker begins that the last token completes, if it does.
pub(super) fn completed(kept: &[Token]) -> Option<usize> {
    let last = kept.last()?;
    match last.text.as_str() {
        ":" => role_with_colon(kept),
        ">" => bracketed(kept, "<", is_tag),
        "]" => bracketed(kept, "[", |inside| matches!(inside, "inst" | "/inst")),
        role if ROLES.contains(&role) => heading(kept),
        _ => None,
    }
}

fn role_with_colon(kept: &[Token]) -> Option<usize> {
    let name = kept.len().checked_sub(2).filter(|at| is_role(&kept[*at]))?;
    let start = line_start(kept, name)?;
    Some(start)
}

fn is_role(token: &Token) -> bool {
    ROLES.contains(&token.text.as_str())
}

/// Where the line of the token at `at` begins, if only marks stand before it.
fn line_start(kept: &[Token], at: usize) -> Option<usize> {
    let mut start = at;
    while kept[start].gap != Gap::Line {
        start = start
            .checked_sub(1)
            .filter(|it| !kept[*it].is_word && at - it <= LONGEST_TOKEN)?;
    }
    Some(start)
}

/// `### System`, also when a line break comes between.
fn heading(kept: &[Token]) -> Option<usize> {
    let name = kept.len() - 1;
    let marks = kept[..name]
        .iter()
        .rev()
        .take_while(|it| it.text == "#")
        .count();
    let start = name - marks;
    (marks >= 2 && kept[start].gap == Gap::Line).then_some(start)
}

fn bracketed(kept: &[Token], open: &str, is_marker: impl Fn(&str) -> bool) -> Option<usize> {
    let recent = kept.len().saturating_sub(LONGEST_TOKEN);
    let at = recent + kept[recent..].iter().rposition(|it| it.text == open)?;
    let inside = &kept[at + 1..kept.len() - 1];
    let text: String = inside.iter().map(|it| it.text.as_str()).collect();
    if !is_marker(&text) {
        return None;
    }
    // `<<SYS>>`: the outer pair goes too, and the second `>` is dropped with the punctuation behind a removal.
    let outer = at
        .checked_sub(1)
        .filter(|it| kept[*it].text == open && open == "<");
    Some(outer.unwrap_or(at))
}

fn is_tag(inside: &str) -> bool {
    let is_template = inside.len() > 2 && inside.starts_with('|') && inside.ends_with('|');
    is_template || TAGS.contains(&inside.strip_prefix('/').unwrap_or(inside))
}
