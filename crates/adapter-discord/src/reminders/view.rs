//! What people read about reminders: values and refusals into replies.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use parsers::{ClockError, DateError, Reason};
use reminders_core::{
    AddRefusal, Added, DeleteRefusal, InvalidReminder, Lead, ListRefusal, Listed, Permission,
    PrepareRefusal, PreparedReminder, Reminder, ReminderId, Schedule, Suggestion, TargetRefusal,
};
use sanitizer::{autocomplete_label, safe_embed_text};
use twilight_model::channel::ChannelType;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::{
    Button, ButtonStyle, Label, SelectDefaultValue, SelectMenu, SelectMenuType, TextInput,
    TextInputStyle,
};

use super::list::Shown;
use super::make;
use crate::convert::ToTwilight as _;
use crate::reply::{Body, Choice, Form, Reply};
use crate::text::{Card, Colour, Rich, TimeStyle};

/// The longest name in a line of a list.
const LISTED_NAME_MAX: usize = 60;
/// The longest place in a line of a list.
const LISTED_PLACE_MAX: usize = 40;
const DISABLED: &str =
    "Reminders are switched off here. An admin can turn them on with `/config reminders toggle`.";

pub(super) fn unreadable_command() -> Reply {
    Reply::text("I could not read that. Please run the command again.")
}

pub(super) fn added(added: &Added) -> Reply {
    let Added { reminder, zone } = added;
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
    if let Some(next) = reminder.next {
        text = text.and("\n⏭️ Next post: ").rich(&moment(next.fires_at));
        if next.fires_at < next.event_at && what.lead > Lead::NONE {
            text = text
                .and(" (")
                .rich(&duration(what.lead.as_delta()))
                .and(" before)");
        }
    }
    Reply::text(text)
}

pub(super) fn not_added(refusal: &AddRefusal) -> Reply {
    Reply::text(match refusal {
        AddRefusal::Disabled => Rich::own(DISABLED),
        AddRefusal::CoolingDown(wait) => {
            Rich::own("⏳ That was quick! You can add another reminder in ").rich(&duration(*wait)).and(".")
        }
        AddRefusal::QuotaReached(limit) => Rich::own("You have all of your ")
            .number(*limit)
            .and(" active reminders in this server. Delete one with `/reminder_delete`, or see `/premium` for more."),
        AddRefusal::ImageNeedsPremium => Rich::own("Reminders with images need Premium, see `/premium`."),
        AddRefusal::ImageUrlInvalid => {
            Rich::own("❌ That picture's address does not work. Give one that starts with `https://`.")
        }
        AddRefusal::LinkInvalid => Rich::own(
            "❌ That is no link to a message. Right-click the message, choose *Copy Message Link*, and paste it.",
        ),
        AddRefusal::LinkUnreadable => Rich::own(
            "❌ I could not read the message behind that link. It must be in this server, in a channel that both you \
             and I can read.",
        ),
        AddRefusal::NoEmbed => Rich::own(
            "❌ That message has no embed to read. Give `time` and `days` or `date` yourself, or use *Apps → Make \
             reminder* on the message.",
        ),
        AddRefusal::NotUnderstood(reason) => Rich::own("❌ I could not read a date and time there: ")
            .and(reason_words(*reason))
            .and(" You can give `time` and `days` or `date` yourself."),
        AddRefusal::AlreadyTracked(id) => already_tracked(*id),
        AddRefusal::TimeMissing => Rich::own("❌ When does it start? Give `time`, for example `time: 20:00`."),
        AddRefusal::Target(refusal) => target(refusal),
        AddRefusal::TimeUnreadable(error) => clock_error(error),
        AddRefusal::DaysUnreadable(unknown) => Rich::own("❌ I did not understand these days: ")
            .rich(&words(unknown))
            .and(". Write them like `mon, wed`, `ma-vr` or `weekdays`."),
        AddRefusal::DaysAndDate => {
            Rich::own("❌ Give either `days` for a weekly reminder or `date` for a one-off, not both.")
        }
        AddRefusal::DateUnreadable(error) => date_error(error),
        AddRefusal::Past => Rich::own("❌ That moment has passed. Give a later date or time."),
        AddRefusal::Invalid(error) => invalid(*error),
        AddRefusal::TooLong { option, max } => {
            Rich::own("❌ `").and(option).and("` is too long: at most ").number(*max as u64).and(" characters.")
        }
    })
}

fn already_tracked(id: ReminderId) -> Rich {
    Rich::own("This announcement already has a reminder: ID ")
        .number(id.get())
        .and(". See `/reminder_list`.")
}

fn target(refusal: &TargetRefusal) -> Rich {
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
        TargetRefusal::MemberLacks(channel, missing) => Rich::own("❌ You need ")
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

fn clock_error(error: &ClockError) -> Rich {
    match error {
        ClockError::Range => {
            Rich::own("❌ Give one time, the one at which the event starts, for example `20:00`.")
        }
        ClockError::OutOfRange => {
            Rich::own("❌ There is no such time. Times go from `00:00` to `23:59`.")
        }
        _ => Rich::own(
            "❌ I did not understand that time. Write it like `20:00` (HH:MM), `20u30` or `8pm`.",
        ),
    }
}

fn date_error(error: &DateError) -> Rich {
    match error {
        DateError::Past => Rich::own("❌ That date has passed. Give a later one."),
        DateError::Invalid => Rich::own("❌ There is no such date in the calendar."),
        _ => Rich::own(
            "❌ I did not understand that date. Write it like `14/2`, `14 February 2027` or `tomorrow`.",
        ),
    }
}

fn invalid(error: InvalidReminder) -> Rich {
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
        DeleteRefusal::Disabled => Reply::text(DISABLED),
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

pub(super) fn not_listed(refusal: ListRefusal) -> Body {
    Body::text(match refusal {
        ListRefusal::Disabled => DISABLED,
        ListRefusal::AdminsOnly => {
            "Only admins can look at somebody else's reminders. Leave `user` out to see yours."
        }
    })
}

pub(super) fn not_your_list() -> Reply {
    Reply::text(
        "These buttons belong to whoever ran the command. Run `/reminder_list` for your own.",
    )
}

pub(super) fn list_expired() -> Reply {
    Reply::Update(Body::text(
        "This list is more than five minutes old. Run `/reminder_list` again.",
    ))
}

pub(super) fn listed(listed: &Listed, shown: &Shown, now: DateTime<Utc>) -> Body {
    let page = &listed.page;
    let total = page.recurring + page.one_off;
    if total == 0 {
        let card = Card::new(Colour::Orange, "📋 Active Reminders")
            .description("Nothing found. Add one with `/add_reminder`.");
        return Body::card(card);
    }
    let count = Rich::default().number(total).and(if total == 1 {
        " reminder"
    } else {
        " reminders"
    });
    let mut card = Card::new(Colour::Blue, "📋 Active Reminders").description(count);
    let (recurring, one_off): (Vec<_>, Vec<_>) = page
        .reminders
        .iter()
        .partition(|it| it.what.schedule.is_recurring());
    card = section(
        card,
        Rich::own("🔄 Recurring (").number(page.recurring).and(")"),
        &recurring,
        listed.zone,
    );
    card = section(
        card,
        Rich::own("📌 One-off (").number(page.one_off).and(")"),
        &one_off,
        listed.zone,
    );
    let footer = Rich::own("Page ")
        .number(listed.number + 1)
        .and("/")
        .number(listed.pages);
    let card = card
        .footer(footer.and(" · /reminder_delete removes one"))
        .at(now);
    let body = Body::card(card);
    if listed.pages == 1 {
        body
    } else {
        body.buttons(turners(listed, shown))
    }
}

/// The reminders as fields: as many as it takes to keep each within Discord's 1,024 characters.
fn section(mut card: Card, heading: Rich, reminders: &[&Reminder], zone: Tz) -> Card {
    let mut heading = heading;
    let mut lines = Rich::default();
    for reminder in reminders {
        let line = line(reminder, zone);
        if lines.chars() + line.chars() + 1 > sanitizer::FIELD_VALUE_MAX {
            card = card.field(heading, lines);
            heading = Rich::own("\u{2026}");
            lines = Rich::default();
        }
        lines = if lines.is_empty() {
            line
        } else {
            lines.and("\n").rich(&line)
        };
    }
    if lines.is_empty() {
        card
    } else {
        card.field(heading, lines)
    }
}

fn line(reminder: &Reminder, zone: Tz) -> Rich {
    let what = &reminder.what;
    let name = safe_embed_text(what.name.as_str(), LISTED_NAME_MAX);
    let mut line = Rich::own("**").text(&name).and("**\n⏰ ");
    line = match &what.schedule {
        Schedule::Weekly { days, clock } => line.clock(*clock).and(" • 📅 ").days(*days),
        Schedule::OneOff { at } => {
            let local = parsers::local(*at, zone);
            line.clock(local.time()).and(" • 📅 ").date(local)
        }
    };
    if let Some(location) = &what.location {
        line = line
            .and(" • 📍 ")
            .text(&safe_embed_text(location.as_str(), LISTED_PLACE_MAX));
    }
    if reminder.completed {
        line = line.and(" • ✔️ done");
    }
    line.and("\n📺 in ")
        .channel(what.channel)
        .and(" • ID: ")
        .number(reminder.id.get())
}

fn turners(listed: &Listed, shown: &Shown) -> Vec<Button> {
    let button = |label: &str, page: Option<u32>, other: u32| Button {
        custom_id: Some(shown.button(page.unwrap_or(other))),
        disabled: page.is_none(),
        emoji: None,
        id: None,
        label: Some(label.to_owned()),
        sku_id: None,
        style: ButtonStyle::Secondary,
        url: None,
    };
    // Two buttons of one message may not share an id: at either end the dead one names a page that does not exist.
    let next = (listed.number + 1 < listed.pages).then_some(listed.number + 1);
    vec![
        button("Prev", listed.number.checked_sub(1), listed.pages + 1),
        button("Next", next, listed.pages + 2),
    ]
}

pub(super) fn nothing_to_make() -> Reply {
    Reply::text(
        "❌ There is no text in that message to make a reminder of. Use `/add_reminder` instead.",
    )
}

pub(super) fn not_prepared(refusal: PrepareRefusal) -> Reply {
    Reply::text(match refusal {
        PrepareRefusal::Disabled => Rich::own(DISABLED),
        PrepareRefusal::AlreadyTracked(id) => already_tracked(id),
    })
}

pub(super) fn make_form(custom_id: String, prepared: &PreparedReminder) -> Form {
    let line = |id: &str, max, required, value: &str| TextInput {
        custom_id: id.to_owned(),
        style: TextInputStyle::Short,
        required: Some(required),
        value: Some(value.to_owned()).filter(|it| !it.is_empty()),
        ..input(max)
    };
    let message = TextInput {
        custom_id: make::INPUT_MESSAGE.to_owned(),
        style: TextInputStyle::Paragraph,
        required: Some(false),
        value: Some(prepared.message.clone()).filter(|it| !it.is_empty()),
        ..input(2000)
    };
    let components = vec![
        label(
            "Name",
            None,
            Component::TextInput(line(make::INPUT_NAME, 100, true, &prepared.name)),
        ),
        label(
            "Date or weekdays",
            Some("14/2/2027, tomorrow, or mon, wed. Empty: the next time the clock shows it."),
            Component::TextInput(line(make::INPUT_WHEN, 100, false, &prepared.when)),
        ),
        label(
            "Time",
            Some("When it starts: 20:00"),
            Component::TextInput(line(make::INPUT_TIME, 12, true, &prepared.time)),
        ),
        label("Message", None, Component::TextInput(message)),
        label(
            "Channel",
            None,
            Component::SelectMenu(channel_select(prepared)),
        ),
    ];
    Form {
        custom_id,
        title: "Make reminder",
        components,
    }
}

#[expect(
    deprecated,
    reason = "twilight still has the field that labels have replaced; it stays empty"
)]
fn input(max: u16) -> TextInput {
    TextInput {
        custom_id: String::new(),
        id: None,
        label: None,
        max_length: Some(max),
        min_length: None,
        placeholder: None,
        required: None,
        style: TextInputStyle::Short,
        value: None,
    }
}

fn label(label: &str, description: Option<&str>, component: Component) -> Component {
    Component::Label(Label {
        component: Box::new(component),
        description: description.map(str::to_owned),
        id: None,
        label: label.to_owned(),
    })
}

fn channel_select(prepared: &PreparedReminder) -> SelectMenu {
    SelectMenu {
        channel_types: Some(vec![ChannelType::GuildText, ChannelType::GuildAnnouncement]),
        custom_id: make::INPUT_CHANNEL.to_owned(),
        default_values: Some(vec![SelectDefaultValue::Channel(
            prepared.channel.to_twilight(),
        )]),
        disabled: false,
        id: None,
        kind: SelectMenuType::Channel,
        max_values: Some(1),
        min_values: Some(1),
        options: None,
        placeholder: None,
        required: Some(true),
    }
}

/// When an event is: `Wednesday 14 January 2026 at 20:00`, or `Monday, Friday at 20:00`.
pub(super) fn when(schedule: &Schedule, zone: Tz) -> Rich {
    match schedule {
        Schedule::OneOff { at } => {
            let local = parsers::local(*at, zone);
            Rich::default().date(local).and(" at ").clock(local.time())
        }
        Schedule::Weekly { days, clock } => {
            Rich::own("Every ").days(*days).and(" at ").clock(*clock)
        }
    }
}

/// A moment as each reader sees it, and how far away it is.
pub(super) fn moment(at: DateTime<Utc>) -> Rich {
    Rich::default()
        .moment(at, TimeStyle::Full)
        .and(" (")
        .moment(at, TimeStyle::Relative)
        .and(")")
}

/// `1 minute and 5 seconds`, `12 seconds`, `1 hour`.
pub(super) fn duration(duration: TimeDelta) -> Rich {
    let seconds = duration.num_seconds().max(1).unsigned_abs();
    let parts = [
        (seconds / 3600, " hour"),
        (seconds % 3600 / 60, " minute"),
        (seconds % 60, " second"),
    ];
    let parts: Vec<_> = parts.into_iter().filter(|it| it.0 > 0).collect();
    let mut text = Rich::default();
    for (index, (count, unit)) in parts.iter().enumerate() {
        if index > 0 {
            text = text.and(if index + 1 == parts.len() {
                " and "
            } else {
                ", "
            });
        }
        text = text
            .number(*count)
            .and(unit)
            .and(if *count == 1 { "" } else { "s" });
    }
    text
}

/// Permissions by Discord's names for them.
pub(super) fn permissions(missing: &[Permission]) -> Rich {
    let mut text = Rich::default();
    for (index, permission) in missing.iter().enumerate() {
        text = text
            .and(if index > 0 { ", *" } else { "*" })
            .and(permission_name(*permission))
            .and("*");
    }
    text
}

fn permission_name(permission: Permission) -> &'static str {
    match permission {
        Permission::ViewChannel => "View Channel",
        Permission::SendMessages => "Send Messages",
        Permission::EmbedLinks => "Embed Links",
        Permission::ReadMessageHistory => "Read Message History",
        Permission::ManageMessages => "Manage Messages",
        Permission::MentionEveryone => "Mention Everyone",
    }
}

/// What somebody typed, quoted piece by piece.
fn words(pieces: &[String]) -> Rich {
    let mut text = Rich::default();
    for (index, piece) in pieces.iter().take(5).enumerate() {
        text = text
            .and(if index > 0 { ", “" } else { "“" })
            .text(&safe_embed_text(piece, 40))
            .and("”");
    }
    text
}
