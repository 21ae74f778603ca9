//! Posting reminders.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::TimeDelta;
use kernel::{ChannelId, MessageId, PortFailure, Retry};
use reminders_core::{
    ImageStore, OccurrenceId, Permission, Ping, ReadBack, ReminderDelivery, ReminderPost,
    SendOutcome, Who,
};
use serde::{Deserialize, Serialize};
use twilight_model::channel::message::{Component, Embed};
use twilight_model::id::Id;
use twilight_model::id::marker::MessageMarker;

use super::sent_picture::SentPicture;
use super::{after_view, reminder_card};
use crate::GuildDirectory;
use crate::convert::{FromTwilight as _, ToTwilight as _};
use crate::rest::{Rest, RestError};

/// Discord's code for a channel that does not exist.
const UNKNOWN_CHANNEL: u64 = 10_003;
/// Discord's code for a message that does not exist.
const UNKNOWN_MESSAGE: u64 = 10_008;
/// A send answers within this, well inside the lease of its claim.
const PATIENCE: Duration = Duration::from_secs(20);

/// [`ReminderDelivery`] over Discord's REST API.
pub struct ReminderMessages {
    pub(super) rest: Rest,
    pub(super) directory: Arc<GuildDirectory>,
    pub(super) images: Arc<dyn ImageStore>,
}

/// `Create Message`, with the field that twilight's builder lacks.
#[derive(Serialize)]
struct CreateMessage {
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<String>,
    embeds: [Embed; 1],
    components: Vec<Component>,
    allowed_mentions: Mentions,
    nonce: String,
    enforce_nonce: bool,
}

/// All that is read of the message that was created: what else Discord may say of it cannot undo that it stands there.
#[derive(Deserialize)]
struct Created {
    id: Id<MessageMarker>,
}

/// Why a message was not created.
enum SendError {
    Body(serde_json::Error),
    Rest(RestError),
}

/// Who may be pinged. Roles never are.
#[derive(Default, Serialize)]
struct Mentions {
    parse: &'static [&'static str],
    users: Vec<String>,
}

impl ReminderMessages {
    /// Reminders posted through `rest`.
    pub fn new(rest: Rest, directory: Arc<GuildDirectory>, images: Arc<dyn ImageStore>) -> Self {
        Self {
            rest,
            directory,
            images,
        }
    }

    async fn create(&self, post: &ReminderPost) -> Result<Created, SendError> {
        let picture = self.picture(post).await;
        let created = self.create_with(post, picture.as_ref()).await;
        match created {
            // Perhaps it is the picture that Discord will not take.
            Err(SendError::Rest(RestError::Refused {
                status: 400 | 413, ..
            })) if picture.is_some() => self.create_with(post, None).await,
            created => created,
        }
    }

    async fn create_with(
        &self,
        post: &ReminderPost,
        picture: Option<&SentPicture>,
    ) -> Result<Created, SendError> {
        let address = picture.map(|it| it.address.as_str());
        let body =
            serde_json::to_vec(&CreateMessage::of(post, address)).map_err(SendError::Body)?;
        let files = picture.and_then(|it| it.file.as_ref());
        let channel = post.reminder.what.channel.to_twilight();
        let request = self
            .rest
            .requests()
            .create_message(channel)
            .attachments(files.map(std::slice::from_ref).unwrap_or_default())
            .payload_json(&body);
        self.rest.model(request).await.map_err(SendError::Rest)
    }

    /// What the bot lacks in the channel, as far as the directory knows.
    fn lacking(&self, post: &ReminderPost) -> Vec<Permission> {
        use twilight_model::guild::Permissions;
        let what = &post.reminder.what;
        let granted = self
            .directory
            .permissions(what.guild, what.channel, &Who::Bot)
            .map(|it| it.1);
        let needed = [
            (Permissions::VIEW_CHANNEL, Permission::ViewChannel),
            (Permissions::SEND_MESSAGES, Permission::SendMessages),
            (Permissions::EMBED_LINKS, Permission::EmbedLinks),
        ];
        needed
            .into_iter()
            .filter(|it| granted.is_some_and(|has| !has.contains(it.0)))
            .map(|it| it.1)
            .collect()
    }
}

#[async_trait]
impl ReminderDelivery for ReminderMessages {
    async fn send(&self, post: &ReminderPost) -> SendOutcome {
        let what = &post.reminder.what;
        // A channel of another guild must never be posted in, whatever was stored; a guild that is not known (yet)
        // is left to Discord's answer.
        if self.directory.knows(what.guild)
            && self
                .directory
                .permissions(what.guild, what.channel, &Who::Bot)
                .is_none()
        {
            return SendOutcome::ChannelGone;
        }
        match tokio::time::timeout(PATIENCE, self.create(post)).await {
            Ok(Ok(message)) => match MessageId::from_twilight(message.id) {
                Ok(id) => SendOutcome::Sent(id),
                Err(error) => SendOutcome::Rejected(PortFailure::new(
                    "read a message's id",
                    Retry::Useless,
                    error,
                )),
            },
            Ok(Err(SendError::Rest(error))) => self.outcome(error, post),
            Ok(Err(SendError::Body(error))) => SendOutcome::Rejected(PortFailure::new(
                "write a reminder as JSON",
                Retry::Useless,
                error,
            )),
            Err(elapsed) => {
                let cause = PortFailure::new("post a reminder in time", Retry::Later, elapsed);
                SendOutcome::TryLater { after: None, cause }
            }
        }
    }

    async fn find(&self, post: &ReminderPost) -> Result<ReadBack, PortFailure> {
        self.read_back(post).await
    }

    async fn take_down(&self, channel: ChannelId, message: MessageId) -> Result<(), PortFailure> {
        let request = self
            .rest
            .requests()
            .delete_message(channel.to_twilight(), message.to_twilight());
        match self.rest.done(request).await {
            Ok(())
            | Err(
                RestError::Refused {
                    code: Some(UNKNOWN_CHANNEL | UNKNOWN_MESSAGE),
                    ..
                }
                | RestError::Refused { status: 403, .. },
            ) => Ok(()),
            Err(error) => Err(error.failure("take a message down")),
        }
    }
}

impl ReminderMessages {
    fn outcome(&self, error: RestError, post: &ReminderPost) -> SendOutcome {
        match error {
            RestError::Refused {
                code: Some(UNKNOWN_CHANNEL),
                ..
            } => SendOutcome::ChannelGone,
            RestError::Refused { status: 403, .. } => SendOutcome::Forbidden(self.lacking(post)),
            // The operator may mend the token before the reminder's time is over.
            RestError::Unauthorized => SendOutcome::TryLater {
                after: Some(TimeDelta::minutes(1)),
                cause: PortFailure::new("post a reminder", Retry::Later, error),
            },
            RestError::RateLimited { retry_after } => SendOutcome::TryLater {
                after: TimeDelta::from_std(retry_after).ok(),
                cause: RestError::RateLimited { retry_after }.failure("post a reminder"),
            },
            // Requests that are refused would bar this address: wait until the older ones are forgotten.
            RestError::BudgetExhausted => SendOutcome::TryLater {
                after: Some(TimeDelta::minutes(1)),
                cause: error.failure("post a reminder"),
            },
            error => {
                let cause = error.failure("post a reminder");
                match cause.retry() {
                    Retry::Later => SendOutcome::TryLater { after: None, cause },
                    Retry::Useless => SendOutcome::Rejected(cause),
                }
            }
        }
    }
}

impl CreateMessage {
    fn of(post: &ReminderPost, picture: Option<&str>) -> Self {
        let (content, allowed_mentions) = match post.ping {
            Ping::Nobody => (None, Mentions::default()),
            Ping::Everyone => (
                Some("@everyone".to_owned()),
                Mentions {
                    parse: &["everyone"],
                    users: Vec::new(),
                },
            ),
            Ping::Member(user) => (
                Some(reminder_card::told_again(user).as_str().to_owned()),
                Mentions {
                    parse: &[],
                    users: vec![user.to_string()],
                },
            ),
        };
        Self {
            content,
            embeds: [reminder_card::build(post, picture)],
            allowed_mentions,
            components: after_view::buttons(post.id),
            nonce: nonce(post),
            enforce_nonce: true,
        }
    }
}

/// The mark by which Discord knows a repeated send: at most 25 characters. The reminder's age keeps a database that
/// begins anew, with the same numbers, from being taken for the old one.
pub(super) fn nonce(post: &ReminderPost) -> String {
    nonce_of(post.id, post.reminder.created_at.timestamp())
}

fn nonce_of(id: OccurrenceId, born: i64) -> String {
    format!("o{:x}-{:x}", id.0, born & 0xFFFF_FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_the_same_for_the_same_occurrence_and_fits_discords_limit() {
        let most = nonce_of(OccurrenceId(0xFF_FFFF_FFFF_FFFF), i64::MAX);
        assert!(most.len() <= 25, "{most}");
        assert_eq!(nonce_of(OccurrenceId(7), 99), nonce_of(OccurrenceId(7), 99));
        assert_ne!(nonce_of(OccurrenceId(7), 99), nonce_of(OccurrenceId(8), 99));
    }
}
