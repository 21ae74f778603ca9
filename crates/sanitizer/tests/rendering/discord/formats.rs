//! What stands between two marks.

use super::Format;

/// The format, the content and the whole length of the stretch that `rest` begins with. Where bold, italics and
/// underlining fit at once, the longest does.
pub(super) fn between_marks(rest: &str) -> Option<(Format, &str, usize)> {
    let candidates = [
        (Format::Italic, italic(rest)),
        (Format::Bold, doubled(rest, "**")),
        (Format::Underline, doubled(rest, "__")),
    ];
    let longest = candidates
        .into_iter()
        .filter_map(|(format, found)| found.map(|(content, length)| (format, content, length)))
        .reduce(|best, next| if next.2 > best.2 { next } else { best });
    longest
        .or_else(|| {
            deaf(rest, "~~", "_").map(|(content, length)| (Format::Strike, content, length))
        })
        .or_else(|| {
            deaf(rest, "||", "\0").map(|(content, length)| (Format::Spoiler, content, length))
        })
        .or_else(|| inline_code(rest).map(|(content, length)| (Format::Code, content, length)))
}

/// Three back-ticks, a language on the first line if there is one, and at least one character that is no line break.
pub(super) fn code_block(rest: &str) -> Option<(&str, usize)> {
    let inside = rest.strip_prefix("```")?;
    let blank = inside.len() - inside.trim_start_matches('\n').len();
    let first = inside[blank..].chars().next()?.len_utf8();
    let end = blank + first + inside[blank + first..].find("```")?;
    let is_language = |line: &str| {
        !line.is_empty()
            && line
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "_+-.#".contains(c))
    };
    let below = inside[..end]
        .split_once('\n')
        .filter(|(line, _)| is_language(line));
    let below = below
        .map(|(_, below)| below.trim_matches('\n'))
        .filter(|it| !it.is_empty());
    let content = below.unwrap_or(inside[..end].trim_matches('\n'));
    Some((content, 3 + end + 3))
}

/// Any number of back-ticks, closed by as many.
fn inline_code(rest: &str) -> Option<(&str, usize)> {
    let ticks = rest.bytes().take_while(|it| *it == b'`').count();
    if ticks == 0 {
        return None;
    }
    let mut at = ticks;
    while let Some(found) = rest[at..].find('`') {
        let run = rest[at + found..]
            .bytes()
            .take_while(|it| *it == b'`')
            .count();
        if run == ticks {
            return Some((&rest[ticks..at + found], at + found + run));
        }
        at += found + run;
    }
    None
}

/// `**` or `__`: a backslash protects what follows it, and the closing mark is the last of its run.
fn doubled<'a>(rest: &'a str, mark: &str) -> Option<(&'a str, usize)> {
    let inside = rest.strip_prefix(mark)?;
    let mut at = 0;
    loop {
        at += unit(&inside[at..])?;
        let after = inside[at..].strip_prefix(mark);
        if after.is_some_and(|it| !it.starts_with(&mark[..1])) {
            return Some((&inside[..at], mark.len() + at + mark.len()));
        }
    }
}

/// A character, or a backslash with the one it protects.
fn unit(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    let first = chars.next()?;
    if first == '\\' {
        return chars.next().map(|it| 1 + it.len_utf8());
    }
    Some(first.len_utf8())
}

fn italic(rest: &str) -> Option<(&str, usize)> {
    star(rest).or_else(|| underscore(rest))
}

/// `*…*`: no blank behind the first star nor before the last; doubled stars inside are skipped.
fn star(rest: &str) -> Option<(&str, usize)> {
    let inside = rest.strip_prefix('*')?;
    if inside.starts_with(char::is_whitespace) {
        return None;
    }
    let mut at = 0;
    loop {
        let tail = &inside[at..];
        let closes = tail.starts_with('*') && !tail.starts_with("**");
        if at > 0 && closes && !inside[..at].ends_with(char::is_whitespace) {
            return Some((&inside[..at], 1 + at + 1));
        }
        at += match tail.strip_prefix("**") {
            Some(_) => 2,
            None if closes => return None,
            None => unit(tail)?,
        };
    }
}

/// `_…_`: the last one may not be followed by a letter or a digit; doubled ones inside are skipped.
fn underscore(rest: &str) -> Option<(&str, usize)> {
    let inside = rest.strip_prefix('_')?;
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut at = 0;
    loop {
        let tail = &inside[at..];
        if at > 0 && tail.starts_with('_') && !tail[1..].starts_with(is_word) {
            return Some((&inside[..at], 1 + at + 1));
        }
        at += match tail.strip_prefix("__") {
            Some(_) => 2,
            None if tail.starts_with('_') => return None,
            None => unit(tail)?,
        };
    }
}

/// `~~` and `||` know no backslash: only what stands between their two characters breaks them.
fn deaf<'a>(rest: &'a str, mark: &str, unless_before: &str) -> Option<(&'a str, usize)> {
    let inside = rest.strip_prefix(mark)?;
    let mut at = inside.chars().next()?.len_utf8();
    loop {
        at += inside[at..].find(mark)?;
        if !inside[at + mark.len()..].starts_with(unless_before) {
            return Some((&inside[..at], mark.len() + at + mark.len()));
        }
        at += 1;
    }
}
