//! What newcomers are announced with: a text in which `{member}`, `{member_name}`, `{inviter}`, `{inviter_name}` and
//! `{count}` are filled in.
//!
//! Placeholders are replaced once. `{{` and `}}` stand for braces; other placeholders and lone braces stay as they are.
//! Nobody is mentioned but the newcomer and their inviter, whatever the template or a name says; links to channels stay.

use std::fmt::Write as _;

use kernel::UserId;
use sanitizer::{beginning, safe_embed_text, strip_mentions_keeping_lines};

/// The longest message, in characters: Discord's limit.
pub const WELCOME_MAX: usize = 2000;
/// Of a name so much is shown, in characters.
const NAME_MAX: usize = 100;
/// What stands for a mention while everything else is made harmless. Whoever writes these signs by themselves gets one of
/// the two mentions that the message may have, or a link to a channel, which both are theirs to write anyway.
const OPEN: char = '⟦';
const CLOSE: char = '⟧';
const MEMBER: &str = "⟦member⟧";
const INVITER: &str = "⟦inviter⟧";

/// Which of the two texts is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// For newcomers whose inviter is known.
    WithInviter,
    /// For all others.
    Plain,
}

/// Somebody as they appear in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: UserId,
    /// What they are called, as Discord says; none when nobody knows.
    pub name: Option<String>,
}

/// What an admin should know of a template, although it can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Concern {
    /// There is no such placeholder; it stays as it is.
    Unknown(String),
    /// It is about an inviter, and the text is for newcomers without one; it stays as it is.
    NeedsInviter(&'static str),
}

/// A text with placeholders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Filled(Placeholder),
    Unknown(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Placeholder {
    Member,
    MemberName,
    Inviter,
    InviterName,
    Count,
}

/// A message that can be posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Welcome {
    text: String,
    /// Who may be pinged by it, and nobody else.
    pub pings: Vec<UserId>,
}

impl Welcome {
    /// The text: at most [`WELCOME_MAX`] characters. It may be blank, and cannot be posted then.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether there is nothing to be read.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

impl Placeholder {
    const ALL: [Self; 5] = [
        Self::Member,
        Self::MemberName,
        Self::Inviter,
        Self::InviterName,
        Self::Count,
    ];

    fn written(self) -> &'static str {
        match self {
            Self::Member => "{member}",
            Self::MemberName => "{member_name}",
            Self::Inviter => "{inviter}",
            Self::InviterName => "{inviter_name}",
            Self::Count => "{count}",
        }
    }

    fn named(name: &str) -> Option<Self> {
        let written = |it: &Self| it.written().trim_matches(['{', '}']) == name;
        Self::ALL.into_iter().find(written)
    }

    fn needs_inviter(self) -> bool {
        match self {
            Self::Member | Self::MemberName => false,
            Self::Inviter | Self::InviterName | Self::Count => true,
        }
    }
}

impl Template {
    /// Reads a template. Every text is one.
    pub fn read(text: &str) -> Self {
        let (mut pieces, mut literal, mut rest) = (Vec::new(), String::new(), text);
        while let Some(sign) = rest.chars().next() {
            let after = &rest[sign.len_utf8()..];
            if (sign == '{' || sign == '}') && after.starts_with(sign) {
                literal.push(sign);
                rest = &after[1..];
                continue;
            }
            let Some((name, behind)) = (sign == '{').then(|| placeholder(after)).flatten() else {
                literal.push(sign);
                rest = after;
                continue;
            };
            pieces.push(Piece::Literal(std::mem::take(&mut literal)));
            pieces.push(match Placeholder::named(name) {
                Some(it) => Piece::Filled(it),
                None => Piece::Unknown(name.to_owned()),
            });
            rest = behind;
        }
        pieces.push(Piece::Literal(literal));
        Self { pieces }
    }

    /// What an admin should know who uses it for this.
    pub fn concerns(&self, variant: Variant) -> Vec<Concern> {
        let concern = |piece: &Piece| match piece {
            Piece::Unknown(name) => Some(Concern::Unknown(name.clone())),
            Piece::Filled(it) if variant == Variant::Plain && it.needs_inviter() => {
                Some(Concern::NeedsInviter(it.written()))
            }
            Piece::Filled(_) | Piece::Literal(_) => None,
        };
        let mut found: Vec<_> = Vec::new();
        for concern in self.pieces.iter().filter_map(concern) {
            if !found.contains(&concern) {
                found.push(concern);
            }
        }
        found
    }

    /// Whether anybody's name is wanted, which has to be asked for.
    pub(crate) fn wants_names(&self) -> bool {
        let wants = |it: &Piece| {
            *it == Piece::Filled(Placeholder::MemberName)
                || *it == Piece::Filled(Placeholder::InviterName)
        };
        self.pieces.iter().any(wants)
    }

    /// The message about `member`, and who brought them with how many they have brought by now, if that is known.
    pub fn fill(&self, member: &Person, inviter: Option<(&Person, u32)>) -> Welcome {
        let mut text = String::new();
        for piece in &self.pieces {
            match (piece, inviter) {
                (Piece::Literal(it), _) => text.push_str(&with_links_kept(it)),
                (Piece::Unknown(name), _) => {
                    text.push('{');
                    text.push_str(name);
                    text.push('}');
                }
                (Piece::Filled(Placeholder::Member), _) => text.push_str(MEMBER),
                (Piece::Filled(Placeholder::MemberName), _) => text.push_str(&name(member)),
                (Piece::Filled(Placeholder::Inviter), Some(_)) => text.push_str(INVITER),
                (Piece::Filled(Placeholder::InviterName), Some((it, _))) => {
                    text.push_str(&name(it));
                }
                (Piece::Filled(Placeholder::Count), Some((_, count))) => {
                    // Writing to a `String` cannot fail.
                    let _ = write!(text, "{count}");
                }
                (Piece::Filled(it), None) => text.push_str(it.written()),
            }
        }
        let harmless = strip_mentions_keeping_lines(&text);
        let inviter = inviter.map(|it| it.0.id);
        let mut pings = vec![member.id];
        pings.extend(inviter.filter(|it| *it != member.id));
        Welcome {
            text: mentioning(&harmless, member.id, inviter),
            pings,
        }
    }
}

/// The name of a placeholder that begins here, and what stands behind its brace.
fn placeholder(text: &str) -> Option<(&str, &str)> {
    let (name, behind) = text.split_once('}')?;
    let fits = |it: char| it.is_ascii_alphanumeric() || it == '_' || it == '.';
    let is_name = !name.is_empty() && name.len() <= 40 && name.chars().all(fits);
    is_name.then_some((name, behind))
}

fn name(of: &Person) -> String {
    let known = of.name.as_deref();
    let shown = known.map(|it| safe_embed_text(it, NAME_MAX).into_string());
    let shown = shown.filter(|it| !it.trim().is_empty());
    shown.unwrap_or_else(|| format!("User {}", of.id))
}

/// The text with its links to channels in a form that is not taken out with the mentions.
fn with_links_kept(text: &str) -> String {
    let (mut kept, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once("<#") {
        kept.push_str(before);
        let digits = after.find(|it: char| !it.is_ascii_digit()).unwrap_or(0);
        match after[digits..].strip_prefix('>') {
            Some(behind) if (1..=20).contains(&digits) => {
                kept.extend([OPEN, '#']);
                kept.push_str(&after[..digits]);
                kept.push(CLOSE);
                rest = behind;
            }
            _ => {
                kept.push_str("<#");
                rest = after;
            }
        }
    }
    kept + rest
}

/// The text with mentions and links in the place of what stood for them, cut off where it becomes too long, and never
/// within a mention.
fn mentioning(text: &str, member: UserId, inviter: Option<UserId>) -> String {
    let (mut written, mut room) = (String::new(), WELCOME_MAX);
    let mut rest = text;
    while !rest.is_empty() && room > 0 {
        if let Some((mention, behind)) = mark(rest, member, inviter) {
            let length = mention.chars().count();
            if length > room {
                break;
            }
            written.push_str(&mention);
            (room, rest) = (room - length, behind);
            continue;
        }
        let sign = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest[sign..].find(OPEN).map_or(rest.len(), |it| it + sign);
        let shown = beginning(&rest[..end], room);
        written.push_str(shown);
        if shown.len() < end {
            break;
        }
        (room, rest) = (room - shown.chars().count(), &rest[end..]);
    }
    written
}

/// What the mark stands for with which the text begins, if it does, and the text behind it.
fn mark(text: &str, member: UserId, inviter: Option<UserId>) -> Option<(String, &str)> {
    if let Some(behind) = text.strip_prefix(MEMBER) {
        return Some((format!("<@{member}>"), behind));
    }
    if let (Some(inviter), Some(behind)) = (inviter, text.strip_prefix(INVITER)) {
        return Some((format!("<@{inviter}>"), behind));
    }
    let (digits, behind) = text
        .strip_prefix(OPEN)?
        .strip_prefix('#')?
        .split_once(CLOSE)?;
    let is_id = (1..=20).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit());
    is_id.then(|| (format!("<#{digits}>"), behind))
}

#[cfg(test)]
mod tests;
