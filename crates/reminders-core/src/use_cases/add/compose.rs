//! The new reminder, put together from what was typed and what a link told.

use kernel::ChannelId;

use super::linked::Linked;
use super::perform::Context;
use super::refusal::{Refused, invalid};
use super::request::AddReminder;
use crate::use_cases::watch::cut;
use crate::{Announce, Location, Message, Name, NewReminder, Schedule, Source};

pub(super) fn compose(
    request: &AddReminder,
    context: &Context,
    linked: Option<Linked>,
    schedule: Schedule,
    channel: ChannelId,
) -> Result<NewReminder, Refused> {
    let typed_location = request.location.as_deref().unwrap_or_default();
    let mut location = Location::new(typed_location).map_err(invalid)?;
    let mut name = Name::new(&request.name).map_err(invalid)?;
    let mut message =
        Message::new(request.message.as_deref().unwrap_or_default()).map_err(invalid)?;
    let mut origin = request.origin;
    if let Some(linked) = linked {
        origin = Some(linked.origin);
        let title = parsers::short_title(linked.title.as_deref(), &linked.text.body);
        name = Name::new(&title).unwrap_or(name);
        if !linked.text.body.trim().is_empty() {
            message = Message::new(&cut(&linked.text.body, Message::MAX)).map_err(invalid)?;
        }
        if location.is_none() {
            location = linked
                .location
                .and_then(|it| Location::new(&it).ok().flatten());
        }
    }
    Ok(NewReminder {
        guild: request.guild,
        name,
        channel,
        schedule,
        lead: context.watcher.reminder_offset,
        announce: Announce::default_for(&schedule),
        message,
        location,
        image_url: request.image_url.clone(),
        origin,
        created_by: Some(request.member.user),
        source: Source::Manual,
    })
}
