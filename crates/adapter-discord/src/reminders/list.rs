//! `/reminder_list`, and its pages.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{ChannelId, UseCaseError, UserId};
use reminders_core::{Completed, ListReminders, ReminderKinds};
use twilight_interactions::command::{
    CommandInputData, CommandModel, CommandOption, CreateCommand, CreateOption, ResolvedUser,
};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::application_command::CommandData;

use super::{list_view, view};
use crate::context::{Asker, DiscordContext};
use crate::convert::FromTwilight as _;
use crate::custom_id::{self, Parts};
use crate::reply::{Body, Reply};
use crate::routes::Handled;

pub(crate) const NAME: &str = ReminderListCommand::NAME;
/// The buttons that turn pages.
pub(crate) const PAGE: &str = "reminder_list";
/// For how long they work.
const LIFETIME: TimeDelta = TimeDelta::minutes(5);

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "reminder_list",
    desc = "Show your reminders and this channel's",
    contexts = "guild",
    integration_types = "guild_install"
)]
struct ReminderListCommand {
    /// Only those of this member (admins)
    user: Option<ResolvedUser>,
    /// Which kinds
    kind: Option<KindChoice>,
    /// Show finished ones too
    include_completed: Option<bool>,
}

#[derive(Clone, Copy, CommandOption, CreateOption)]
enum KindChoice {
    #[option(name = "all", value = "all")]
    All,
    #[option(name = "recurring", value = "recurring")]
    Recurring,
    #[option(name = "one-off", value = "one_off")]
    OneOff,
}

/// What a page shows; its buttons carry it along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) asker: UserId,
    pub(super) channel: ChannelId,
    pub(super) of: Option<UserId>,
    pub(super) kinds: ReminderKinds,
    pub(super) completed: Completed,
    pub(super) until: DateTime<Utc>,
}

impl Shown {
    /// The id of a button that leads to page `page`.
    pub(super) fn button(&self, page: u32) -> String {
        let of = self.of.map_or(0, UserId::get);
        let kinds = match self.kinds {
            ReminderKinds::All => 'a',
            ReminderKinds::Recurring => 'r',
            ReminderKinds::OneOff => 'o',
        };
        let completed = if self.completed == Completed::Included {
            'c'
        } else {
            'h'
        };
        let until = self.until.timestamp();
        custom_id::encode(
            PAGE,
            &[
                &page,
                &self.asker,
                &self.channel,
                &of,
                &kinds,
                &completed,
                &until,
            ],
        )
    }

    fn read(mut parts: Parts<'_>) -> Option<(u32, Self)> {
        let page = parts.next()?;
        let asker = parts.next()?;
        let channel = parts.next()?;
        let of: u64 = parts.next()?;
        let kinds = match parts.next()? {
            'a' => ReminderKinds::All,
            'r' => ReminderKinds::Recurring,
            'o' => ReminderKinds::OneOff,
            _ => return None,
        };
        let completed = match parts.next()? {
            'c' => Completed::Included,
            'h' => Completed::Hidden,
            _ => return None,
        };
        let until = DateTime::from_timestamp(parts.next()?, 0)?;
        Some((
            page,
            Self {
                asker,
                channel,
                of: UserId::new(of).ok(),
                kinds,
                completed,
                until,
            },
        ))
    }
}

pub(crate) fn definition() -> Command {
    ReminderListCommand::create_command().into()
}

pub(crate) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    let Ok(command) = ReminderListCommand::from_interaction(CommandInputData::from(data.clone()))
    else {
        return Ok(view::unreadable_command());
    };
    let shown = Shown {
        asker: asker.member.user,
        channel: asker.channel,
        of: command
            .user
            .and_then(|it| UserId::from_twilight(it.resolved.id).ok()),
        kinds: match command.kind {
            None | Some(KindChoice::All) => ReminderKinds::All,
            Some(KindChoice::Recurring) => ReminderKinds::Recurring,
            Some(KindChoice::OneOff) => ReminderKinds::OneOff,
        },
        completed: if command.include_completed == Some(true) {
            Completed::Included
        } else {
            Completed::Hidden
        },
        until: context.clock.now() + LIFETIME,
    };
    Ok(Reply::Message(page(0, shown, asker, context).await?))
}

pub(crate) async fn turn_page(
    parts: Parts<'_>,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let Some((number, shown)) = Shown::read(parts) else {
        return Ok(view::unreadable_command());
    };
    if shown.asker != asker.member.user {
        return Ok(list_view::not_your_list());
    }
    if context.clock.now() >= shown.until {
        return Ok(list_view::list_expired());
    }
    Ok(Reply::Update(page(number, shown, asker, context).await?))
}

async fn page(
    number: u32,
    shown: Shown,
    asker: &Asker,
    context: &DiscordContext,
) -> Result<Body, kernel::PortFailure> {
    let request = ListReminders {
        guild: asker.guild,
        member: asker.member,
        channel: shown.channel,
        of: shown.of,
        kinds: shown.kinds,
        completed: shown.completed,
        page: number,
    };
    match context.features.reminders.list(request).await {
        Ok(listed) => Ok(list_view::listed(&listed, &shown, context.clock.now())),
        Err(UseCaseError::Refused(refusal)) => Ok(list_view::not_listed(refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_reads_back_what_it_carries_within_discords_limit() {
        let most = UserId::new(9_223_372_036_854_775_807).unwrap();
        let shown = Shown {
            asker: most,
            channel: ChannelId::new(9_223_372_036_854_775_807).unwrap(),
            of: Some(most),
            kinds: ReminderKinds::OneOff,
            completed: Completed::Included,
            until: DateTime::from_timestamp(4_102_444_800, 0).unwrap(),
        };
        let id = shown.button(999_999);
        assert!(id.len() <= 100, "{}", id.len());
        assert_eq!(Shown::read(Parts::of(&id)), Some((999_999, shown)));
    }
}
