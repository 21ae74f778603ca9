//! What Discord draws in the place of a piece of text: mentions, moments and pictures.

use super::inline::Place;
use super::{Kind, Rendering};

/// Parts of a server that `<id:…>` leads to.
const GUILD_PAGES: [&str; 6] = [
    "customize",
    "browse",
    "guide",
    "home",
    "channels",
    "linked-roles",
];
/// A few of the names that become a picture.
const SHORTCODES: [&str; 8] = [
    "tada",
    "smile",
    "heart",
    "thumbsup",
    "thumbs_up",
    "+1",
    "100",
    "x",
];

/// Appends the pill that `rest` begins with, if it begins with one, and says how long it is.
pub(super) fn pill(rest: &str, place: &Place, out: &mut Rendering) -> Option<usize> {
    let (kind, length) = everybody(rest)
        .or_else(|| in_angle_brackets(rest))
        .or_else(|| shortcode(rest))?;
    out.push(&rest[..length], &place.formats, kind);
    Some(length)
}

fn everybody(rest: &str) -> Option<(Kind, usize)> {
    let word = ["@everyone", "@here"]
        .into_iter()
        .find(|it| rest.starts_with(*it))?;
    Some((Kind::Mention, word.len()))
}

fn in_angle_brackets(rest: &str) -> Option<(Kind, usize)> {
    let inside = rest.strip_prefix('<')?;
    let end = inside.find('>')?;
    Some((named(&inside[..end])?, 1 + end + 1))
}

/// What the inside of `<…>` is.
fn named(inside: &str) -> Option<Kind> {
    let mention = ["@!", "@&", "@$", "@", "#"];
    if mention
        .into_iter()
        .filter_map(|it| inside.strip_prefix(it))
        .any(is_number)
    {
        return Some(Kind::Mention);
    }
    if let Some((name, id)) = inside.strip_prefix('/').and_then(|it| it.rsplit_once(':')) {
        let is_name = |it: &str| {
            (1..=32).contains(&it.chars().count())
                && it.chars().all(|c| c.is_alphanumeric() || "-_".contains(c))
        };
        let words: Vec<_> = name.split(' ').collect();
        return (words.len() <= 3 && words.into_iter().all(is_name) && is_number(id))
            .then_some(Kind::Mention);
    }
    if let Some(page) = inside.strip_prefix("id:") {
        let (name, is_whole) = page
            .split_once(':')
            .map_or((page, true), |(name, id)| (name, is_number(id)));
        return (GUILD_PAGES.contains(&name) && is_whole).then_some(Kind::Mention);
    }
    if let Some(moment) = inside.strip_prefix("t:") {
        let (seconds, style) = moment.split_once(':').unwrap_or((moment, "f"));
        let is_style = style.len() == 1 && "tTdDfFRsS".contains(style);
        return (is_number(seconds.trim_start_matches('-')) && is_style).then_some(Kind::Timestamp);
    }
    if let Some((guild, id)) = inside
        .strip_prefix("sound:")
        .and_then(|it| it.split_once(':'))
    {
        return (is_number(guild) && is_number(id)).then_some(Kind::Emoji);
    }
    let (name, id) = inside
        .strip_prefix('a')
        .unwrap_or(inside)
        .strip_prefix(':')?
        .split_once(':')?;
    let is_word = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    (is_word && is_number(id)).then_some(Kind::Emoji)
}

fn shortcode(rest: &str) -> Option<(Kind, usize)> {
    let inside = rest.strip_prefix(':')?;
    let name = SHORTCODES.into_iter().find(|it| {
        inside
            .strip_prefix(*it)
            .is_some_and(|it| it.starts_with(':'))
    })?;
    Some((Kind::Emoji, name.len() + 2))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}
