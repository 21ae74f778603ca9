//! `/sync` and `!sync`: an owner of the bot has Discord told of the commands.

use kernel::{Authority, GuildId, UserId};
use operations_core::{
    Ending, ExecutionKind, QualifiedName, Scope, SyncOutcome, SyncRequest, SyncType,
};
use twilight_model::application::command::{Command, CommandType};
use twilight_model::application::interaction::InteractionContextType;
use twilight_model::application::interaction::application_command::{
    CommandData, CommandOptionValue,
};
use twilight_model::channel::Message;
use twilight_model::channel::message::AllowedMentions;
use twilight_model::guild::Permissions;
use twilight_model::id::Id;
use twilight_model::id::marker::UserMarker;
use twilight_model::oauth::ApplicationIntegrationType;
use twilight_util::builder::command::{BooleanBuilder, CommandBuilder};

use super::sync_view as view;
use crate::context::{Asker, DiscordContext};
use crate::convert::FromTwilight as _;
use crate::reply::Reply;
use crate::routes::Handled;

pub(crate) const NAME: &str = "sync";

const GLOBAL: &str = "global";
const FORCE: &str = "force";

/// What an owner wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Wish {
    /// For all servers, and not where the commands of this one come from.
    global: bool,
    /// Also when nothing has changed or it was done a moment ago.
    force: bool,
}

pub(crate) fn definition() -> Command {
    CommandBuilder::new(
        NAME,
        "Tell Discord of my commands, if they have changed (owners of the bot)",
        CommandType::ChatInput,
    )
    .default_member_permissions(Permissions::ADMINISTRATOR)
    .contexts([InteractionContextType::Guild])
    .integration_types([ApplicationIntegrationType::GuildInstall])
    .option(BooleanBuilder::new(
        GLOBAL,
        "For all servers (default: where this server's commands come from)",
    ))
    .option(BooleanBuilder::new(
        FORCE,
        "Also when nothing has changed, or a moment after the last time",
    ))
    .build()
}

pub(crate) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    if asker.member.authority != Authority::Owner {
        return Ok(Reply::text(view::owners_only()));
    }
    let chosen = |name| {
        let option = data.options.iter().find(|it| it.name == name);
        option.is_some_and(|it| it.value == CommandOptionValue::Boolean(true))
    };
    let wish = Wish {
        global: chosen(GLOBAL),
        force: chosen(FORCE),
    };
    match carry_out(wish, asker.guild, context).await {
        (_, SyncOutcome::Failed(failure)) => Err(failure),
        (scope, outcome) => Ok(Reply::text(view::told(scope, wish.force, &outcome))),
    }
}

/// What a message asks for, if it is `!sync`, or the same after a mention of the bot, which is read without the
/// message-content intent.
pub(crate) fn wish(content: &str, bot: Id<UserMarker>) -> Option<Wish> {
    let mut words = content.split_whitespace();
    let first = words.next()?;
    let mention = [format!("<@{bot}>"), format!("<@!{bot}>")];
    let command = if mention.iter().any(|it| it == first) {
        words.next()?.trim_start_matches('!')
    } else {
        first.strip_prefix('!')?
    };
    if !command.eq_ignore_ascii_case(NAME) {
        return None;
    }
    let mut wish = Wish::default();
    for word in words {
        match word.to_ascii_lowercase().as_str() {
            GLOBAL => wish.global = true,
            "--force" | "-f" => wish.force = true,
            // A sentence about it, or a word of another bot's command.
            _ => return None,
        }
    }
    Some(wish)
}

/// Answers a message that asks for it. Nobody but an owner of the bot is answered.
pub(crate) async fn answer(message: Message, wish: Wish, context: DiscordContext) {
    let Some((guild, user)) = asked_by(&message) else {
        return;
    };
    if !context.owners.admins().owners.contains(&user) {
        return;
    }
    let name = QualifiedName::new(NAME);
    let kind = ExecutionKind::Text;
    let mut tracked = context.tracker.begin(Some(guild), user, kind, name);
    let (scope, outcome) = carry_out(wish, guild, &context).await;
    tracked.ends(match &outcome {
        SyncOutcome::Failed(failure) => Ending::failed(failure),
        _ => Ending::Succeeded,
    });
    let words = view::told(scope, wish.force, &outcome);
    let nobody = AllowedMentions::default();
    let request = context
        .rest
        .requests()
        .create_message(message.channel_id)
        .reply(message.id)
        .fail_if_not_exists(false)
        .content(words.as_str())
        .allowed_mentions(Some(&nobody));
    if let Err(error) = context.rest.done(request).await {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            guild.id = guild.get(),
            "an owner could not be answered"
        );
    }
}

/// The guild and the member, who is no bot.
fn asked_by(message: &Message) -> Option<(GuildId, UserId)> {
    if message.author.bot || message.webhook_id.is_some() {
        return None;
    }
    let guild = GuildId::from_twilight(message.guild_id?).ok()?;
    let user = UserId::from_twilight(message.author.id).ok()?;
    Some((guild, user))
}

async fn carry_out(wish: Wish, guild: GuildId, context: &DiscordContext) -> (Scope, SyncOutcome) {
    let scope = if wish.global {
        Scope::Global
    } else {
        context.sync.scope_of(guild)
    };
    let request = SyncRequest {
        scope,
        guild: Some(guild),
        kind: SyncType::Manual,
        force: wish.force,
    };
    let outcome = context.sync.sync(request).await;
    if let SyncOutcome::Failed(failure) = &outcome {
        tracing::warn!(
            error = failure as &dyn std::error::Error,
            %scope,
            "the commands could not be registered for an owner"
        );
    }
    (scope, outcome)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(content: &str) -> Option<(bool, bool)> {
        wish(content, Id::new(77)).map(|it| (it.global, it.force))
    }

    #[test]
    fn the_command_is_read_with_its_words_also_after_a_mention() {
        for (content, expected) in [
            ("!sync", (false, false)),
            (" !SYNC  global ", (true, false)),
            ("!sync --force", (false, true)),
            ("!sync global -f", (true, true)),
            ("!sync -F global", (true, true)),
            ("<@77> sync global", (true, false)),
            ("<@!77> !sync --force", (false, true)),
        ] {
            assert_eq!(asked(content), Some(expected), "{content}");
        }
    }

    #[test]
    fn anything_else_is_no_command() {
        for content in [
            "",
            "sync",
            "!syncs",
            "! sync",
            "!sync please",
            "<@78> sync",
            "<@77>",
            "<@77> hello",
            "use !sync",
        ] {
            assert_eq!(asked(content), None, "{content}");
        }
    }
}
