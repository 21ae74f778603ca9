//! The agreement on what is stored, as it is posted. A change of what it says needs a new version.

use privacy_core::AGREEMENT_VERSION;
use sanitizer::safe_embed_text;
use twilight_model::channel::message::Embed;
use twilight_model::channel::message::component::{Button, ButtonStyle};

use super::agreement::AGREE;
use crate::reply;
use crate::text::{Card, Colour, Rich};

/// So many characters of a server's name are shown.
const NAME_MAX: usize = 100;

pub(super) fn embed(guild_name: &str) -> Embed {
    let name = safe_embed_text(guild_name, NAME_MAX);
    let text = Rich::own("**1. Introduction**\nThis is about what Alphapy, the bot of the server ")
        .text(&name)
        .and(", keeps of its members. Use of the bot is voluntary.\n\n")
        .and(
            "**2. Definitions**\n*Personal data* is whatever says something of you. *Processing* is keeping it, using it \
             and deleting it. *You* are the member who accepts this.\n\n",
        )
        .and(
            "**3. Purpose and scope**\nOnly what its features need is kept: reminders and tickets that you make, check-ins, \
             answers to the onboarding, who invited whom, and which commands are used. Nothing is sold, and nothing is \
             used for advertising.\n\n",
        )
        .and(
            "**4. Responsibilities**\nThe admins of this server decide which features are on. Whoever runs the bot keeps \
             the data and answers for it. What you ask a language model for is sent to the service that has it.\n\n",
        )
        .and(
            "**5. Security**\nWhat you write is kept in the bot's database, never in the log of its program. Some of it is \
             posted where this server's staff or members read it: your answers to the onboarding in the server's log \
             channel, transcripts of tickets, greetings, what you share yourself. Only those who need the database for \
             their work can reach it.\n\n",
        )
        .and(
            "**6. Retention and deletion**\nUse of commands is forgotten after 90 days, everything of a server 30 days \
             after the bot has left it. `/delete_my_data` erases everything of you from the database at any time. Messages in \
             channels stay until somebody who may do so deletes them.\n\n",
        )
        .and(
            "**7. Access and rights**\n`/export_my_data` gives you everything that is kept of you. You may have it \
             corrected or erased, object, and complain to your data protection authority.\n\n",
        )
        .and(
            "**8. Non-compliance**\nIf you think that this is not kept to, tell the admins of this server, or whoever runs \
             the bot.\n\n",
        )
        .and(
            "**9. Amendments**\nA new version of this is posted anew and has to be accepted anew. This one holds from ",
        )
        .and(AGREEMENT_VERSION)
        .and(
            ".\n\n**10. Acceptance**\nBy pressing *I Agree* you accept it. When you did, and which version, is kept.",
        );
    Card::new(Colour::Blue, "🔏 Data processing agreement")
        .description(text)
        .build()
}

pub(super) fn button() -> Button {
    Button {
        style: ButtonStyle::Success,
        ..reply::button("I Agree", AGREE.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_has_ten_sections_and_fits_whatever_the_server_is_called() {
        for name in [
            "",
            "Town",
            &"*".repeat(100),
            &"@everyone ".repeat(10),
            &"🏘️".repeat(50),
        ] {
            let embed = embed(name);
            let text = embed.description.unwrap();
            for section in 1..=10 {
                assert!(text.contains(&format!("**{section}. ")), "{section}");
            }
            assert!(text.chars().count() <= 4096, "{}", text.chars().count());
            assert!(text.ends_with("is kept."), "nothing is cut off");
            assert!(text.contains(AGREEMENT_VERSION));
        }
    }
}
