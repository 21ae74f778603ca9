//! The inputs of which forms are made.

use kernel::ChannelId;
use twilight_model::application::interaction::modal::{
    ModalInteractionComponent, ModalInteractionData,
};
use twilight_model::channel::ChannelType;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::{
    Label, SelectDefaultValue, SelectMenu, SelectMenuType, TextInput, TextInputStyle,
};

use crate::convert::ToTwilight as _;

/// A text that fits on a line.
pub(crate) fn line(id: &str, max: u16, required: bool, value: &str) -> Component {
    Component::TextInput(TextInput {
        required: Some(required),
        ..filled(id, max, value)
    })
}

/// A text of several lines, which may be left empty.
pub(crate) fn paragraph(id: &str, max: u16, value: &str) -> Component {
    Component::TextInput(TextInput {
        style: TextInputStyle::Paragraph,
        required: Some(false),
        ..filled(id, max, value)
    })
}

/// A text of several lines that has to say something: at least `min` characters.
pub(crate) fn answer(id: &str, min: u16, max: u16) -> Component {
    answered(id, min, max, "")
}

/// As [`answer`], with a text to begin with.
pub(crate) fn answered(id: &str, min: u16, max: u16, value: &str) -> Component {
    Component::TextInput(TextInput {
        min_length: Some(min),
        required: Some(true),
        style: TextInputStyle::Paragraph,
        ..filled(id, max, value)
    })
}

/// The text that was typed into the first input of a form.
pub(crate) fn first_text(data: &ModalInteractionData) -> Option<&str> {
    texts(data).map(|(_, text)| text).next()
}

/// What was typed into the inputs of a form, by their ids.
pub(crate) fn texts(data: &ModalInteractionData) -> impl Iterator<Item = (&str, &str)> {
    data.components.iter().filter_map(|it| match it {
        ModalInteractionComponent::Label(label) => match &*label.component {
            ModalInteractionComponent::TextInput(input) => {
                Some((input.custom_id.as_str(), input.value.as_str()))
            }
            _ => None,
        },
        _ => None,
    })
}

/// The text that was typed into the input of this id.
pub(crate) fn text_of<'a>(data: &'a ModalInteractionData, id: &str) -> Option<&'a str> {
    data.components.iter().find_map(|it| match it {
        ModalInteractionComponent::Label(label) => match &*label.component {
            ModalInteractionComponent::TextInput(input) if input.custom_id == id => {
                Some(input.value.as_str())
            }
            _ => None,
        },
        _ => None,
    })
}

/// A channel in which reminders can be posted; `chosen` is selected at first.
pub(crate) fn channel_select(id: &str, chosen: Option<ChannelId>) -> Component {
    let chosen = chosen.map(|it| vec![SelectDefaultValue::Channel(it.to_twilight())]);
    Component::SelectMenu(SelectMenu {
        channel_types: Some(vec![ChannelType::GuildText, ChannelType::GuildAnnouncement]),
        custom_id: id.to_owned(),
        default_values: chosen,
        disabled: false,
        id: None,
        kind: SelectMenuType::Channel,
        max_values: Some(1),
        min_values: Some(1),
        options: None,
        placeholder: None,
        required: Some(true),
    })
}

/// An input with words above it, and perhaps smaller ones that explain it.
pub(crate) fn label(label: &str, description: Option<&str>, component: Component) -> Component {
    Component::Label(Label {
        component: Box::new(component),
        description: description.map(str::to_owned),
        id: None,
        label: label.to_owned(),
    })
}

fn filled(id: &str, max: u16, value: &str) -> TextInput {
    TextInput {
        custom_id: id.to_owned(),
        value: Some(value.to_owned()).filter(|it| !it.is_empty()),
        ..input(max)
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
