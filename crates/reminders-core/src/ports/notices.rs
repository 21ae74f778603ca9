//! What people have yet to be told, and how they are told.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use kernel::{ChannelId, GuildId, PortFailure, UserId};

use super::ChannelTrouble;
use crate::{Occurrence, OccurrenceId, Reminder, SendProblem};

/// Something about a reminder that its maker and the guild have to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The reminder.
    pub reminder: Reminder,
    /// What there is to know.
    pub news: News,
    /// Whether its maker was told already, and only the guild remains.
    pub maker_told: bool,
}

/// What there is to know about a reminder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// It was not posted.
    NotSent {
        /// The occurrence's number.
        id: OccurrenceId,
        /// Which send it was.
        occurrence: Occurrence,
        /// Why not.
        problem: SendProblem,
    },
    /// It rests until its channel is mended.
    Paused {
        /// Since when.
        since: DateTime<Utc>,
        /// What is wrong with its channel.
        trouble: ChannelTrouble,
    },
}

/// What one guild has to be told, together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuildNotices {
    /// The guild.
    pub guild: GuildId,
    /// What it is called; empty when that is not known.
    pub guild_name: String,
    /// What there is to tell, oldest first.
    pub notices: Vec<Notice>,
}

/// A message to somebody about what became of reminders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bulletin {
    /// What it is about.
    pub about: GuildNotices,
    /// The guild's zone.
    pub zone: Tz,
    /// Makers who could not be written to; for the guild's staff to know.
    pub unreachable: Vec<UserId>,
}

/// What became of a message to somebody.
#[derive(Debug)]
pub enum Telling {
    /// It stands there.
    Told,
    /// They cannot be reached: closed direct messages, or a log channel that is gone. Not worth a retry.
    Unreachable,
    /// Nobody knows, or not now: worth a retry.
    Later(PortFailure),
}

/// Remembers what people have yet to be told: every send that failed or was missed, and every pause.
///
/// Delivery promise: each is told at least once. It is marked as told after the message stands; a crash in between repeats
/// the message, which Discord recognises by its nonce for some minutes, so that people are told twice at worst.
#[async_trait]
pub trait NoticeStore: Send + Sync {
    /// Takes on what one guild has to be told, at most `limit` of it of either sort, for as long as `lease`; none when
    /// there is nothing to tell, or others are telling it. Guilds that were left are not told anything.
    ///
    /// What has been waiting for longer than a lease is leased for as long as it has waited, up to an hour: whoever cannot
    /// be told now is tried again ever more rarely.
    async fn claim_untold(
        &self,
        now: DateTime<Utc>,
        lease: TimeDelta,
        limit: u32,
    ) -> Result<Option<GuildNotices>, PortFailure>;

    /// Records that the makers of these reminders were told, so that they do not hear it again when somebody else cannot
    /// be told. It is not done with before [`Self::told`].
    async fn maker_told(&self, notices: &GuildNotices) -> Result<(), PortFailure>;

    /// Records that the guild was told all this. What has changed meanwhile, such as a reminder that goes on again, is
    /// left alone.
    async fn told(&self, notices: &GuildNotices, now: DateTime<Utc>) -> Result<(), PortFailure>;
}

/// Tells people. Both calls are repeatable: within some minutes the same bulletin is the same message.
#[async_trait]
pub trait NoticeDelivery: Send + Sync {
    /// Posts a bulletin in the guild's log channel.
    async fn tell_guild(&self, channel: ChannelId, bulletin: &Bulletin) -> Telling;

    /// Sends a bulletin about somebody's reminders to them.
    async fn tell_owner(&self, owner: UserId, bulletin: &Bulletin) -> Telling;
}

impl GuildNotices {
    /// A number that is the same for the same news, and another one for others: what repeated messages are known by.
    pub fn fingerprint(&self) -> u64 {
        // FNV-1a: the same in every version of the program, unlike the standard hasher.
        let numbers = self.notices.iter().flat_map(|it| match &it.news {
            // The reminder's age keeps a database that begins anew from being taken for the old one.
            News::NotSent { id, .. } => [1, id.0, it.reminder.created_at.timestamp_millis()],
            News::Paused { since, trouble } => {
                let kind = match trouble {
                    ChannelTrouble::Gone => 2,
                    ChannelTrouble::Forbidden(_) => 3,
                };
                [kind, it.reminder.id.as_i64(), since.timestamp_millis()]
            }
        });
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in numbers.flat_map(i64::to_le_bytes) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        hash
    }

    /// The makers of these reminders who have yet to be told, each once.
    pub fn owners(&self) -> Vec<UserId> {
        let mut owners: Vec<_> = self.notices.iter().filter_map(Notice::waits_for).collect();
        owners.sort_unstable();
        owners.dedup();
        owners
    }

    /// What of this `owner` has yet to be told of their reminders.
    pub fn of_owner(&self, owner: UserId) -> Self {
        self.only(|it| it.waits_for() == Some(owner))
    }

    /// What of this waits for none of these makers.
    pub fn without(&self, owners: &[UserId]) -> Self {
        self.only(|it| it.waits_for().is_none_or(|owner| !owners.contains(&owner)))
    }

    /// The same guild, and nothing to tell it.
    pub fn nothing(&self) -> Self {
        self.only(|_| false)
    }

    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.notices.is_empty()
    }

    fn only(&self, kept: impl Fn(&Notice) -> bool) -> Self {
        Self {
            guild: self.guild,
            guild_name: self.guild_name.clone(),
            notices: self.notices.iter().filter(|it| kept(it)).cloned().collect(),
        }
    }
}

impl Notice {
    /// The maker, if they have yet to be told.
    fn waits_for(&self) -> Option<UserId> {
        self.reminder.what.created_by.filter(|_| !self.maker_told)
    }
}
