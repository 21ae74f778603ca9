//! Telling people what was not sent, and what rests.

use chrono::TimeDelta;
use kernel::PortFailure;
use settings_core::{LogLevel, Severity, SystemSettings};

use super::Reminders;
use crate::{Bulletin, GuildNotices, News, SendProblem, Telling};

/// For how long whoever tells people keeps others from telling them the same.
const LEASE: TimeDelta = TimeDelta::seconds(90);
/// How much of either sort one message is about at most.
const TOGETHER: u32 = 500;

/// What a round of telling did.
#[derive(Debug, Default)]
pub struct TellReport {
    /// How many notices people were told.
    pub told: usize,
    /// How many makers of reminders could not be written to.
    pub unreachable: usize,
    /// What went wrong outside, for the operator's log. All of it is tried again.
    pub failures: Vec<PortFailure>,
}

impl Reminders {
    /// Tells makers and log channels of everything that they have yet to be told, guild by guild: what could not be sent,
    /// what was missed, what rests and how to mend it.
    ///
    /// What cannot be told now is told again when its lease is over: to those who could not be told, and nobody else. It
    /// is told twice at worst, and never not at all.
    pub async fn tell_pending(&self) -> Result<TellReport, PortFailure> {
        let mut report = TellReport::default();
        let notices = &self.ports.notices;
        loop {
            let now = self.ports.clock.now();
            let Some(about) = notices.claim_untold(now, LEASE, TOGETHER).await? else {
                return Ok(report);
            };
            let told = self.tell_about_guild(&about, &mut report).await;
            if !told.is_empty() {
                notices.told(&told, self.ports.clock.now()).await?;
                report.told += told.notices.len();
            }
        }
    }

    /// Tells one guild: each maker of their own reminders, then the log channel of all of them, except of those whose
    /// makers come later. Returns what is done with.
    async fn tell_about_guild(
        &self,
        about: &GuildNotices,
        report: &mut TellReport,
    ) -> GuildNotices {
        let system = match self.ports.settings.snapshot(about.guild).await {
            Ok(snapshot) => SystemSettings::read(&snapshot),
            Err(failure) => {
                report.failures.push(failure);
                return about.nothing();
            }
        };
        let (mut unreachable, mut later) = (Vec::new(), Vec::new());
        for owner in about.owners() {
            let bulletin = Bulletin {
                about: about.of_owner(owner),
                zone: system.timezone,
                unreachable: Vec::new(),
            };
            match self.ports.telling.tell_owner(owner, &bulletin).await {
                Telling::Told => {
                    let noted = self.ports.notices.maker_told(&bulletin.about).await;
                    report.failures.extend(noted.err());
                }
                // Not noted before the log has it, which names them.
                Telling::Unreachable => unreachable.push(owner),
                Telling::Later(failure) => {
                    report.failures.push(failure);
                    later.push(owner);
                }
            }
        }
        report.unreachable += unreachable.len();
        let settled = about.without(&later);
        let shown = LogLevel::shows(system.log_level, severity(&settled)) && !settled.is_empty();
        let Some(channel) = system.log_channel_id.filter(|_| shown) else {
            return settled;
        };
        let bulletin = Bulletin {
            about: settled,
            zone: system.timezone,
            unreachable,
        };
        match self.ports.telling.tell_guild(channel, &bulletin).await {
            Telling::Told | Telling::Unreachable => bulletin.about,
            Telling::Later(failure) => {
                report.failures.push(failure);
                about.nothing()
            }
        }
    }
}

/// How much it matters to the guild.
pub(crate) fn severity(about: &GuildNotices) -> Severity {
    let refused = about.notices.iter().any(|it| match &it.news {
        News::Paused { .. } => true,
        News::NotSent { problem, .. } => *problem != SendProblem::Missed,
    });
    if refused {
        Severity::Error
    } else {
        Severity::Warning
    }
}

#[cfg(test)]
mod tests {
    use settings_core::SettingValue;
    use settings_core::system::LOG_CHANNEL;

    use super::*;
    use crate::testing::{World, a_reminder, channel, guild, home, user};
    use crate::{ChannelTrouble, Permission, SendOutcome};

    const LOG: u64 = 99;

    /// A world with a log channel, in which the reminders of member 7 have been missed.
    async fn missed(count: usize) -> World {
        let world = World::default();
        world.set(&LOG_CHANNEL, SettingValue::Channel(channel(LOG)));
        for _ in 0..count {
            world.store(a_reminder().build()).await;
        }
        world.at("2026-02-07 20:00");
        world.reminders().deliver_due().await.unwrap();
        world
    }

    #[tokio::test]
    async fn what_was_missed_is_told_once_to_its_maker_and_the_log_together() {
        let world = missed(3).await;
        let report = world.reminders().tell_pending().await.unwrap();
        assert_eq!((report.told, report.failures.len()), (3, 0));
        let owners = world.bulletins.to_owners();
        let [(owner, bulletin)] = owners.as_slice() else {
            panic!("{owners:?}")
        };
        assert_eq!((*owner, bulletin.about.notices.len()), (user(7), 3));
        let guilds = world.bulletins.to_guilds();
        let [(to, bulletin)] = guilds.as_slice() else {
            panic!("{guilds:?}")
        };
        assert_eq!((*to, bulletin.about.notices.len()), (channel(LOG), 3));
        assert_eq!(world.reminders().tell_pending().await.unwrap().told, 0);
        assert_eq!(world.bulletins.to_guilds().len(), 1);
    }

    #[tokio::test]
    async fn without_a_log_channel_the_maker_is_told_and_without_a_maker_the_log_is() {
        let world = World::default();
        world.store(a_reminder().build()).await;
        world.store(a_reminder().by_nobody().build()).await;
        world.at("2026-02-07 20:00");
        let reminders = world.reminders();
        reminders.deliver_due().await.unwrap();
        assert_eq!(reminders.tell_pending().await.unwrap().told, 2);
        let owners = world.bulletins.to_owners();
        assert_eq!(owners.len(), 1);
        assert_eq!(owners[0].1.about.notices.len(), 1);
        assert!(world.bulletins.to_guilds().is_empty());
    }

    #[tokio::test]
    async fn closed_messages_are_noted_in_the_log_and_not_tried_again() {
        let world = missed(1).await;
        world.bulletins.close(user(7));
        let report = world.reminders().tell_pending().await.unwrap();
        assert_eq!((report.told, report.unreachable), (1, 1));
        assert_eq!(world.bulletins.to_guilds()[0].1.unreachable, [user(7)]);
    }

    #[tokio::test]
    async fn what_cannot_be_told_is_told_when_its_lease_is_over() {
        let world = missed(1).await;
        world.bulletins.fail_next(1);
        let report = world.reminders().tell_pending().await.unwrap();
        assert_eq!((report.told, report.failures.len()), (0, 1));
        assert_eq!(world.reminders().tell_pending().await.unwrap().told, 0);
        world.clock.advance(LEASE);
        assert_eq!(world.reminders().tell_pending().await.unwrap().told, 1);
        let told = world.bulletins.to_guilds();
        assert_eq!(told.len(), 1, "the log hears it with its maker");
    }

    #[tokio::test]
    async fn one_maker_who_cannot_be_told_has_nobody_else_told_again() {
        let world = World::default();
        world.set(&LOG_CHANNEL, SettingValue::Channel(channel(LOG)));
        for maker in [7, 8] {
            world.store(a_reminder().by(user(maker)).build()).await;
        }
        world.at("2026-02-07 20:00");
        world.reminders().deliver_due().await.unwrap();
        world.bulletins.fail_next(1);
        let report = world.reminders().tell_pending().await.unwrap();
        assert_eq!((report.told, report.failures.len()), (1, 1));
        world.clock.advance(LEASE);
        assert_eq!(world.reminders().tell_pending().await.unwrap().told, 1);
        let owners = world.bulletins.to_owners();
        let owners: Vec<_> = owners.iter().map(|it| it.0).collect();
        assert_eq!(owners, [user(8), user(7)]);
        let guilds = world.bulletins.to_guilds();
        let told: Vec<_> = guilds.iter().map(|it| it.1.about.notices.len()).collect();
        assert_eq!(told, [1, 1], "the log hears of each once");
    }

    #[tokio::test]
    async fn a_log_channel_that_cannot_be_told_has_no_maker_told_again() {
        let world = missed(1).await;
        world.bulletins.fail_guilds(1);
        assert_eq!(world.reminders().tell_pending().await.unwrap().told, 0);
        world.clock.advance(LEASE);
        assert_eq!(world.reminders().tell_pending().await.unwrap().told, 1);
        assert_eq!(world.bulletins.to_owners().len(), 1);
        assert_eq!(world.bulletins.to_guilds().len(), 1);
    }

    #[tokio::test]
    async fn a_process_that_dies_before_it_notes_the_telling_tells_again() {
        let world = missed(1).await;
        world.store.fail_next_tellings(1);
        assert!(world.reminders().tell_pending().await.is_err());
        world.clock.advance(LEASE);
        assert_eq!(world.reminders().tell_pending().await.unwrap().told, 1);
    }

    #[tokio::test]
    async fn a_pause_says_what_is_missing_and_another_guild_hears_nothing() {
        let world = World::default();
        world.set(&LOG_CHANNEL, SettingValue::Channel(channel(LOG)));
        world.store(a_reminder().build()).await;
        world.store(a_reminder().in_guild(guild(2)).build()).await;
        world.at("2026-02-06 19:00");
        let missing = vec![Permission::SendMessages];
        world
            .delivery
            .answer_next(SendOutcome::Forbidden(missing.clone()));
        let reminders = world.reminders();
        reminders.deliver_due().await.unwrap();
        reminders.tell_pending().await.unwrap();
        let told = world.bulletins.to_guilds();
        assert_eq!(told.len(), 1);
        let about = &told[0].1.about;
        assert_eq!(about.guild, home());
        let trouble = about.notices.iter().find_map(|it| match &it.news {
            News::Paused { trouble, .. } => Some(trouble.clone()),
            News::NotSent { .. } => None,
        });
        assert_eq!(trouble, Some(ChannelTrouble::Forbidden(missing)));
    }
}
