//! What the guild's log channel is told of the agreement, in words.

use privacy_core::{AgreementNews, Granted};
use settings_core::Severity;

use crate::text::{Card, Colour, Rich};

pub(super) fn card(news: AgreementNews, severity: Severity) -> Card {
    let colour = Colour::from(severity);
    match news {
        AgreementNews::Accepted(user) => {
            let who = Rich::default()
                .user(user)
                .and(" (")
                .number(user.get())
                .and(")");
            Card::new(colour, "🔏 Agreement accepted").inline("By", who)
        }
        AgreementNews::Posted(by, channel) => Card::new(colour, "🔏 Agreement posted")
            .inline("By", Rich::default().user(by))
            .inline("In", Rich::default().channel(channel)),
        AgreementNews::NoRole(user, role, why) => {
            Card::new(colour, "⚠️ The role of those who accepted was not given")
                .description(reason(why))
                .inline("To", Rich::default().user(user))
                .inline("Role", Rich::default().role(role))
        }
    }
}

fn reason(why: Granted) -> &'static str {
    match why {
        Granted::Given => "They have it now.",
        Granted::NoRole => {
            "There is no such role any more. Choose another one with `/config gdpr set_acceptance_role`."
        }
        Granted::Forbidden => {
            "I may not give it: I need *Manage Roles*, and my highest role has to be above it."
        }
        Granted::NoMember => "They are not in the server any more.",
    }
}
