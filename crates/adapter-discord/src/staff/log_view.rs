//! What the guild's log channel is told of what staff did, in words.

use kernel::GuildId;
use sanitizer::{FIELD_VALUE_MAX, safe_embed_body};
use staff_core::{Notice, StaffEvent, What};

use crate::text::{Card, Colour, Rich};

/// The embed of an event.
pub(super) fn card(guild: GuildId, event: &StaffEvent) -> Card {
    let colour = Colour::from(event.severity());
    let card = match &event.what {
        What::Posted(notice, message) => {
            let link = Rich::default().link_to("the message", guild, event.channel, *message);
            Card::new(colour, "📣 Somebody spoke in my name")
                .field(
                    "What",
                    Rich::from(&safe_embed_body(said(notice), FIELD_VALUE_MAX)),
                )
                .inline(
                    "Where",
                    Rich::default().channel(event.channel).and(": ").rich(&link),
                )
        }
        What::Cleaned(count) => Card::new(colour, "🧹 Messages deleted")
            .inline("How many", Rich::default().number(*count as u64))
            .inline("Where", Rich::default().channel(event.channel)),
    };
    card.inline("By", Rich::default().user(event.by))
        .footer(Rich::own("staff | Guild: ").number(guild.get()))
}

/// Of an embed what says most.
fn said(notice: &Notice) -> &str {
    match notice {
        Notice::Words(text) => text,
        Notice::Embed(draft) => {
            let title = draft.title.as_deref();
            title.or(draft.description.as_deref()).unwrap_or_default()
        }
    }
}
