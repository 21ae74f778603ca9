//! What admins read of a panel that they have posted.

use kernel::{ChannelId, GuildId};
use onboarding_core::{Panel, PanelTrouble, PostPanelRefusal};
use twilight_model::guild::Permissions;

use crate::reply::Reply;
use crate::text::Rich;

/// What a panel takes, by its names in Discord.
const NAMES: [(Permissions, &str); 3] = [
    (Permissions::VIEW_CHANNEL, "*View Channel*"),
    (Permissions::SEND_MESSAGES, "*Send Messages*"),
    (Permissions::EMBED_LINKS, "*Embed Links*"),
];

pub(super) fn posted(guild: GuildId, panel: Panel) -> Reply {
    let words = Rich::own("✅ The panel stands in ").channel(panel.channel);
    let words = words
        .and(": ")
        .link_to("to the panel", guild, panel.channel, panel.message);
    Reply::text(words.and(". One that stands elsewhere keeps working."))
}

pub(super) fn not_posted(why: PostPanelRefusal, channel: ChannelId, lacking: Permissions) -> Reply {
    Reply::text(match why {
        PostPanelRefusal::TurnedOff => Rich::own(
            "⚠️ The onboarding is turned off, so the panel's button would do nothing. Switch it on with \
             `/onboarding toggle` and choose what newcomers go through with `/onboarding set_mode`.",
        ),
        PostPanelRefusal::Trouble(PanelTrouble::NoChannel) => {
            Rich::own("❌ I cannot find that channel in this server. Choose another one.")
        }
        PostPanelRefusal::Trouble(PanelTrouble::MayNotPost) => {
            let words = Rich::own("❌ I may not post in ").channel(channel);
            let mut missing = NAMES.iter().filter(|(it, _)| lacking.contains(*it));
            // Discord refused although nothing seems to be missing: whichever of them it was.
            let words = match missing.next() {
                None => {
                    words.and(". I need *View Channel*, *Send Messages* and *Embed Links* there")
                }
                Some((_, first)) => missing
                    .fold(words.and(". I lack ").and(first), |words, (_, name)| {
                        words.and(", ").and(name)
                    }),
            };
            words.and(". Give it to my role there, and try again.")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(lacking: Permissions) -> String {
        let channel = ChannelId::new(5).unwrap();
        let why = PostPanelRefusal::Trouble(PanelTrouble::MayNotPost);
        format!("{:?}", not_posted(why, channel, lacking))
    }

    #[test]
    fn the_permission_that_is_missing_is_named_and_no_other() {
        let one = words(Permissions::EMBED_LINKS);
        assert!(one.contains("I lack *Embed Links*."), "{one}");
        let two = words(Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES);
        assert!(
            two.contains("I lack *View Channel*, *Send Messages*."),
            "{two}"
        );
        let unknown = words(Permissions::empty());
        assert!(unknown.contains("*Embed Links* there."), "{unknown}");
    }
}
