//! The form of `/embed`, and what people read of it.

use kernel::{ChannelId, GuildId, MessageId};
use staff_core::{COLOUR_MAX, DESCRIPTION_MAX, EMBED_MAX, EmbedRefusal, FOOTER_MAX, TITLE_MAX};

use super::embed::{COLOUR, DESCRIPTION, FOOTER, FORM, TITLE};
use super::send_to_view::not_admin;
use super::wording_view::{lacking, no_channel};
use crate::custom_id;
use crate::form_inputs::{label, line, paragraph};
use crate::reply::{Form, Reply};
use crate::text::Rich;

pub(super) fn form(channel: ChannelId) -> Reply {
    let most = |it: usize| u16::try_from(it).unwrap_or(u16::MAX);
    Reply::Form(Form {
        custom_id: custom_id::encode(FORM, &[&channel]),
        title: "Post an embed",
        components: vec![
            label("Title", None, line(TITLE, most(TITLE_MAX), false, "")),
            label(
                "Description",
                Some("Markdown works; nobody is pinged"),
                paragraph(DESCRIPTION, most(DESCRIPTION_MAX), ""),
            ),
            label(
                "Colour",
                Some("Six hexadecimal digits, as in #3498DB"),
                line(COLOUR, most(COLOUR_MAX), false, ""),
            ),
            label("Footer", None, line(FOOTER, most(FOOTER_MAX), false, "")),
        ],
    })
}

pub(super) fn posted(guild: GuildId, channel: ChannelId, message: MessageId) -> Reply {
    let text = Rich::own("✅ I posted it in ").channel(channel).and(": ");
    Reply::text(text.link_to("the message", guild, channel, message))
}

pub(super) fn refused(refusal: &EmbedRefusal, channel: ChannelId) -> Reply {
    Reply::text(match refusal {
        EmbedRefusal::NotAdmin => not_admin(),
        EmbedRefusal::Blank => Rich::own(
            "❌ An embed needs a title or a description. Run `/embed` again and fill in one of them.",
        ),
        EmbedRefusal::TooLong => {
            Rich::own("❌ That is too long: title, description and footer together have at most ")
                .number(EMBED_MAX as u64)
                .and(" characters.")
        }
        EmbedRefusal::NoColour => Rich::own(
            "❌ A colour is six hexadecimal digits, with or without `#`, as in `#3498DB`.",
        ),
        EmbedRefusal::Lacks(permissions) => lacking(permissions, channel),
        EmbedRefusal::NoChannel => no_channel(),
    })
}
