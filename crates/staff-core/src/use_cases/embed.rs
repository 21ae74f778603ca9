//! An admin posts an embed in the bot's name.

use kernel::{ChannelId, GuildId, Member, MessageId, UseCaseError};

use super::Staff;
use crate::notice::is_blank;
use crate::{
    DESCRIPTION_MAX, Done, EMBED_MAX, EmbedDraft, FOOTER_MAX, Notice, Permission, TITLE_MAX,
};

/// A wish for an embed, as a form brings it: what is left empty is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostEmbed {
    /// In which guild.
    pub guild: GuildId,
    /// Who wishes it.
    pub by: Member,
    /// Where.
    pub channel: ChannelId,
    /// The title.
    pub title: String,
    /// What stands below.
    pub description: String,
    /// The colour, as six hexadecimal digits with or without `#`.
    pub colour: String,
    /// What stands at the foot.
    pub footer: String,
    /// The mark by which the same wish is known again; at most 20 letters and digits.
    pub key: String,
}

/// Why there is no embed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EmbedRefusal {
    /// They are no admin.
    NotAdmin,
    /// It has neither a title nor a description.
    Blank,
    /// A part of it, or all of it, is longer than it may be.
    TooLong,
    /// The colour is none.
    NoColour,
    /// The bot lacks these there.
    Lacks(Vec<Permission>),
    /// The guild has no such channel.
    NoChannel,
}

impl Staff {
    /// Posts it, and has the guild's log tell who had it posted.
    pub async fn post_embed(
        &self,
        wish: PostEmbed,
    ) -> Result<MessageId, UseCaseError<EmbedRefusal>> {
        let refused = |it| Err(UseCaseError::Refused(it));
        // The form may have been open for long: they need not be an admin any more.
        if !wish.by.is_admin() {
            return refused(EmbedRefusal::NotAdmin);
        }
        let draft = match draft(&wish) {
            Ok(draft) => draft,
            Err(why) => return refused(why),
        };
        let place = (wish.guild, wish.channel);
        match self
            .post(place, wish.by, Notice::Embed(draft), &wish.key)
            .await?
        {
            Done::Done(message) => Ok(message),
            Done::Lacks(lacking) => refused(EmbedRefusal::Lacks(lacking)),
            Done::NoChannel => refused(EmbedRefusal::NoChannel),
        }
    }
}

fn draft(wish: &PostEmbed) -> Result<EmbedDraft, EmbedRefusal> {
    let given = |text: &str, most: usize| match text {
        text if is_blank(text) => Ok(None),
        text if text.chars().count() > most => Err(EmbedRefusal::TooLong),
        text => Ok(Some(text.to_owned())),
    };
    let (title, description) = (
        given(&wish.title, TITLE_MAX)?,
        given(&wish.description, DESCRIPTION_MAX)?,
    );
    if title.is_none() && description.is_none() {
        return Err(EmbedRefusal::Blank);
    }
    let colour = match wish.colour.trim() {
        "" => None,
        text => Some(text.parse().map_err(|_| EmbedRefusal::NoColour)?),
    };
    let footer = given(&wish.footer, FOOTER_MAX)?;
    let parts = [&title, &description, &footer].into_iter().flatten();
    if parts.map(|it| it.chars().count()).sum::<usize>() > EMBED_MAX {
        return Err(EmbedRefusal::TooLong);
    }
    Ok(EmbedDraft {
        title,
        description,
        colour,
        footer,
    })
}

#[cfg(test)]
mod tests {
    use kernel::Authority;

    use super::*;
    use crate::Colour;
    use crate::testing::{Stage, a_member, channel, guild};

    fn wish() -> PostEmbed {
        PostEmbed {
            guild: guild(),
            by: a_member(Authority::Admin),
            channel: channel(),
            title: "Rules".to_owned(),
            description: String::new(),
            colour: String::new(),
            footer: " ".to_owned(),
            key: "k".to_owned(),
        }
    }

    async fn refusal(wish: PostEmbed) -> EmbedRefusal {
        let stage = Stage::new();
        let posted = stage.staff.post_embed(wish).await;
        assert!(stage.room.posted().is_empty() && stage.log.told().is_empty());
        match posted {
            Err(UseCaseError::Refused(why)) => why,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn what_is_left_empty_is_not_there() {
        let stage = Stage::new();
        stage.staff.post_embed(wish()).await.unwrap();
        let coloured = PostEmbed {
            title: String::new(),
            description: "**Be kind**\nalways".to_owned(),
            colour: " #00ff00 ".to_owned(),
            footer: "Staff".to_owned(),
            ..wish()
        };
        stage.staff.post_embed(coloured).await.unwrap();
        let plain = EmbedDraft {
            title: Some("Rules".to_owned()),
            description: None,
            colour: None,
            footer: None,
        };
        let coloured = EmbedDraft {
            title: None,
            description: Some("**Be kind**\nalways".to_owned()),
            colour: Some(Colour(0x00_FF00)),
            footer: Some("Staff".to_owned()),
        };
        let expected = [Notice::Embed(plain), Notice::Embed(coloured)];
        assert_eq!(stage.room.posted(), expected);
    }

    #[tokio::test]
    async fn what_makes_no_embed_is_refused() {
        let by = a_member(Authority::Member);
        assert_eq!(
            refusal(PostEmbed { by, ..wish() }).await,
            EmbedRefusal::NotAdmin
        );
        let title = " ".to_owned();
        assert_eq!(
            refusal(PostEmbed { title, ..wish() }).await,
            EmbedRefusal::Blank
        );
        let colour = "green".to_owned();
        assert_eq!(
            refusal(PostEmbed { colour, ..wish() }).await,
            EmbedRefusal::NoColour
        );
        let title = "x".repeat(TITLE_MAX + 1);
        assert_eq!(
            refusal(PostEmbed { title, ..wish() }).await,
            EmbedRefusal::TooLong
        );
        let footer = "x".repeat(FOOTER_MAX + 1);
        assert_eq!(
            refusal(PostEmbed { footer, ..wish() }).await,
            EmbedRefusal::TooLong
        );
    }

    #[tokio::test]
    async fn each_part_may_fit_and_all_together_may_not() {
        let whole = PostEmbed {
            title: "x".repeat(TITLE_MAX),
            description: "x".repeat(DESCRIPTION_MAX),
            footer: "x".repeat(EMBED_MAX - TITLE_MAX - DESCRIPTION_MAX + 1),
            ..wish()
        };
        assert_eq!(refusal(whole).await, EmbedRefusal::TooLong);
    }
}
