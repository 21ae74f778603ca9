//! The one way from an admin's wish to a changed setting: looked at against Discord, then stored.

use kernel::{ChannelId, GuildId, PortFailure, UseCaseError};
use reminders_core::settings::DEFAULT_CHANNEL;
use settings_core::{
    ChangeRefusal, ChangeSetting, ChangeSource, Coerced, Outcome, SettingValue, Settings,
};

use super::actions::{Action, Check};
use super::channels::{self, Obstacle};
use super::checks::{self, Fitness, Objection};
use super::config::Wish;
use crate::GuildDirectory;
use crate::context::Asker;

/// What an admin should know although the change was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Concern {
    /// The channel does not suit its use yet.
    Channel(Obstacle),
    /// Reminders are to ping everyone, but the bot may not do so in their default channel.
    CannotPingEveryone(ChannelId),
    /// Reminders are to ping everyone, but the operator of this bot lets none do so.
    OperatorForbidsPings,
}

/// What became of a wish.
#[derive(Debug)]
pub(super) enum Written {
    /// It is fulfilled.
    Done(Outcome, Option<Concern>),
    /// Nothing was changed.
    Refused(Refused),
}

/// Why nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// Discord speaks against the value.
    Value(Objection),
    /// The settings' own rules speak against it.
    Rules(ChangeRefusal),
}

/// A wish, and by which way it came.
pub(super) struct Attempt<'a> {
    pub(super) action: &'static Action,
    pub(super) wish: &'a Wish,
    /// What is looked at: the action's own check, or a stricter one.
    pub(super) check: Check,
    pub(super) source: ChangeSource,
}

impl Attempt<'_> {
    /// Changes the setting, if nothing speaks against it.
    pub(super) async fn perform(
        &self,
        asker: &Asker,
        settings: &Settings,
        directory: &GuildDirectory,
    ) -> Result<Written, PortFailure> {
        let fitness = match self.value() {
            Some(value) => checks::fitness(self.check, &value, asker.guild, directory),
            None => Fitness::Fits,
        };
        let mut concern = match fitness {
            Fitness::Fits => None,
            Fitness::FitsLater(obstacle) => Some(Concern::Channel(obstacle)),
            Fitness::Unfit(why) => return Ok(Written::Refused(Refused::Value(why))),
        };
        match settings.set(self.request(asker)).await {
            Ok(outcome) => {
                if let (Check::MayPingEveryone, Some(SettingValue::Bool(true))) =
                    (self.check, &outcome.after)
                {
                    concern = everyone_concern(asker.guild, settings, directory).await;
                }
                Ok(Written::Done(outcome, concern))
            }
            Err(UseCaseError::Refused(refusal)) => Ok(Written::Refused(Refused::Rules(refusal))),
            Err(UseCaseError::Failed(failure)) => Err(failure),
        }
    }

    pub(super) fn request(&self, asker: &Asker) -> ChangeSetting {
        ChangeSetting {
            guild: asker.guild,
            member: asker.member,
            scope: self.action.definition.scope.to_owned(),
            key: self.action.definition.key.to_owned(),
            value: match self.wish {
                Wish::Value(raw) => Some(raw.clone()),
                Wish::Default => None,
            },
            source: self.source,
        }
    }

    /// The value that is wished for, if it is one.
    fn value(&self) -> Option<SettingValue> {
        let Wish::Value(raw) = self.wish else {
            return None;
        };
        match self.action.definition.kind.coerce(raw.clone()) {
            Ok(Coerced::Value(value)) => Some(value),
            _ => None,
        }
    }
}

async fn everyone_concern(
    guild: GuildId,
    settings: &Settings,
    directory: &GuildDirectory,
) -> Option<Concern> {
    // The change is made: that the warning cannot be worked out is no reason to call it failed.
    let snapshot = settings.snapshot(guild).await.ok()?;
    let channel = snapshot.channel(&DEFAULT_CHANNEL)?;
    let may = channels::may_ping_everyone(directory, guild, channel);
    (!may).then_some(Concern::CannotPingEveryone(channel))
}
