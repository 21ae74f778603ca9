//! A message that Discord posts once, however often it is sent within some minutes.

use kernel::{PortFailure, Retry};
use serde::Serialize;
use tickets_core::{Ticket, WorkId};
use twilight_model::channel::message::{AllowedMentions, Component, Embed, MessageFlags};

/// `Create Message`, with the fields that twilight's builder lacks.
#[derive(Serialize)]
pub(crate) struct Said<'a> {
    content: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    embeds: &'a [Embed],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    components: &'a [Component],
    allowed_mentions: AllowedMentions,
    nonce: String,
    enforce_nonce: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    flags: Option<MessageFlags>,
}

impl<'a> Said<'a> {
    /// A few words that follow from this work of the ticket.
    pub(super) fn new(
        content: &'a str,
        allowed_mentions: AllowedMentions,
        ticket: &Ticket,
        of: WorkId,
    ) -> Self {
        let opened = ticket.created_at.timestamp() & 0xFFFF_FFFF;
        Self::known_by(format!("t{:x}-{opened:x}", of.0)).saying(content, allowed_mentions)
    }

    /// Nothing yet, for nobody to be pinged by. For some minutes, what has the same `nonce` of at most 25 characters is
    /// posted once in a channel.
    pub(crate) fn known_by(nonce: String) -> Self {
        Self {
            content: "",
            embeds: &[],
            components: &[],
            allowed_mentions: AllowedMentions::default(),
            nonce,
            enforce_nonce: true,
            flags: None,
        }
    }

    /// With these words, which ping whom `allowed_mentions` allows.
    pub(super) fn saying(self, content: &'a str, allowed_mentions: AllowedMentions) -> Self {
        Self {
            content,
            allowed_mentions,
            ..self
        }
    }

    /// With these below.
    pub(crate) fn with(self, embeds: &'a [Embed], components: &'a [Component]) -> Self {
        Self {
            embeds,
            components,
            ..self
        }
    }

    /// Without a sound: nobody's device tells of it.
    pub(super) fn quiet(self) -> Self {
        Self {
            flags: Some(MessageFlags::SUPPRESS_NOTIFICATIONS),
            ..self
        }
    }

    pub(crate) fn into_json(self) -> Result<Vec<u8>, PortFailure> {
        let json = serde_json::to_vec(&self);
        json.map_err(|it| PortFailure::new("word a message", Retry::Useless, it))
    }
}
