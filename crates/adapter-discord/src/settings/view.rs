//! What people read about settings: values and refusals into replies.

use kernel::{ChannelId, GuildId, RoleId};
use settings_core::{BotPermission, ChangeRefusal, CoercionError, Definition, Kind, Outcome};
use twilight_model::channel::ChannelType;
use twilight_model::guild::Permissions;

use super::actions::Action;
use super::channels::Obstacle;
use super::checks::Objection;
use super::config::Wish;
use super::value_view::{name, value};
use super::write::{Concern, Refused};
use crate::directory::RoleObstacle;
use crate::reply::{Body, Choice, Reply};
use crate::text::{Card, Rich};

/// So much of a text is shown.
const SHOWN_MAX: usize = 400;
/// Longer than any number.
const NUMBER_MAX: usize = 40;
const NOT_ADMIN: &str = "🔒 Only admins can see and change my settings. Ask somebody who has \
                         *Administrator* in this server.";

pub(super) fn unreadable_command() -> Reply {
    Reply::text("I could not read that. Please run the command again.")
}

pub(super) fn not_admin() -> Reply {
    Reply::text(Rich::denied(NOT_ADMIN))
}

pub(super) fn suggestions(found: &[String]) -> Reply {
    let choice = |it: &String| Choice {
        name: it.clone(),
        value: it.clone().into(),
    };
    Reply::Choices(found.iter().map(choice).collect())
}

pub(super) fn changed(
    action: &Action,
    wish: &Wish,
    outcome: &Outcome,
    concern: Option<Concern>,
) -> Reply {
    Reply::text(changed_words(action, wish, outcome, concern))
}

/// The same with a card below that shows what was set, and more that is worth knowing.
pub(super) fn changed_with(
    action: &Action,
    wish: &Wish,
    outcome: &Outcome,
    (card, more): (Card, &Rich),
) -> Reply {
    let words = changed_words(action, wish, outcome, None).rich(more);
    Reply::Message(Body::card(card).line(words))
}

/// The same for another server than the one where it is read.
pub(super) fn changed_elsewhere(
    action: &Action,
    wish: &Wish,
    outcome: &Outcome,
    guild: GuildId,
) -> Reply {
    let text = changed_words(action, wish, outcome, None);
    Reply::text(
        text.and("\n-# In the server ")
            .code(&guild.to_string(), NUMBER_MAX)
            .and("."),
    )
}

pub(super) fn unknown_guild() -> Reply {
    Reply::text(
        "❌ I know of no server of mine with that id. With developer mode on, Discord copies a server's id from its menu.",
    )
}

fn changed_words(
    action: &Action,
    wish: &Wish,
    outcome: &Outcome,
    concern: Option<Concern>,
) -> Rich {
    let setting = Rich::own("**")
        .rich(&name(action.definition))
        .and("** (")
        .and(action.definition.scope)
        .and(")");
    let now = value(outcome.after.as_ref(), SHOWN_MAX);
    let mut text = match (wish, outcome.changed) {
        (Wish::Value(_), true) => Rich::own("✅ ")
            .rich(&setting)
            .and(" is now ")
            .rich(&now)
            .and("."),
        (Wish::Value(_), false) => setting.and(" was ").rich(&now).and(" already."),
        (Wish::Default, true) => Rich::own("✅ ")
            .rich(&setting)
            .and(" has its default again: ")
            .rich(&now)
            .and("."),
        (Wish::Default, false) => setting
            .and(" has its default already: ")
            .rich(&now)
            .and("."),
    };
    if outcome.changed && !action.note.is_empty() {
        text = text.and("\n-# ").and(action.note);
    }
    if let Some(concern) = concern {
        text = text.and("\n⚠️ ").rich(&concern_words(concern));
    }
    text
}

pub(super) fn concern_words(concern: Concern) -> Rich {
    match concern {
        Concern::Channel(obstacle) => obstacle_words(obstacle),
        Concern::CannotPingEveryone(channel) => Rich::own("I may not ping everyone in ")
            .channel(channel)
            .and(", where reminders go by default. Give me *")
            .and(permission_name(Permissions::MENTION_EVERYONE))
            .and("* there."),
        Concern::OperatorForbidsPings => Rich::own(
            "For now reminders ping nobody: whoever runs me lets no reminder ping everyone. Your choice is kept and \
             takes effect once they allow it.",
        ),
    }
}

pub(super) fn not_written(action: &Action, refused: Refused) -> Reply {
    let text = refused_words(action, refused);
    Reply::text(match refused {
        Refused::Value(_) => text.and(" Nothing was changed."),
        Refused::Rules(_) => text,
    })
}

pub(super) fn role_obstacle_words(role: RoleId, obstacle: RoleObstacle) -> Rich {
    let it = Rich::default().role(role);
    match obstacle {
        RoleObstacle::Unknown => Rich::own("I cannot find that role in this server. Choose another."),
        RoleObstacle::Everyone => {
            Rich::own("That is the role that everybody has. Choose one for the people it is about.")
        }
        RoleObstacle::Managed => {
            it.and(" belongs to a bot, an integration or a subscription, and nobody can give it. Choose another.")
        }
        RoleObstacle::TooHigh => it.and(
            " stands above my own role, so I cannot give it. Drag my role above it in *Server Settings → Roles*, \
             then try again.",
        ),
        RoleObstacle::MayNotManage => Rich::own("I need *Manage Roles* to give ")
            .rich(&it)
            .and(". Give me that in *Server Settings → Roles*, then try again."),
    }
}

pub(super) fn obstacle_words(obstacle: Obstacle) -> Rich {
    let about = |channel: ChannelId| Rich::default().channel(channel);
    match obstacle {
        Obstacle::Unknown(channel) => Rich::own("I cannot find ")
            .channel(channel)
            .and(" in this server. Choose another channel."),
        Obstacle::WrongKind(channel, [ChannelType::GuildCategory]) => about(channel)
            .and(" is no category. Choose the category in which channels are to be made."),
        Obstacle::WrongKind(channel, _) => {
            about(channel).and(" is not the kind of channel this is for. Choose a text channel.")
        }
        Obstacle::Lacks(channel, lacking) => {
            let text = Rich::own("I need ")
                .rich(&permissions(lacking))
                .and(" in ")
                .channel(channel)
                .and(". Give me that there, or choose another channel.");
            let pins = lacking.contains(Permissions::PIN_MESSAGES);
            let split = BotPermission::PinMessages.split_from().filter(|_| pins);
            match split {
                Some(whole) => text
                    .and(" *")
                    .and(BotPermission::PinMessages.name())
                    .and("* is no part of *")
                    .and(whole.name())
                    .and("* any more since February 2026."),
                None => text,
            }
        }
    }
}

/// Permissions by Discord's names for them.
fn permissions(lacking: Permissions) -> Rich {
    let mut text = Rich::default();
    for (index, permission) in lacking.iter().enumerate() {
        text = text
            .and(if index > 0 { ", *" } else { "*" })
            .and(permission_name(permission))
            .and("*");
    }
    text
}

/// Discord's name of a permission.
pub(super) fn permission_name(permission: Permissions) -> &'static str {
    const NAMES: [(Permissions, &str); 11] = [
        (Permissions::VIEW_CHANNEL, "View Channel"),
        (Permissions::SEND_MESSAGES, "Send Messages"),
        (
            Permissions::SEND_MESSAGES_IN_THREADS,
            "Send Messages in Threads",
        ),
        (
            Permissions::CREATE_PRIVATE_THREADS,
            "Create Private Threads",
        ),
        (Permissions::MANAGE_THREADS, "Manage Threads"),
        (Permissions::EMBED_LINKS, "Embed Links"),
        (Permissions::READ_MESSAGE_HISTORY, "Read Message History"),
        (Permissions::MENTION_EVERYONE, "Mention Everyone"),
        (Permissions::MANAGE_CHANNELS, "Manage Channels"),
        // What Discord's client calls it in a channel; for the whole server it is *Manage Roles*.
        (Permissions::MANAGE_ROLES, "Manage Permissions"),
        (Permissions::PIN_MESSAGES, BotPermission::PinMessages.name()),
    ];
    NAMES
        .iter()
        .find(|it| it.0 == permission)
        .map_or("another permission", |it| it.1)
}

/// Why nothing was changed.
pub(super) fn refused_words(action: &Action, refused: Refused) -> Rich {
    match refused {
        Refused::Value(it) => Rich::own("❌ ").rich(&objection_words(it)),
        Refused::Rules(it) => refusal_words(action, it),
    }
}

pub(super) fn objection_words(objection: Objection) -> Rich {
    match objection {
        Objection::Channel(it) => obstacle_words(it),
        Objection::Role(role, it) => role_obstacle_words(role, it),
    }
}

fn refusal_words(action: &Action, refusal: ChangeRefusal) -> Rich {
    match refusal {
        ChangeRefusal::NotAdmin => Rich::denied(NOT_ADMIN),
        ChangeRefusal::OwnerOnly => Rich::denied(
            "🔒 Only whoever runs me can change this one, because it costs them money.",
        ),
        ChangeRefusal::Managed => Rich::own("🔒 I keep this one up to date by myself."),
        ChangeRefusal::UnknownSetting => Rich::own(
            "❌ I do not have this setting any more. See `/config scopes` for those I have.",
        ),
        ChangeRefusal::Violates(constraint) => {
            Rich::own("❌ That does not go together with another setting: ").and(constraint.demand)
        }
        ChangeRefusal::Invalid(why) => Rich::own("❌ ").rich(&misfit(action.definition, why)),
    }
}

/// Why a value does not fit, and what would.
pub(super) fn misfit(definition: &Definition, why: CoercionError) -> Rich {
    match (why, definition.kind) {
        (CoercionError::OutOfRange, Kind::Int { min, max }) => {
            range(min.to_string(), max.to_string())
        }
        (CoercionError::OutOfRange, Kind::Float { min, max }) => {
            range(min.to_string(), max.to_string())
        }
        (CoercionError::NotAChoice, Kind::TimeZone) => Rich::own(
            "I do not know that time zone. Type a city and pick one from the list, for example `Europe/Brussels`.",
        ),
        (CoercionError::NotAChoice, Kind::Choice(words)) => {
            let words = words
                .iter()
                .fold(Rich::own("Choose one of these:"), |text, word| {
                    text.and(" `").and(word).and("`")
                });
            words.and(".")
        }
        (CoercionError::TooLong, Kind::Text { max }) => Rich::own("That is too long: at most ")
            .number(max as u64)
            .and(" characters."),
        (CoercionError::Empty, _) => {
            Rich::own("That is empty. Leave the option out to go back to the default.")
        }
        (
            CoercionError::WrongType
            | CoercionError::OutOfRange
            | CoercionError::NotAChoice
            | CoercionError::TooLong
            | CoercionError::InvalidSnowflake,
            _,
        ) => {
            Rich::own("This setting takes another kind of value. Pick one that Discord offers you.")
        }
    }
}

fn range(min: impl AsRef<str>, max: impl AsRef<str>) -> Rich {
    let text = Rich::own("Give a number from ").code(min.as_ref(), NUMBER_MAX);
    text.and(" to ").code(max.as_ref(), NUMBER_MAX).and(".")
}

#[cfg(test)]
mod tests {
    use super::super::actions;
    use super::super::test_guild::content;
    use super::*;

    #[test]
    fn every_refusal_says_something_of_its_own() {
        let action = actions::scope("embedwatcher")
            .unwrap()
            .action("set_offset")
            .unwrap();
        let refusals = [
            ChangeRefusal::NotAdmin,
            ChangeRefusal::OwnerOnly,
            ChangeRefusal::Managed,
            ChangeRefusal::UnknownSetting,
            ChangeRefusal::Invalid(CoercionError::OutOfRange),
            ChangeRefusal::Invalid(CoercionError::WrongType),
            ChangeRefusal::Invalid(CoercionError::Empty),
        ];
        let mut texts: Vec<_> = refusals
            .iter()
            .map(|it| content(not_written(action, Refused::Rules(*it))))
            .collect();
        assert!(texts[4].contains("`0` to `4320`"), "{}", texts[4]);
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), refusals.len());
    }

    #[test]
    fn what_is_no_category_is_to_be_replaced_by_one_and_by_no_text_channel() {
        let channel = ChannelId::new(5).unwrap();
        let words = |kinds| obstacle_words(Obstacle::WrongKind(channel, kinds)).to_string();
        let category = words(&[ChannelType::GuildCategory]);
        assert!(category.contains("Choose the category"), "{category}");
        let text = words(&[ChannelType::GuildText, ChannelType::GuildAnnouncement]);
        assert!(text.contains("Choose a text channel"), "{text}");
    }

    #[test]
    fn every_permission_that_a_channel_can_need_has_a_name() {
        for action in actions::SCOPES.iter().flat_map(|it| it.actions) {
            if let actions::Check::Channel(wanted) = action.check {
                let needs = wanted.needs | Permissions::SEND_MESSAGES_IN_THREADS;
                for permission in needs.iter() {
                    assert_ne!(permission_name(permission), "another permission");
                }
            }
        }
    }
}
