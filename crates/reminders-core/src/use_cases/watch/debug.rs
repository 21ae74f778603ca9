//! Showing how the latest embed of a channel is read.

use kernel::{ChannelId, GuildId, Member, UseCaseError};
use parsers::{Evidence, ParsedAnnouncement, Unreadable};
use settings_core::SystemSettings;

use super::understood::{Understanding, Understood};
use crate::announcement::{self, Reading};
use crate::settings::EmbedWatcherSettings;
use crate::use_cases::Reminders;
use crate::{Announcement, Fallback, Latest, Permission, Schedule, SourceText};

/// How many messages are looked through.
const MESSAGES: u16 = 10;

/// A wish to see how the latest embed of a channel is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DebugParse {
    /// The guild where it is asked for.
    pub guild: GuildId,
    /// Who asks.
    pub member: Member,
    /// The channel or thread.
    pub channel: ChannelId,
    /// Whether a model may be asked about what the rules cannot read.
    pub use_fallback: bool,
}

/// Why nothing is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DebugRefusal {
    /// The member is no admin.
    NotAdmin,
    /// It is no text channel or thread of the guild.
    NoChannel,
    /// The bot may not read it; this is what it lacks.
    Lacking(Vec<Permission>),
    /// None of the latest messages has an embed.
    NoEmbed,
}

/// How an embed is read.
#[derive(Debug, Clone)]
pub struct DebuggedParse {
    /// The message.
    pub announcement: Announcement,
    /// The embed that was read, or tried.
    pub source: SourceText,
    /// What it announces, or why nothing could be read.
    pub outcome: Result<DebuggedEvent, (Unreadable, Fallback)>,
    /// How long before its event a reminder would go out.
    pub lead: crate::Lead,
}

/// The event that was read, and how.
#[derive(Debug, Clone)]
pub struct DebuggedEvent {
    /// When it is, the earliest first.
    pub schedules: Vec<Schedule>,
    /// What it is called.
    pub title: Option<String>,
    /// Where it is.
    pub location: Option<String>,
    /// The rest.
    pub how: Understanding,
    /// Which words led to it; none when a model read it.
    pub evidence: Vec<Evidence>,
}

impl Reminders {
    /// Reads the latest embed of a channel as the watcher would, and changes nothing.
    pub async fn debug_parse(
        &self,
        request: DebugParse,
    ) -> Result<DebuggedParse, UseCaseError<DebugRefusal>> {
        let DebugParse {
            guild,
            member,
            channel,
            use_fallback,
        } = request;
        if !member.is_admin() {
            return Err(UseCaseError::Refused(DebugRefusal::NotAdmin));
        }
        let snapshot = self.ports.settings.snapshot(guild).await?;
        let zone = SystemSettings::read(&snapshot).timezone;
        let watcher = EmbedWatcherSettings::read(&snapshot);
        let messages = match self
            .ports
            .announcements
            .latest(guild, channel, MESSAGES)
            .await?
        {
            Latest::Messages(messages) => messages,
            Latest::NoChannel => return Err(UseCaseError::Refused(DebugRefusal::NoChannel)),
            Latest::Lacking(lacking) => {
                return Err(UseCaseError::Refused(DebugRefusal::Lacking(lacking)));
            }
        };
        let mut with_embed = messages
            .into_iter()
            .filter(|it| it.embeds().next().is_some());
        let announcement = with_embed
            .next()
            .ok_or(UseCaseError::Refused(DebugRefusal::NoEmbed))?;
        let embeds: Vec<&SourceText> = announcement.embeds().collect();
        let read = announcement::read_best(embeds.iter().copied(), self.ports.clock.now(), zone);
        let read = read.ok_or(UseCaseError::Refused(DebugRefusal::NoEmbed))?;
        let (source, outcome) = match read {
            Ok(reading) => {
                let Reading {
                    source,
                    parsed: ParsedAnnouncement { evidence, .. },
                } = reading.clone();
                (
                    source,
                    Ok(event(Understood::by_rules(reading, zone), evidence)),
                )
            }
            Err(unreadable) => {
                let consulted = if use_fallback && watcher.gpt_fallback_enabled {
                    self.consult(guild, zone, &embeds, &unreadable).await
                } else {
                    None
                };
                match consulted {
                    Some(Ok(understood)) => (understood.source, Ok(event(understood, Vec::new()))),
                    Some(Err(fallback)) => (embeds[0], Err((unreadable, fallback))),
                    None => (embeds[0], Err((unreadable, Fallback::NotAsked))),
                }
            }
        };
        Ok(DebuggedParse {
            source: source.clone(),
            announcement: announcement.clone(),
            outcome,
            lead: watcher.reminder_offset,
        })
    }
}

fn event(understood: Understood<'_>, evidence: Vec<Evidence>) -> DebuggedEvent {
    DebuggedEvent {
        schedules: understood.schedules,
        title: understood.title,
        location: understood.location,
        how: understood.how,
        evidence,
    }
}

#[cfg(test)]
mod tests {
    use parsers::{AnnouncementText, Reason, Rule};

    use super::*;
    use crate::testing::{World, admin, announcement, embed, home, instant, member};
    use crate::{ModelError, ReminderStore as _};

    fn request(member: Member) -> DebugParse {
        DebugParse {
            guild: home(),
            member,
            channel: World::ANNOUNCEMENTS,
            use_fallback: false,
        }
    }

    async fn debug(world: &World, request: DebugParse) -> Result<DebuggedParse, DebugRefusal> {
        match world.reminders().debug_parse(request).await {
            Ok(parse) => Ok(parse),
            Err(UseCaseError::Refused(refusal)) => Err(refusal),
            Err(UseCaseError::Failed(failure)) => panic!("{failure:?}"),
        }
    }

    #[tokio::test]
    async fn the_latest_embed_is_read_and_nothing_is_made() {
        let chat = SourceText::Plain(AnnouncementText::plain("15/2 20:00"));
        let world = World::default()
            .with_message(announcement(vec![embed("Old", "13/2 20:00")]))
            .with_message(announcement(vec![embed("Party", "14/2 20:00")]))
            .with_message(announcement(vec![chat]));
        let parse = debug(&world, request(admin(8))).await.unwrap();
        let event = parse.outcome.unwrap();
        assert_eq!(event.title.as_deref(), Some("Party"));
        assert_eq!(
            event.schedules,
            [Schedule::one_off(instant("2026-02-14 19:00"))]
        );
        assert!(
            event.evidence.iter().any(|it| it.rule == Rule::NumericDate),
            "{event:?}"
        );
        let query = crate::ListQuery {
            scope: crate::Scope::Guild,
            kinds: crate::ReminderKinds::All,
            completed: crate::Completed::Included,
            offset: 0,
            limit: 9,
        };
        assert_eq!(world.store.list(home(), query).await.unwrap().reminders, []);
        assert!(world.told().is_empty());
    }

    #[tokio::test]
    async fn the_model_is_asked_only_on_request() {
        let unclear = announcement(vec![embed("Party", "14 februari, uur volgt")]);
        let world = World::default().with_message(unclear);
        let parse = debug(&world, request(admin(8))).await.unwrap();
        let (unreadable, fallback) = parse.outcome.unwrap_err();
        assert_eq!(
            (unreadable.reason, fallback),
            (Reason::NoTime, Fallback::NotAsked)
        );
        assert!(world.model.asked().is_empty());
        world.model.answer(Err(ModelError::NoEvent));
        let with_fallback = DebugParse {
            use_fallback: true,
            ..request(admin(8))
        };
        let (_, fallback) = debug(&world, with_fallback)
            .await
            .unwrap()
            .outcome
            .unwrap_err();
        assert_eq!(fallback, Fallback::Failed);
    }

    #[tokio::test]
    async fn members_and_channels_without_an_embed_get_none() {
        let world = World::default();
        assert_eq!(
            debug(&world, request(member(7))).await.unwrap_err(),
            DebugRefusal::NotAdmin
        );
        assert_eq!(
            debug(&world, request(admin(7))).await.unwrap_err(),
            DebugRefusal::NoEmbed
        );
    }
}
