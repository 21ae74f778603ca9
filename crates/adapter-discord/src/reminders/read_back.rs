//! Reading a channel back for a reminder that may stand there already.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{MessageId, PortFailure, Retry};
use reminders_core::{ReadBack, ReminderPost, Who};
use twilight_model::guild::Permissions;

use super::delivery::ReminderMessages;
use super::mark::{self, Seen};
use crate::convert::{FromTwilight as _, ToTwilight as _, first_id_of};
use crate::rest::RestError;

/// How far Discord's clock may be behind ours.
const SLACK: TimeDelta = TimeDelta::minutes(1);
/// How many messages Discord gives at once.
const PAGE: u16 = 100;
/// How many pages are read; where more was written since, nobody can say.
const PAGES: usize = 10;

impl ReminderMessages {
    pub(super) async fn read_back(&self, post: &ReminderPost) -> Result<ReadBack, PortFailure> {
        if !self.may_read(post) {
            return Ok(ReadBack::Unreadable);
        }
        let channel = post.reminder.what.channel.to_twilight();
        let Some(mut after) = first_id_of(earliest(post.first_claimed_at, post.fires_at)) else {
            return Ok(ReadBack::Unreadable);
        };
        for _ in 0..PAGES {
            let request = self.rest.requests().channel_messages(channel);
            let request = request.after(after).limit(PAGE);
            let page: Vec<Seen> = match self.rest.model(request).await {
                Ok(page) => page,
                // The channel is gone, and whatever stood in it.
                Err(RestError::Refused { status: 404, .. }) => return Ok(ReadBack::NotThere),
                Err(RestError::Refused { .. }) => return Ok(ReadBack::Unreadable),
                Err(error) => return Err(error.failure("read a channel back")),
            };
            let bot = self.directory.bot();
            if let Some(ours) = page.iter().find(|it| mark::is_of(it, post, bot)) {
                let found = MessageId::from_twilight(ours.id).map_err(|error| {
                    PortFailure::new("read a message's id", Retry::Useless, error)
                })?;
                return Ok(ReadBack::Found(found));
            }
            match page.iter().map(|it| it.id).max() {
                Some(newest) if page.len() >= usize::from(PAGE) => after = newest,
                _ => return Ok(ReadBack::NotThere),
            }
        }
        Ok(ReadBack::Unreadable)
    }

    /// Without its history Discord shows a channel as empty. What is not known is left to Discord.
    fn may_read(&self, post: &ReminderPost) -> bool {
        let what = &post.reminder.what;
        let needed = Permissions::VIEW_CHANNEL | Permissions::READ_MESSAGE_HISTORY;
        self.directory
            .permissions(what.guild, what.channel, &Who::Bot)
            .is_none_or(|(_, granted)| granted.contains(needed))
    }
}

/// Since when it can stand there: nobody posts it before it was taken on, nor before its moment. What somebody asked to be
/// told again was taken on when they asked, perhaps a day before.
fn earliest(first_claimed_at: DateTime<Utc>, fires_at: DateTime<Utc>) -> DateTime<Utc> {
    first_claimed_at.max(fires_at) - SLACK
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_snoozed_is_looked_for_from_its_moment_on_and_the_rest_from_when_it_was_taken_on() {
        let asked = DateTime::from_timestamp(1_770_000_000, 0).unwrap();
        let tomorrow = asked + TimeDelta::days(1);
        assert_eq!(earliest(asked, tomorrow), tomorrow - SLACK);
        assert_eq!(earliest(tomorrow, asked), tomorrow - SLACK);
    }
}
