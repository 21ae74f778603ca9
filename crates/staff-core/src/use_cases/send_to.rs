//! An admin says something in the bot's name.

use kernel::{ChannelId, GuildId, Member, MessageId, PortFailure, UseCaseError};

use super::Staff;
use crate::notice::{is_blank, with_line_breaks};
use crate::{Done, MESSAGE_MAX, Notice, Permission, StaffEvent, What};

/// A wish to have something said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendTo {
    /// In which guild.
    pub guild: GuildId,
    /// Who wishes it.
    pub by: Member,
    /// Where.
    pub channel: ChannelId,
    /// What, with `\n` for line breaks.
    pub text: String,
    /// The mark by which the same wish is known again; at most 20 letters and digits.
    pub key: String,
}

/// Why it was not said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendRefusal {
    /// They are no admin.
    NotAdmin,
    /// There is nothing to be read.
    Blank,
    /// It has more than [`MESSAGE_MAX`] characters: so many.
    TooLong(usize),
    /// The bot lacks these there.
    Lacks(Vec<Permission>),
    /// The guild has no such channel.
    NoChannel,
}

impl Staff {
    /// Says it, and has the guild's log tell who had it said.
    pub async fn send_to(&self, wish: SendTo) -> Result<MessageId, UseCaseError<SendRefusal>> {
        let refused = |it| Err(UseCaseError::Refused(it));
        if !wish.by.is_admin() {
            return refused(SendRefusal::NotAdmin);
        }
        let text = with_line_breaks(&wish.text);
        if is_blank(&text) {
            return refused(SendRefusal::Blank);
        }
        let length = text.chars().count();
        if length > MESSAGE_MAX {
            return refused(SendRefusal::TooLong(length));
        }
        let place = (wish.guild, wish.channel);
        match self
            .post(place, wish.by, Notice::Words(text), &wish.key)
            .await?
        {
            Done::Done(message) => Ok(message),
            Done::Lacks(lacking) => refused(SendRefusal::Lacks(lacking)),
            Done::NoChannel => refused(SendRefusal::NoChannel),
        }
    }

    /// Posts a notice, and tells the log.
    pub(super) async fn post(
        &self,
        (guild, channel): (GuildId, ChannelId),
        by: Member,
        notice: Notice,
        key: &str,
    ) -> Result<Done<MessageId>, PortFailure> {
        let done = self.0.room.post(guild, channel, &notice, key).await?;
        if let Done::Done(message) = done {
            let event = StaffEvent {
                by: by.user,
                channel,
                what: What::Posted(notice, message),
            };
            self.0.log.record(guild, &event).await;
        }
        Ok(done)
    }
}

#[cfg(test)]
mod tests {
    use kernel::Authority;

    use super::*;
    use crate::testing::{Stage, a_member, channel, guild};

    fn wish(text: &str) -> SendTo {
        SendTo {
            guild: guild(),
            by: a_member(Authority::Admin),
            channel: channel(),
            text: text.to_owned(),
            key: "k".to_owned(),
        }
    }

    async fn refusal(stage: &Stage, wish: SendTo) -> SendRefusal {
        match stage.staff.send_to(wish).await {
            Err(UseCaseError::Refused(why)) => why,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn what_an_admin_says_is_posted_with_its_line_breaks_and_told_in_the_log() {
        let stage = Stage::new();
        stage
            .staff
            .send_to(wish("One\\nTwo @everyone"))
            .await
            .unwrap();
        let notice = Notice::Words("One\nTwo @everyone".to_owned());
        assert_eq!(stage.room.posted(), [notice]);
        assert_eq!(stage.log.told().len(), 1);
    }

    #[tokio::test]
    async fn nobody_else_speaks_in_the_bots_name() {
        let stage = Stage::new();
        let by = a_member(Authority::Member);
        let why = refusal(&stage, SendTo { by, ..wish("Hi") }).await;
        assert_eq!(why, SendRefusal::NotAdmin);
        assert!(stage.room.posted().is_empty() && stage.log.told().is_empty());
    }

    #[tokio::test]
    async fn what_cannot_be_posted_is_refused_and_told_in_no_log() {
        let stage = Stage::new();
        for hidden in [" \\n ", "\u{200b}\\n\u{200b}"] {
            assert_eq!(refusal(&stage, wish(hidden)).await, SendRefusal::Blank);
        }
        let long = "é".repeat(MESSAGE_MAX + 1);
        let too_long = SendRefusal::TooLong(MESSAGE_MAX + 1);
        assert_eq!(refusal(&stage, wish(&long)).await, too_long);
        // A line break counts once, however it was typed.
        let fits = format!("{}\\n", "é".repeat(MESSAGE_MAX - 1));
        stage.staff.send_to(wish(&fits)).await.unwrap();
        stage.room.lacks(vec![Permission::SendMessages]);
        let why = refusal(&stage, wish("Hi")).await;
        assert_eq!(why, SendRefusal::Lacks(vec![Permission::SendMessages]));
        let elsewhere = SendTo {
            channel: ChannelId::new(999).unwrap(),
            ..wish("Hi")
        };
        assert_eq!(refusal(&stage, elsewhere).await, SendRefusal::NoChannel);
        assert_eq!(stage.log.told().len(), 1);
    }
}
