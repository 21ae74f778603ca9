//! What people read about reminders: values and refusals into replies.

use kernel::ChannelId;
use parsers::Reason;
use reminders_core::{
    AddRefusal, Added, DeleteRefusal, InvalidReminder, PingOutlook, Reminder, ReminderId,
    Suggestion, TargetRefusal,
};
use sanitizer::{autocomplete_label, safe_embed_text};

use super::picture_view::{self, Feature};
use super::when_view;
use super::wording::{duration, permissions, when};
use crate::reply::{Choice, Reply};
use crate::text::Rich;

/// How much of a link is quoted that is none.
const QUOTED_LINK_MAX: usize = 80;

const DISABLED: &str =
    "Reminders are switched off here. An admin can turn them on with `/config reminders toggle`.";

pub(super) fn disabled() -> Rich {
    Rich::own(DISABLED)
}

pub(super) fn unreadable_command() -> Reply {
    Reply::text("I could not read that. Please run the command again.")
}

pub(super) fn added(added: &Added) -> Reply {
    let Added { reminder, zone, .. } = added;
    let what = &reminder.what;
    let name = safe_embed_text(what.name.as_str(), sanitizer::EMBED_TITLE_MAX);
    let mut text = Rich::own("✅ Reminder **")
        .text(&name)
        .and("** (ID ")
        .number(reminder.id.get());
    text = text
        .and(") will be posted in ")
        .channel(what.channel)
        .and(".\n🗓️ ")
        .rich(&when(&what.schedule, *zone));
    text = text
        .rich(&when_view::zone(*zone))
        .rich(&when_view::next_post(reminder));
    text = text
        .and("\n📣 Announced ")
        .rich(&when_view::announced(what));
    Reply::text(
        text.rich(&ping(added.ping))
            .rich(&picture_view::outcome(added.picture, Feature::Reminder))
            .rich(&when_view::moves(what, &added.moves, *zone)),
    )
}

/// What becomes of the wish to ping everyone; nothing when there is none.
pub(super) fn ping(outlook: PingOutlook) -> Rich {
    match outlook {
        PingOutlook::Nobody => Rich::default(),
        PingOutlook::Everyone => Rich::own(", pinging everyone"),
        PingOutlook::GuildForbids => Rich::own(
            "\n🔕 It will ping nobody for now: this server has that switched off. An admin can switch it on with \
             `/config reminders set_everyone`.",
        ),
        PingOutlook::OperatorForbids => {
            Rich::own("\n🔕 It will ping nobody: whoever runs me lets no reminder ping everyone.")
        }
        PingOutlook::BotMayNot(channel) => {
            Rich::own("\n🔕 It will ping nobody until I have *Mention Everyone* in ")
                .channel(channel)
                .and(".")
        }
    }
}

pub(super) fn may_not_ping(channel: ChannelId) -> Rich {
    Rich::denied("❌ You need *Mention Everyone* in ")
        .channel(channel)
        .and(" to have me ping everyone there. Leave `mention_everyone` out, or choose another `channel`.")
}

pub(super) fn not_added(refusal: &AddRefusal) -> Reply {
    Reply::text(match refusal {
        AddRefusal::Disabled => disabled(),
        AddRefusal::CoolingDown(wait) => {
            Rich::too_soon("⏳ That was quick! You can add another reminder in ")
                .rich(&duration(*wait))
                .and(".")
        }
        AddRefusal::QuotaReached(limit) => Rich::own("You have all of your ").number(*limit).and(
            " active reminders in this server. Delete one with `/reminder_delete` to make room.",
        ),
        AddRefusal::Picture(refusal) => picture_view::refusal(*refusal, Feature::Reminder),
        AddRefusal::LinkInvalid(link) => Rich::own("❌ ").code(link, QUOTED_LINK_MAX).and(
            " is no link to a message. Right-click the message, choose *Copy Message Link*, and paste it.",
        ),
        AddRefusal::LinkUnreadable => Rich::own(
            "❌ I could not read the message behind that link. It must be in this server, in a channel that both you \
             and I can read. If it is, try again in a minute.",
        ),
        AddRefusal::NoEmbed => Rich::own(
            "❌ That message has no embed to read. Give `time` and `days` or `date` yourself, or use *Apps → Make \
             reminder* on the message.",
        ),
        AddRefusal::NotUnderstood(reason) => {
            Rich::own("❌ I could not read a date and time there: ")
                .and(reason_words(*reason))
                .and(" You can give `time` and `days` or `date` yourself.")
        }
        AddRefusal::AlreadyTracked(id) => already_tracked(*id),
        AddRefusal::TimeMissing => {
            Rich::own("❌ When does it start? Give `time`, for example `time: 20:00`.")
        }
        AddRefusal::Target(refusal) => target(refusal),
        AddRefusal::When(refusal) => when_view::refusal(refusal),
        AddRefusal::MayNotPing(channel) => may_not_ping(*channel),
        AddRefusal::Invalid(error) => invalid(error),
        AddRefusal::TooLong { option, max } => too_long(option, *max),
    })
}

pub(super) fn too_long(option: &'static str, max: usize) -> Rich {
    Rich::own("❌ `")
        .and(option)
        .and("` is too long: at most ")
        .number(max as u64)
        .and(" characters.")
}

pub(super) fn already_tracked(id: ReminderId) -> Rich {
    Rich::own("This announcement already has a reminder: ID ")
        .number(id.get())
        .and(". See `/reminder_list`.")
}

pub(super) fn target(refusal: &TargetRefusal) -> Rich {
    match refusal {
        TargetRefusal::NoChannel => Rich::own(
            "❌ Where should I post it? Give `channel`, or ask an admin to set a default with `/config reminders \
             set_default_channel`.",
        ),
        TargetRefusal::Unknown(channel) => Rich::own("❌ I cannot find ")
            .channel(*channel)
            .and(" in this server. Choose another `channel`."),
        TargetRefusal::NotText(channel) => Rich::own("❌ ")
            .channel(*channel)
            .and(" is no text or announcement channel. Choose another `channel`."),
        TargetRefusal::MemberLacks(channel, missing) => Rich::denied("❌ You need ")
            .rich(&permissions(missing))
            .and(" in ")
            .channel(*channel)
            .and(" to have me post there. Choose another `channel`."),
        TargetRefusal::BotLacks(channel, missing) => Rich::own("❌ I need ")
            .rich(&permissions(missing))
            .and(" in ")
            .channel(*channel)
            .and(". Ask an admin to give it to me there, or choose another `channel`."),
    }
}

pub(super) fn invalid(error: &InvalidReminder) -> Rich {
    match error {
        InvalidReminder::NameEmpty => Rich::own("❌ The `name` is empty. What should I call it?"),
        InvalidReminder::NameTooLong => {
            Rich::own("❌ The `name` is too long: at most 100 characters.")
        }
        InvalidReminder::MessageTooLong => {
            Rich::own("❌ The `message` is too long: at most 2,000 characters.")
        }
        InvalidReminder::LocationTooLong => {
            Rich::own("❌ The `location` is too long: at most 200 characters.")
        }
        InvalidReminder::NoDay => Rich::own("❌ Give at least one day, for example `mon, wed`."),
        InvalidReminder::Recurrence(_) => {
            Rich::own("❌ Those dates contradict each other: does it end before it begins?")
        }
        InvalidReminder::Lead | InvalidReminder::Id => {
            Rich::own("❌ That does not work. Please try again.")
        }
    }
}

fn reason_words(reason: Reason) -> &'static str {
    match reason {
        Reason::NoTime => "there is no time in it.",
        Reason::NoDate => "there is no day in it.",
        Reason::Past => "its moment has passed.",
        Reason::InvalidDate => "its date does not exist.",
        Reason::Cancelled => "it says that the event is cancelled.",
        Reason::UnsupportedRecurrence => "it comes back in a way that I cannot follow yet.",
        Reason::Ambiguous => "it names several moments.",
    }
}

pub(super) fn deleted(reminder: &Reminder) -> Reply {
    let name = safe_embed_text(reminder.what.name.as_str(), sanitizer::EMBED_TITLE_MAX);
    Reply::text(
        Rich::own("🗑️ Reminder **")
            .text(&name)
            .and("** (ID ")
            .number(reminder.id.get())
            .and(") is deleted."),
    )
}

pub(super) fn not_deleted(refusal: DeleteRefusal) -> Reply {
    match refusal {
        DeleteRefusal::Disabled => Reply::text(disabled()),
        DeleteRefusal::NotFound(id) => Reply::text(
            Rich::own("❌ There is no reminder with ID ").number(id.get()).and(
                " that you may delete. `/reminder_list` shows them; admins can delete everybody's.",
            ),
        ),
    }
}

pub(super) fn no_such_reminder() -> Reply {
    Reply::text("❌ There is no reminder with that ID. `/reminder_list` shows them.")
}

pub(super) fn suggestions(found: &[Suggestion]) -> Reply {
    let name = |it: &Suggestion| format!("ID {} – {}", it.id, autocomplete_label(&it.name, 30));
    Reply::Choices(
        found
            .iter()
            .map(|it| Choice {
                name: name(it),
                value: it.id.as_i64().into(),
            })
            .collect(),
    )
}
