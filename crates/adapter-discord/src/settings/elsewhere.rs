//! `/config gpt set_model` with a server's id: owners of the bot choose the model of another server.

use growth_core::settings::gpt;
use kernel::{Authority, GuildId, UseCaseError};
use settings_core::{ChangeRefusal, ChangeSource};
use twilight_model::application::interaction::application_command::{
    CommandDataOption, CommandOptionValue,
};

use super::actions::{self, Action};
use super::config::{Wish, find, raw};
use super::view;
use super::write::{Attempt, Refused};
use crate::context::{Asker, DiscordContext};
use crate::routes::Handled;

/// The option that names the server.
pub(super) const GUILD_OPTION: &str = "guild_id";

/// What is asked for.
struct Call<'a> {
    action: &'static Action,
    wish: Wish,
    guild: &'a str,
}

/// Whether an action takes another server's id.
pub(super) fn reaches(action: &Action) -> bool {
    action.definition.is(&gpt::MODEL)
}

/// Whether a command's options name another server.
pub(super) fn is_chosen(options: &[CommandDataOption]) -> bool {
    Call::of(options).is_some()
}

pub(super) async fn run(
    options: &[CommandDataOption],
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let Some(Call {
        action,
        wish,
        guild,
    }) = Call::of(options)
    else {
        return Ok(view::unreadable_command());
    };
    let refused = |why| Ok(view::not_written(action, Refused::Rules(why)));
    // Before the id is looked at: nobody else learns in which servers the bot is.
    if asker.member.authority != Authority::Owner {
        return refused(ChangeRefusal::OwnerOnly);
    }
    let guild: Option<GuildId> = guild.trim().parse().ok();
    let Some(guild) = guild.filter(|it| context.directory.knows(*it)) else {
        return Ok(view::unknown_guild());
    };
    let attempt = Attempt {
        action,
        wish: &wish,
        check: action.check,
        source: ChangeSource::Command,
    };
    let there = Asker {
        guild,
        ..asker.clone()
    };
    let settings = &context.features.settings;
    match settings
        .set_elsewhere(asker.guild, attempt.request(&there))
        .await
    {
        Ok(outcome) => Ok(view::changed_elsewhere(action, &wish, &outcome, guild)),
        Err(UseCaseError::Refused(why)) => refused(why),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

impl<'a> Call<'a> {
    fn of(options: &'a [CommandDataOption]) -> Option<Self> {
        let [group] = options else { return None };
        let CommandOptionValue::SubCommandGroup(chosen) = &group.value else {
            return None;
        };
        let [chosen] = chosen.as_slice() else {
            return None;
        };
        let CommandOptionValue::SubCommand(given) = &chosen.value else {
            return None;
        };
        let action = actions::scope(&group.name)?.action(&chosen.name)?;
        let CommandOptionValue::String(guild) = &find(given, GUILD_OPTION)?.value else {
            return None;
        };
        let wish = match find(given, action.option) {
            Some(option) => Wish::Value(raw(&option.value)?),
            None => Wish::Default,
        };
        reaches(action).then_some(Self {
            action,
            wish,
            guild,
        })
    }
}
