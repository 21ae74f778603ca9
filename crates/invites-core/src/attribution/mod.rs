//! Whose invite somebody came by: what differs between two snapshots of a server's invites, and how sure that is.
//!
//! Discord does not say by which invite somebody came. It counts the uses of each, so the invite whose uses grew is the one;
//! an invite that can be used so many times is gone after its last use. Where several joined between two looks, growth says
//! by whose invites they came, and not who came by which.

use chrono::TimeDelta;
use kernel::UserId;

use crate::{Invite, InviteCode, InviteSnapshot};

/// How far Discord's clock may be behind ours.
const SLACK: TimeDelta = TimeDelta::minutes(1);
/// So long after it was told that an invite is gone it may still be its last use that ended it.
const SPENDING: TimeDelta = TimeDelta::seconds(30);

/// How sure it is who brought somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Nobody knows.
    Unknown,
    /// There is another explanation, which is less likely.
    Likely,
    /// There is no other explanation.
    Exact,
}

/// What an attribution rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// As many uses more as people who joined, all of one inviter.
    Uses,
    /// An invite had one use left and is gone. Somebody may have deleted it at that very moment.
    Spent,
    /// One of several who joined at once by invites of several people: right in sum, a guess for each.
    Crowd,
    /// The address of the server's own choice, which is nobody's invite.
    Vanity,
    /// No use was seen, or too many.
    Unseen,
}

/// Whose invite somebody came by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// Who made it, if anybody.
    pub inviter: Option<UserId>,
    /// Its code, if it is known which one it was.
    pub code: Option<InviteCode>,
    /// What that rests on.
    pub way: Way,
}

/// What was found for some who joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// One for each of them, in the order in which they joined.
    pub attributions: Vec<Attribution>,
    /// Whether as many uses were seen as people joined. If not, another look a moment later may see more.
    pub is_settled: bool,
}

/// Uses that one invite grew by.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Growth {
    inviter: Option<UserId>,
    code: InviteCode,
    by: u32,
    way: Way,
}

impl Way {
    /// How sure it is.
    pub fn grade(self) -> Grade {
        match self {
            Self::Uses | Self::Vanity => Grade::Exact,
            Self::Spent | Self::Crowd => Grade::Likely,
            Self::Unseen => Grade::Unknown,
        }
    }

    /// Whether the inviter may be told to everybody; a guess is counted and not told.
    pub fn names_inviter(self) -> bool {
        match self {
            Self::Uses | Self::Spent => true,
            Self::Crowd | Self::Vanity | Self::Unseen => false,
        }
    }

    /// The word under which it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Uses => "uses",
            Self::Spent => "spent",
            Self::Crowd => "crowd",
            Self::Vanity => "vanity",
            Self::Unseen => "unseen",
        }
    }
}

impl Grade {
    /// The word under which it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Likely => "likely",
            Self::Exact => "exact",
        }
    }
}

impl Attribution {
    /// Nobody knows how they came.
    pub fn unseen() -> Self {
        Self {
            inviter: None,
            code: None,
            way: Way::Unseen,
        }
    }

    /// How sure it is.
    pub fn grade(&self) -> Grade {
        self.way.grade()
    }

    /// Whose count grows by `member`'s first join: the inviter's, unless that is the member.
    pub fn credits(&self, member: UserId) -> Option<UserId> {
        self.inviter.filter(|it| *it != member)
    }

    /// Who is told to have brought `member`: nobody has brought themselves.
    pub fn named(&self, member: UserId) -> Option<UserId> {
        self.credits(member).filter(|_| self.way.names_inviter())
    }
}

/// Whose invites `joins` people came by, who joined between the two snapshots.
pub fn attribute(before: &InviteSnapshot, after: &InviteSnapshot, joins: usize) -> Verdict {
    let found = growths(before, after, joins);
    let total: u64 = found.iter().map(|it| u64::from(it.by)).sum();
    let wanted = u64::try_from(joins).unwrap_or(u64::MAX);
    let attributions = match &*found {
        [first, others @ ..] if others.iter().all(|it| it.inviter == first.inviter) => {
            let sure = (total == wanted).then(|| of_one(&found));
            let way = sure.flatten().unwrap_or(Way::Crowd);
            let code = others.is_empty().then(|| first.code.clone());
            let one = Attribution {
                inviter: first.inviter,
                code,
                way,
            };
            let known = usize::try_from(total).unwrap_or(usize::MAX).min(joins);
            padded(std::iter::repeat_n(one, known), joins)
        }
        // Nobody knows whose uses are those of the others.
        [_, ..] if total > wanted => padded(std::iter::empty(), joins),
        _ => padded(each(&found), joins),
    };
    Verdict {
        attributions,
        is_settled: total == wanted,
    }
}

/// What joins rest on that are all of one inviter; none for several ways that have nobody in common.
fn of_one(found: &[Growth]) -> Option<Way> {
    let first = found.first()?.way;
    match () {
        () if found.iter().all(|it| it.way == first) => Some(first),
        // The address of the server's choice beside invites that nobody made.
        () if found.iter().any(|it| it.way == Way::Vanity) => None,
        () => Some(Way::Spent),
    }
}

/// A guess for each: in the order of the codes.
fn each(found: &[Growth]) -> impl Iterator<Item = Attribution> + use<'_> {
    found.iter().flat_map(|it| {
        let one = Attribution {
            inviter: it.inviter,
            code: Some(it.code.clone()),
            way: Way::Crowd,
        };
        std::iter::repeat_n(one, usize::try_from(it.by).unwrap_or(usize::MAX))
    })
}

fn padded(known: impl Iterator<Item = Attribution>, joins: usize) -> Vec<Attribution> {
    let rest = std::iter::repeat_with(Attribution::unseen);
    known.chain(rest).take(joins).collect()
}

fn growths(before: &InviteSnapshot, after: &InviteSnapshot, joins: usize) -> Vec<Growth> {
    let grown = after.invites().filter_map(|it| grown(before, it));
    let spent = before.missing_in(after);
    let spent = spent.filter(|(it, _)| !it.has_expired(after.taken_at));
    let spent = spent.filter(|(_, gone)| gone.is_none_or(|it| it + SPENDING >= after.taken_at));
    let spent = spent.filter_map(|(it, _)| {
        let by = it.remaining()?;
        let fits = by > 0 && usize::try_from(by).is_ok_and(|it| it <= joins);
        fits.then(|| Growth {
            inviter: it.inviter,
            code: it.code.clone(),
            by,
            way: Way::Spent,
        })
    });
    grown.chain(spent).chain(vanity(before, after)).collect()
}

fn grown(before: &InviteSnapshot, now: &Invite) -> Option<Growth> {
    let uses = match before.get(&now.code) {
        Some(known) => known.uses,
        None if is_newer(before, now) => 0,
        None => return None,
    };
    let by = now.uses.checked_sub(uses).filter(|it| *it > 0)?;
    Some(Growth {
        inviter: now.inviter,
        code: now.code.clone(),
        by,
        way: Way::Uses,
    })
}

/// Whether an invite that was not among the others was made since.
fn is_newer(before: &InviteSnapshot, invite: &Invite) -> bool {
    invite
        .created_at
        .is_some_and(|it| it + SLACK >= before.taken_at)
}

fn vanity(before: &InviteSnapshot, after: &InviteSnapshot) -> Option<Growth> {
    let (was, is) = (before.vanity.as_ref()?, after.vanity.as_ref()?);
    let by = is.uses.checked_sub(was.uses)?;
    (was.code == is.code && by > 0).then(|| Growth {
        inviter: None,
        code: is.code.clone(),
        by,
        way: Way::Vanity,
    })
}

#[cfg(test)]
mod tests;
