//! Who sees and writes in a ticket's channel, bit by bit.
//!
//! The numbers are Discord's permission bits (<https://discord.com/developers/docs/topics/permissions>).

use std::ops::{BitAnd, BitOr};

use kernel::{GuildId, RoleId, UserId};

use crate::Target;

/// A set of Discord's permission bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Permissions(u64);

impl Permissions {
    /// None.
    pub const NONE: Self = Self(0);
    /// Edit and delete the channel.
    pub const MANAGE_CHANNELS: Self = Self(1 << 4);
    /// React to messages.
    pub const ADD_REACTIONS: Self = Self(1 << 6);
    /// See the channel.
    pub const VIEW_CHANNEL: Self = Self(1 << 10);
    /// Write in it.
    pub const SEND_MESSAGES: Self = Self(1 << 11);
    /// Pin and delete what others wrote.
    pub const MANAGE_MESSAGES: Self = Self(1 << 13);
    /// Have links shown with a preview.
    pub const EMBED_LINKS: Self = Self(1 << 14);
    /// Add files.
    pub const ATTACH_FILES: Self = Self(1 << 15);
    /// Read what was written before.
    pub const READ_MESSAGE_HISTORY: Self = Self(1 << 16);
    /// Begin a thread that everybody sees.
    pub const CREATE_PUBLIC_THREADS: Self = Self(1 << 35);
    /// Begin a thread that only the invited see.
    pub const CREATE_PRIVATE_THREADS: Self = Self(1 << 36);
    /// Edit overwrites.
    pub const MANAGE_ROLES: Self = Self(1 << 28);
    /// Lock and delete threads, and see all private ones.
    pub const MANAGE_THREADS: Self = Self(1 << 34);
    /// Write in threads.
    pub const SEND_MESSAGES_IN_THREADS: Self = Self(1 << 38);

    /// The set with these bits, as Discord counts them.
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The bits, as Discord counts them.
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Whether all of `others` are among them.
    pub const fn contains(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }

    /// Those of them that are not among `others`.
    #[must_use]
    pub const fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    pub(crate) const fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }
}

impl BitOr for Permissions {
    type Output = Self;

    fn bitor(self, others: Self) -> Self {
        self.and(others)
    }
}

impl BitAnd for Permissions {
    type Output = Self;

    fn bitand(self, others: Self) -> Self {
        Self(self.0 & others.0)
    }
}

const READ: Permissions = Permissions::VIEW_CHANNEL.and(Permissions::READ_MESSAGE_HISTORY);
const WRITE: Permissions = READ
    .and(Permissions::SEND_MESSAGES)
    .and(Permissions::EMBED_LINKS)
    .and(Permissions::ATTACH_FILES);
const WORK: Permissions = WRITE.and(Permissions::MANAGE_MESSAGES);
const RUN: Permissions = WORK.and(Permissions::MANAGE_CHANNELS);
/// What a requester can no longer do once the ticket is closed.
const LOCKED: Permissions = Permissions::SEND_MESSAGES
    .and(Permissions::ADD_REACTIONS)
    .and(Permissions::CREATE_PUBLIC_THREADS)
    .and(Permissions::CREATE_PRIVATE_THREADS)
    .and(Permissions::SEND_MESSAGES_IN_THREADS);

/// Whom an overwrite is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// Everybody in the guild.
    Everyone(GuildId),
    /// Whoever holds this role.
    Role(RoleId),
    /// One member, also one who has left.
    Member(UserId),
}

/// What a channel allows and denies somebody, beside what their roles say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overwrite {
    /// Whom.
    pub subject: Subject,
    /// What they may.
    pub allow: Permissions,
    /// What they may not.
    pub deny: Permissions,
}

impl Overwrite {
    fn allowing(subject: Subject, allow: Permissions) -> Self {
        Self {
            subject,
            allow,
            deny: Permissions::NONE,
        }
    }

    /// Without the bits that a bot with `held` may not give or take, because it does not have them itself.
    #[must_use]
    pub fn within(self, held: Permissions) -> Self {
        Self {
            allow: self.allow & held,
            deny: self.deny & held,
            ..self
        }
    }

    /// The overwrite that lets `requester` read and write.
    pub fn of_requester(requester: UserId) -> Self {
        Self::allowing(Subject::Member(requester), WRITE)
    }

    /// The overwrite that lets `target` work on the ticket.
    pub fn of_target(target: Target) -> Self {
        let subject = match target {
            Target::Role(role) => Subject::Role(role),
            Target::User(user) => Subject::Member(user),
        };
        Self::allowing(subject, WORK)
    }
}

/// The overwrites of a channel that is made: everybody out; the requester, staff and the bot in.
///
/// Without its own the bot, where it is no administrator, would lock itself out.
pub fn of_new_channel(
    guild: GuildId,
    requester: UserId,
    staff_role: Option<RoleId>,
    bot: UserId,
) -> Vec<Overwrite> {
    let everyone = Overwrite {
        subject: Subject::Everyone(guild),
        allow: Permissions::NONE,
        deny: Permissions::VIEW_CHANNEL,
    };
    let staff = staff_role.map(|it| Overwrite::of_target(Target::Role(it)));
    let mut overwrites = vec![everyone, Overwrite::of_requester(requester)];
    overwrites.extend(staff);
    overwrites.push(Overwrite::allowing(Subject::Member(bot), RUN));
    overwrites
}

/// The overwrite of a member who may read a closed ticket and no longer write in it.
pub fn locked(member: UserId) -> Overwrite {
    Overwrite {
        subject: Subject::Member(member),
        allow: READ,
        deny: LOCKED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bits(overwrite: Overwrite) -> (u64, u64) {
        (overwrite.allow.bits(), overwrite.deny.bits())
    }

    #[test]
    fn a_new_channel_is_open_to_requester_staff_and_bot_only() {
        let guild = GuildId::new(900).unwrap();
        let requester = UserId::new(11).unwrap();
        let staff = RoleId::new(77).unwrap();
        let bot = UserId::new(5).unwrap();
        let overwrites = of_new_channel(guild, requester, Some(staff), bot);
        let seen: Vec<_> = overwrites
            .into_iter()
            .map(|it| (it.subject, bits(it)))
            .collect();
        assert_eq!(
            seen,
            [
                (Subject::Everyone(guild), (0, 1024)),
                (Subject::Member(requester), (117_760, 0)),
                (Subject::Role(staff), (125_952, 0)),
                (Subject::Member(bot), (125_968, 0)),
            ]
        );
        assert_eq!(of_new_channel(guild, requester, None, bot).len(), 3);
    }

    #[test]
    fn a_closed_ticket_can_be_read_and_not_answered() {
        let overwrite = locked(UserId::new(11).unwrap());
        assert_eq!(bits(overwrite), (66_560, 377_957_124_160));
    }

    #[test]
    fn a_bot_gives_and_takes_only_what_it_has() {
        let held = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES;
        let overwrite = locked(UserId::new(11).unwrap()).within(held);
        assert_eq!(bits(overwrite), (1024, 2048));
    }
}
