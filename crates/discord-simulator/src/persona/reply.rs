//! What came of an interaction, as its user sees it.

use std::{fmt, sync::Arc};

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{in_channel::InChannel, modal::Modal, refused::ClientRefusal, render};
use crate::world::{
    World,
    interaction::{Answer, Interaction, InteractionKind},
    message::Message,
    snowflakes::Id,
};

/// How an interaction stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ReplyState {
    /// There is a message (or the message with the component was changed).
    Message,
    /// The bot "is thinking…" and has said nothing more.
    Thinking,
    /// The press was acknowledged and nothing changed.
    Acknowledged,
    /// A form opened.
    Modal,
    /// There are choices for what is being typed.
    Choices,
    /// "The application did not respond."
    NoAnswer,
}

/// A suggestion for what is being typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What the user sees.
    pub name: String,
    /// What would be sent.
    pub value: Value,
}

/// The answer to an interaction.
#[derive(Clone, Debug)]
pub struct Reply {
    place: InChannel,
    interaction: Id,
    state: ReplyState,
    message: Option<Message>,
    modal: Option<Modal>,
    choices: Vec<Choice>,
    text: String,
}

impl Reply {
    pub(super) async fn settled(place: InChannel, interaction: Id) -> Self {
        let (shared, patience) = (Arc::clone(&place.shared), place.shared.options.patience);
        let settled = shared.wait(patience, |world| {
            let record = world.interactions.get(&interaction)?;
            is_settled(world, record, shared.options.deadline_now()).then_some(())
        });
        // When patience ends first, the reply tells how far the bot came.
        settled.await.unwrap_or_default();
        Self::now(place, interaction)
    }

    fn now(place: InChannel, interaction: Id) -> Self {
        let shared = Arc::clone(&place.shared);
        shared.look(|world| {
            let record = world.interactions.get(&interaction);
            let answer = record.map_or(&Answer::None, |it| &it.answer);
            let message = record.and_then(|it| shown(world, it)).cloned();
            let (mut modal, mut choices) = (None, Vec::new());
            let state = match answer {
                Answer::None => ReplyState::NoAnswer,
                Answer::Modal(json) => {
                    modal = Some(Modal::new(json.clone()));
                    ReplyState::Modal
                }
                Answer::Choices(list) => {
                    choices = list.iter().map(choice).collect();
                    ReplyState::Choices
                }
                _ => match &message {
                    Some(message) if message.is_loading() => ReplyState::Thinking,
                    Some(_) => ReplyState::Message,
                    None => ReplyState::Acknowledged,
                },
            };
            let mut reply = Self {
                place,
                interaction,
                state,
                message,
                modal,
                choices,
                text: String::new(),
            };
            reply.text = reply.rendered(world);
            reply
        })
    }

    /// How the interaction stood when the wait ended.
    pub fn state(&self) -> ReplyState {
        self.state
    }

    /// The message, when there is one.
    pub fn message(&self) -> Option<&Message> {
        self.message.as_ref()
    }

    /// The text of the message; empty when there is none.
    pub fn content(&self) -> &str {
        self.message.as_ref().map_or("", |it| it.content.as_str())
    }

    /// The embeds of the message.
    pub fn embeds(&self) -> &[Value] {
        self.message.as_ref().map_or(&[], |it| it.embeds.as_slice())
    }

    /// Whether only this user sees the message.
    pub fn is_ephemeral(&self) -> bool {
        self.message.as_ref().is_some_and(Message::is_ephemeral)
    }

    /// The form that opened.
    pub fn modal(&self) -> Option<&Modal> {
        self.modal.as_ref()
    }

    /// The suggestions.
    pub fn choices(&self) -> &[Choice] {
        &self.choices
    }

    /// The further messages that the bot sent for this interaction, as they are now.
    pub fn follow_ups(&self) -> Vec<Message> {
        self.place.shared.look(|world| {
            let ids = world
                .interactions
                .get(&self.interaction)
                .map(|it| it.followups.clone())
                .unwrap_or_default();
            ids.iter()
                .filter_map(|id| world.message(self.place.channel, *id))
                .cloned()
                .collect()
        })
    }

    /// The same interaction as it stands now.
    pub fn refreshed(&self) -> Self {
        Self::now(self.place.clone(), self.interaction)
    }

    /// Waits until the interaction, as it then stands, fulfils a condition; `None` after the patience of the options.
    pub async fn until(&self, fits: impl Fn(&Message) -> bool) -> Option<Self> {
        let shared = Arc::clone(&self.place.shared);
        let find = |world: &World| {
            let record = world.interactions.get(&self.interaction)?;
            shown(world, record).filter(|it| fits(it)).map(|_| ())
        };
        shared.wait(shared.options.patience, find).await?;
        Some(self.refreshed())
    }

    /// Presses a button of the message, by its label.
    pub async fn clicks(&self, label: &str) -> Result<Self, ClientRefusal> {
        self.place.clicks_on(self.pressable()?, label).await
    }

    /// Chooses from a menu of the message.
    pub async fn selects(&self, menu: &str, chosen: &[&str]) -> Result<Self, ClientRefusal> {
        self.place.selects_on(self.pressable()?, menu, chosen).await
    }

    /// Fills in the form, by the labels of its inputs, and submits it.
    pub async fn submits(&self, filled: &[(&str, &str)]) -> Result<Self, ClientRefusal> {
        let modal = self
            .modal
            .as_ref()
            .ok_or(ClientRefusal::NothingThere("no form is open"))?;
        let place = &self.place;
        let (data, source) = place.shared.look(|world| {
            let source = world
                .interactions
                .get(&self.interaction)
                .and_then(|it| it.source);
            modal
                .data(world, place.user, place.guild(world), filled)
                .map(|data| (data, source))
        })?;
        let id = place.start(InteractionKind::ModalSubmit, &data, None, source);
        Ok(Self::settled(place.clone(), id).await)
    }

    fn pressable(&self) -> Result<&Message, ClientRefusal> {
        self.message
            .as_ref()
            .ok_or(ClientRefusal::NothingThere("there is no message"))
    }

    fn rendered(&self, world: &World) -> String {
        match self.state {
            ReplyState::Message | ReplyState::Thinking => self
                .message
                .as_ref()
                .map(|it| render::message(world, it))
                .unwrap_or_default(),
            ReplyState::Acknowledged => "(nothing to see)".to_owned(),
            ReplyState::Modal => self
                .modal
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            ReplyState::Choices => {
                let names: Vec<_> = self
                    .choices
                    .iter()
                    .map(|it| format!("> {}", it.name))
                    .collect();
                if names.is_empty() {
                    "No options match your search.".to_owned()
                } else {
                    names.join("\n")
                }
            }
            ReplyState::NoAnswer => "The application did not respond".to_owned(),
        }
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn choice(json: &Value) -> Choice {
    Choice {
        name: json["name"].as_str().unwrap_or_default().to_owned(),
        value: json["value"].clone(),
    }
}

fn is_settled(world: &World, interaction: &Interaction, now: DateTime<Utc>) -> bool {
    let message = || {
        interaction
            .original
            .and_then(|id| world.message(interaction.channel, id))
    };
    match interaction.answer {
        Answer::None => interaction.missed_its_first_answer(now),
        Answer::Deferred => message().is_none_or(|it| !it.is_loading()),
        Answer::DeferredUpdate => {
            interaction.edits > 0 || !interaction.followups.is_empty() || message().is_none()
        }
        _ => true,
    }
}

/// The message that the user looks at: a deferred press without an edit shows its follow-up.
fn shown<'a>(world: &'a World, interaction: &Interaction) -> Option<&'a Message> {
    let find = |id: Id| world.message(interaction.channel, id);
    if matches!(interaction.answer, Answer::DeferredUpdate) && interaction.edits == 0 {
        return interaction.followups.last().copied().and_then(find);
    }
    interaction.original.and_then(find)
}
