//! The channel that a guild has chosen for its log. Posting there never holds anybody up.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{ChannelId, Clock, GuildId};
use metrics::counter;
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;
use twilight_model::channel::message::component::Button;
use twilight_model::channel::message::{AllowedMentions, Component, Embed};

use crate::convert::ToTwilight as _;
use crate::reply::rows;
use crate::rest::{Rest, RestError};
use crate::text::Card;

/// How many posts may be under way or wait for their turn; past that they are dropped and counted.
const WAITING: usize = 1000;
/// For how long a channel that refuses us is left alone.
const REFUSED: TimeDelta = TimeDelta::hours(1);

/// Posts in the guilds' log channels, one after the other for each channel, behind the back of whoever has something to
/// tell. Best effort: a process that is killed takes what is waiting with it.
#[derive(Clone)]
pub struct LogChannel {
    shared: Arc<Shared>,
}

struct Shared {
    rest: Rest,
    clock: Arc<dyn Clock>,
    tasks: TaskTracker,
    places: Arc<Semaphore>,
    refused: Mutex<HashMap<ChannelId, DateTime<Utc>>>,
}

impl LogChannel {
    /// Posts through `rest` as tasks on `tasks`, which are waited for when the program stops.
    pub fn new(rest: Rest, clock: Arc<dyn Clock>, tasks: TaskTracker) -> Self {
        let places = Arc::new(Semaphore::new(WAITING));
        let refused = Mutex::default();
        Self {
            shared: Arc::new(Shared {
                rest,
                clock,
                tasks,
                places,
                refused,
            }),
        }
    }

    /// Posts an embed, dated now, with at most five buttons below, some time soon.
    pub(crate) fn post(
        &self,
        guild: GuildId,
        channel: ChannelId,
        card: Card,
        buttons: Vec<Button>,
    ) {
        let shared = self.shared.clone();
        let Ok(place) = shared.places.clone().try_acquire_owned() else {
            counter!("alphapy_log_posts_dropped_total").increment(1);
            return;
        };
        if shared.is_refused(channel) {
            return;
        }
        let embed = card.at(shared.clock.now()).build();
        self.shared.tasks.spawn(async move {
            shared.send(guild, channel, embed, rows(buttons)).await;
            drop(place);
        });
    }
}

impl Shared {
    async fn send(
        &self,
        guild: GuildId,
        channel: ChannelId,
        embed: Embed,
        components: Vec<Component>,
    ) {
        let (embeds, nobody) = ([embed], AllowedMentions::default());
        let request = self
            .rest
            .requests()
            .create_message(channel.to_twilight())
            .embeds(&embeds)
            .components(&components)
            .allowed_mentions(Some(&nobody));
        let Err(error) = self.rest.done(request).await else {
            return;
        };
        if matches!(
            error,
            RestError::Refused {
                status: 403 | 404,
                ..
            }
        ) {
            self.refuse(channel);
        }
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            guild.id = guild.get(),
            channel.id = channel.get(),
            "the guild's log channel could not be told"
        );
    }

    fn is_refused(&self, channel: ChannelId) -> bool {
        let now = self.clock.now();
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.retain(|_, until| *until > now);
        refused.contains_key(&channel)
    }

    fn refuse(&self, channel: ChannelId) {
        let until = self.clock.now() + REFUSED;
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.insert(channel, until);
    }
}
