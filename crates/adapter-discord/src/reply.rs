//! What a handler answers, and how it becomes a response.

use language_model::FailureClass;
use operations_core::Refusal;
use twilight_model::application::command::{CommandOptionChoice, CommandOptionChoiceValue};
use twilight_model::channel::message::component::{
    ActionRow, Button, ButtonStyle, SelectMenu, SelectMenuOption, SelectMenuType,
};
use twilight_model::channel::message::{AllowedMentions, Component, Embed, MessageFlags};
use twilight_model::http::attachment::Attachment;
use twilight_model::http::interaction::{
    InteractionResponse, InteractionResponseData, InteractionResponseType,
};

use crate::countdown::Expiry;
use crate::text::{Card, Rich};

/// What a member gets to see. Every message is for them alone, unless they asked otherwise, and pings nobody.
#[derive(Debug, Clone)]
pub(crate) enum Reply {
    /// A new message.
    Message(Body),
    /// The message whose button was pressed, changed.
    Update(Body),
    /// The message whose button was pressed, which everybody in the channel reads, with a line above it.
    Annotate(Note),
    /// A form.
    Form(Form),
    /// Choices while the member types.
    Choices(Vec<Choice>),
    /// Nothing more: its handler has answered, and had to know whether that came through.
    Given,
}

/// What a message holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Body {
    content: Option<String>,
    embeds: Vec<Embed>,
    components: Vec<Component>,
    files: Vec<Attachment>,
    refusal: Option<Refusal>,
    expiry: Option<Box<Expiry>>,
    audience: Audience,
    more: Vec<Body>,
}

/// Who reads a message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Audience {
    /// Whoever asked.
    #[default]
    Asker,
    /// Everybody in the channel.
    Channel,
}

/// A line above a message that stands in a channel.
#[derive(Debug, Clone)]
pub(crate) struct Note {
    /// The line; it pings nobody.
    pub(crate) line: Rich,
    /// Whether the message's buttons stay.
    pub(crate) buttons: Buttons,
}

/// Whether a message keeps its buttons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Buttons {
    /// They stay.
    Kept,
    /// They go.
    Taken,
}

/// A form (Discord's modal).
#[derive(Debug, Clone)]
pub(crate) struct Form {
    /// Brings the answer back to its handler.
    pub(crate) custom_id: String,
    /// At most 45 characters.
    pub(crate) title: &'static str,
    /// At most five labels.
    pub(crate) components: Vec<Component>,
}

/// A choice while the member types.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    /// What is shown: at most 100 characters, and not rendered as markdown.
    pub(crate) name: String,
    /// What it stands for.
    pub(crate) value: ChoiceValue,
}

/// What a choice stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ChoiceValue {
    /// A row's number.
    Integer(i64),
    /// A word of ours: at most 100 characters.
    Text(String),
}

impl Reply {
    /// A message of a few words.
    pub(crate) fn text(text: impl Into<Rich>) -> Self {
        Self::Message(Body::text(text))
    }

    /// A message of one embed.
    pub(crate) fn card(card: Card) -> Self {
        Self::Message(Body::card(card))
    }

    /// Whether it turns the member away, and why.
    pub(crate) fn refusal(&self) -> Option<Refusal> {
        match self {
            Self::Message(body) | Self::Update(body) => body.refusal,
            Self::Annotate(note) => note.line.refusal(),
            Self::Form(_) | Self::Choices(_) | Self::Given => None,
        }
    }

    /// The messages that follow; asked once.
    pub(crate) fn take_more(&mut self) -> Vec<Body> {
        match self {
            Self::Message(body) | Self::Update(body) => body.take_more(),
            Self::Annotate(_) | Self::Form(_) | Self::Choices(_) | Self::Given => Vec::new(),
        }
    }

    /// What the message gives way to, if it does; asked once.
    pub(crate) fn take_expiry(&mut self) -> Option<Expiry> {
        match self {
            Self::Message(body) | Self::Update(body) => body.expiry.take().map(|it| *it),
            Self::Annotate(_) | Self::Form(_) | Self::Choices(_) | Self::Given => None,
        }
    }
}

impl Body {
    /// A few words.
    pub(crate) fn text(text: impl Into<Rich>) -> Self {
        let text = text.into();
        Self {
            content: Some(text.as_str().to_owned()),
            refusal: text.refusal(),
            ..Self::default()
        }
    }

    /// One embed.
    pub(crate) fn card(card: Card) -> Self {
        Self {
            embeds: vec![card.build()],
            ..Self::default()
        }
    }

    /// Says something above the embed.
    pub(crate) fn above(self, words: &Rich) -> Self {
        Self {
            content: Some(words.as_str().to_owned()),
            ..self
        }
    }

    /// What the language model said, in as many messages as it takes; none when nothing of it can be shown.
    pub(crate) fn of_model(answer: &str) -> Vec<Self> {
        let messages = language_model::messages_of(answer).into_iter();
        let bodies = messages.map(|content| Self {
            content: Some(content),
            ..Self::default()
        });
        bodies.collect()
    }

    /// What is said where the language model gave no answer.
    pub(crate) fn no_answer(class: FailureClass, reference: &str) -> Self {
        Self {
            content: Some(language_model::wording::told(class, reference)),
            ..Self::default()
        }
    }

    /// The first of these messages, with the others behind it; an empty one when there is none.
    pub(crate) fn one_after_another(messages: Vec<Self>) -> Self {
        let mut messages = messages.into_iter();
        let first = messages.next().unwrap_or_default();
        Self {
            more: messages.collect(),
            ..first
        }
    }

    /// The messages that follow this one; asked once.
    pub(crate) fn take_more(&mut self) -> Vec<Self> {
        std::mem::take(&mut self.more)
    }

    /// With a row of at most five buttons below.
    pub(crate) fn buttons(mut self, buttons: Vec<Button>) -> Self {
        self.components.extend(rows(buttons));
        self
    }

    /// With a menu of at most twenty-five choices below, of which one can be picked.
    pub(crate) fn select(
        self,
        custom_id: String,
        placeholder: &'static str,
        options: Vec<SelectMenuOption>,
    ) -> Self {
        let menu = SelectMenu {
            id: None,
            channel_types: None,
            custom_id,
            default_values: None,
            disabled: false,
            kind: SelectMenuType::Text,
            max_values: None,
            min_values: None,
            options: Some(options),
            placeholder: Some(placeholder.to_owned()),
            required: None,
        };
        self.menu(menu)
    }

    /// With a menu below.
    pub(crate) fn menu(mut self, menu: SelectMenu) -> Self {
        self.components.push(Component::ActionRow(ActionRow {
            id: None,
            components: vec![Component::SelectMenu(menu)],
        }));
        self
    }

    /// With a file to download, beside those that it has.
    pub(crate) fn file(mut self, file: Attachment) -> Self {
        self.files.push(file);
        self
    }

    /// With a line above.
    pub(crate) fn line(self, line: impl Into<Rich>) -> Self {
        let line = line.into();
        Self {
            content: Some(line.as_str().to_owned()),
            refusal: line.refusal(),
            ..self
        }
    }

    /// A message that everybody in the channel reads. One that takes so long that it has to be deferred is its asker's, but
    /// for the commands that `answering.rs` knows.
    pub(crate) fn public(self) -> Self {
        Self {
            audience: Audience::Channel,
            ..self
        }
    }

    /// A message that gives way to another when nobody touches it.
    pub(crate) fn expiring(self, expiry: Expiry) -> Self {
        Self {
            expiry: Some(Box::new(expiry)),
            ..self
        }
    }

    /// The message as Discord takes it, in a first response or an edit of it.
    pub(crate) fn into_data(self) -> InteractionResponseData {
        InteractionResponseData {
            allowed_mentions: Some(AllowedMentions::default()),
            content: Some(self.content.unwrap_or_default()),
            embeds: Some(self.embeds),
            components: Some(self.components),
            flags: (self.audience == Audience::Asker).then_some(MessageFlags::EPHEMERAL),
            // Without files nothing is said of them, and the request is plain JSON.
            attachments: Some(self.files).filter(|it| !it.is_empty()),
            ..InteractionResponseData::default()
        }
    }
}

impl Note {
    /// What is changed of the message; what is left out stays.
    pub(crate) fn into_data(self) -> InteractionResponseData {
        InteractionResponseData {
            allowed_mentions: Some(AllowedMentions::default()),
            content: Some(self.line.as_str().to_owned()),
            components: (self.buttons == Buttons::Taken).then(Vec::new),
            ..InteractionResponseData::default()
        }
    }
}

/// A row of buttons; none when there is no button, since Discord takes no empty row.
pub(crate) fn rows(buttons: Vec<Button>) -> Vec<Component> {
    if buttons.is_empty() {
        return Vec::new();
    }
    let components = buttons.into_iter().map(Component::Button).collect();
    vec![Component::ActionRow(ActionRow {
        id: None,
        components,
    })]
}

/// A button that brings its press back by `custom_id`.
pub(crate) fn button(label: &'static str, custom_id: String) -> Button {
    Button {
        custom_id: Some(custom_id),
        disabled: false,
        emoji: None,
        id: None,
        label: Some(label.to_owned()),
        sku_id: None,
        style: ButtonStyle::Secondary,
        url: None,
    }
}

/// A button that opens a page on the web.
pub(crate) fn link(label: &'static str, url: &str) -> Button {
    Button {
        custom_id: None,
        style: ButtonStyle::Link,
        url: Some(url.to_owned()),
        ..button(label, String::new())
    }
}

impl From<Reply> for InteractionResponse {
    fn from(reply: Reply) -> Self {
        let (kind, data) = match reply {
            Reply::Message(body) => (
                InteractionResponseType::ChannelMessageWithSource,
                body.into_data(),
            ),
            Reply::Update(body) => (InteractionResponseType::UpdateMessage, body.into_data()),
            Reply::Annotate(note) => (InteractionResponseType::UpdateMessage, note.into_data()),
            Reply::Form(form) => (InteractionResponseType::Modal, form.into()),
            Reply::Choices(choices) => {
                let choices = choices.into_iter().map(CommandOptionChoice::from).collect();
                let data = InteractionResponseData {
                    choices: Some(choices),
                    ..InteractionResponseData::default()
                };
                (
                    InteractionResponseType::ApplicationCommandAutocompleteResult,
                    data,
                )
            }
            // What was answered stays as it is.
            Reply::Given => (
                InteractionResponseType::DeferredUpdateMessage,
                InteractionResponseData::default(),
            ),
        };
        Self {
            kind,
            data: Some(data),
        }
    }
}

impl From<Form> for InteractionResponseData {
    fn from(form: Form) -> Self {
        Self {
            custom_id: Some(form.custom_id),
            title: Some(form.title.to_owned()),
            components: Some(form.components),
            ..Self::default()
        }
    }
}

impl From<Choice> for CommandOptionChoice {
    fn from(choice: Choice) -> Self {
        let value = match choice.value {
            ChoiceValue::Integer(value) => CommandOptionChoiceValue::Integer(value),
            ChoiceValue::Text(value) => CommandOptionChoiceValue::String(value),
        };
        Self {
            name: choice.name,
            name_localizations: None,
            value,
        }
    }
}

impl From<i64> for ChoiceValue {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<String> for ChoiceValue {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}
