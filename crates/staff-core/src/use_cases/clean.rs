//! Staff clears a channel of its newest messages.

use chrono::TimeDelta;
use kernel::{ChannelId, GuildId, Member, UseCaseError};

use super::Staff;
use crate::{Done, Permission, Seen, StaffEvent, What};

/// The most messages that are deleted at once.
pub const CLEAN_MAX: usize = 100;
/// Messages that are older cannot be deleted at once. Discord's limit is two weeks by its own clock.
pub const TOO_OLD: TimeDelta = TimeDelta::minutes(14 * 24 * 60 - 5);

/// A wish to clear a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clean {
    /// In which guild.
    pub guild: GuildId,
    /// Who wishes it.
    pub by: Member,
    /// Whether they have *Manage Messages* there, which serves as well as being an admin.
    pub manages_messages: bool,
    /// Where.
    pub channel: ChannelId,
    /// Of so many messages, from 1 to [`CLEAN_MAX`].
    pub limit: usize,
}

/// What was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// So many are gone.
    pub deleted: usize,
    /// So many are too old and stay.
    pub too_old: usize,
    /// So many are pinned and stay.
    pub pinned: usize,
}

/// Why nothing was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CleanRefusal {
    /// They may not manage messages there.
    NotAllowed,
    /// The number is out of bounds.
    OutOfBounds,
    /// The bot lacks these there.
    Lacks(Vec<Permission>),
    /// The guild has no such channel.
    NoChannel,
}

impl Staff {
    /// Deletes the newest messages that are not pinned, as far as they are young enough, and has the guild's log tell of it.
    pub async fn clean(&self, wish: Clean) -> Result<Cleaned, UseCaseError<CleanRefusal>> {
        let refused = |it| Err(UseCaseError::Refused(it));
        if !wish.by.is_admin() && !wish.manages_messages {
            return refused(CleanRefusal::NotAllowed);
        }
        if !(1..=CLEAN_MAX).contains(&wish.limit) {
            return refused(CleanRefusal::OutOfBounds);
        }
        let (guild, channel) = (wish.guild, wish.channel);
        let newest = match self.0.room.newest(guild, channel).await? {
            Done::Done(newest) => newest,
            Done::Lacks(lacking) => return refused(CleanRefusal::Lacks(lacking)),
            Done::NoChannel => return refused(CleanRefusal::NoChannel),
        };
        let (chosen, mut cleaned) = self.choose(&newest, wish.limit);
        if chosen.is_empty() {
            return Ok(cleaned);
        }
        match self.0.room.delete(guild, channel, &chosen).await? {
            Done::Done(()) => cleaned.deleted = chosen.len(),
            Done::Lacks(lacking) => return refused(CleanRefusal::Lacks(lacking)),
            Done::NoChannel => return refused(CleanRefusal::NoChannel),
        }
        let event = StaffEvent {
            by: wish.by.user,
            channel,
            what: What::Cleaned(cleaned.deleted),
        };
        self.0.log.record(guild, &event).await;
        Ok(cleaned)
    }

    /// The messages that go, and why others stay that would have gone.
    fn choose(&self, newest: &[Seen], limit: usize) -> (Vec<kernel::MessageId>, Cleaned) {
        let oldest = self.0.clock.now() - TOO_OLD;
        let (mut chosen, mut cleaned) = (Vec::new(), Cleaned::default());
        for message in newest {
            if chosen.len() + cleaned.too_old >= limit {
                break;
            }
            match () {
                () if message.is_pinned => cleaned.pinned += 1,
                () if message.id.created_at() <= oldest => cleaned.too_old += 1,
                () => chosen.push(message.id),
            }
        }
        (chosen, cleaned)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use kernel::{Authority, MessageId};

    use super::*;
    use crate::testing::{Stage, a_member, channel, guild, message_of, noon};

    fn wish(limit: usize) -> Clean {
        Clean {
            guild: guild(),
            by: a_member(Authority::Member),
            manages_messages: true,
            channel: channel(),
            limit,
        }
    }

    fn seen(at: DateTime<Utc>, is_pinned: bool) -> Seen {
        let id = message_of(at);
        Seen { id, is_pinned }
    }

    fn minutes_ago(minutes: i64) -> DateTime<Utc> {
        noon() - TimeDelta::minutes(minutes)
    }

    async fn refusal(stage: &Stage, wish: Clean) -> CleanRefusal {
        match stage.staff.clean(wish).await {
            Err(UseCaseError::Refused(why)) => why,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn the_newest_go_and_pinned_ones_stay() {
        let stage = Stage::new();
        let messages = [1, 2, 3, 4].map(|it| seen(minutes_ago(it), it == 2));
        stage.room.holds(messages.to_vec());
        let cleaned = stage.staff.clean(wish(2)).await.unwrap();
        let expected = Cleaned {
            deleted: 2,
            too_old: 0,
            pinned: 1,
        };
        assert_eq!(cleaned, expected);
        assert_eq!(stage.room.held(), [messages[1], messages[3]]);
        assert_eq!(stage.log.told().len(), 1);
    }

    #[tokio::test]
    async fn what_is_two_weeks_old_stays_and_is_counted() {
        let stage = Stage::new();
        let two_weeks = 14 * 24 * 60;
        let ages = [1, two_weeks - 6, two_weeks - 5, two_weeks + 1];
        stage
            .room
            .holds(ages.map(|it| seen(minutes_ago(it), false)).to_vec());
        let cleaned = stage.staff.clean(wish(10)).await.unwrap();
        assert_eq!((cleaned.deleted, cleaned.too_old), (2, 2));
        let nothing = stage.staff.clean(wish(10)).await.unwrap();
        assert_eq!((nothing.deleted, nothing.too_old), (0, 2));
        assert_eq!(stage.log.told().len(), 1, "nothing was done");
    }

    #[tokio::test]
    async fn only_who_manages_messages_or_is_an_admin_clears_a_channel() {
        let stage = Stage::new();
        let nobody = Clean {
            manages_messages: false,
            ..wish(1)
        };
        assert_eq!(refusal(&stage, nobody).await, CleanRefusal::NotAllowed);
        let admin = Clean {
            by: a_member(Authority::Admin),
            ..nobody
        };
        assert_eq!(stage.staff.clean(admin).await.unwrap(), Cleaned::default());
    }

    #[tokio::test]
    async fn what_cannot_be_done_is_named() {
        let stage = Stage::new();
        for limit in [0, CLEAN_MAX + 1] {
            let why = refusal(&stage, wish(limit)).await;
            assert_eq!(why, CleanRefusal::OutOfBounds);
        }
        stage.room.lacks(vec![Permission::ManageMessages]);
        let why = refusal(&stage, wish(1)).await;
        assert_eq!(why, CleanRefusal::Lacks(vec![Permission::ManageMessages]));
        let elsewhere = Clean {
            channel: ChannelId::new(999).unwrap(),
            ..wish(1)
        };
        assert_eq!(refusal(&stage, elsewhere).await, CleanRefusal::NoChannel);
    }

    #[test]
    fn a_messages_id_says_when_it_was_written() {
        let id: MessageId = message_of(noon());
        assert_eq!(id.created_at(), noon());
    }
}
