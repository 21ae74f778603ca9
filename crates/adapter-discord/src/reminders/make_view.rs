//! What people see of "Make reminder": the form, and why there is none.

use reminders_core::{PrepareRefusal, PreparedReminder};
use twilight_model::channel::ChannelType;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::{
    Label, SelectDefaultValue, SelectMenu, SelectMenuType, TextInput, TextInputStyle,
};

use super::{make, view};
use crate::convert::ToTwilight as _;
use crate::reply::{Form, Reply};
use crate::text::Rich;

pub(super) fn nothing_to_make() -> Reply {
    Reply::text(
        "❌ There is no text in that message to make a reminder of. Use `/add_reminder` instead.",
    )
}

pub(super) fn not_prepared(refusal: PrepareRefusal) -> Reply {
    Reply::text(match refusal {
        PrepareRefusal::Disabled => view::disabled(),
        PrepareRefusal::AlreadyTracked(id) => view::already_tracked(id),
        PrepareRefusal::Unreadable => Rich::own(
            "❌ I could not read that message. It must still be there, in a channel that both you and I can read.",
        ),
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
