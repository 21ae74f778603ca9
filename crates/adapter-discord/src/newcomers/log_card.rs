//! What staff reads of newcomers, in the guild's log channel.

use onboarding_core::{
    PackedField, PanelTrouble, RoleObstacle, RoleOutcome, RoleOutcomes, RunEvent, packed,
};
use sanitizer::safe_embed_text;

use crate::text::{Card, Colour, Rich};

/// The most characters of a question that is named.
const NAMED: usize = 100;

/// The cards of an event, one after another.
pub(super) fn cards(event: &RunEvent) -> Vec<Card> {
    let colour = Colour::from(event.severity());
    match event {
        RunEvent::Completed {
            member,
            fields,
            roles,
            is_rerun,
        } => {
            let title = if *is_rerun { "Onboarding updated" } else { "Onboarding completed" };
            let who = Rich::default().user(*member).and(" (").number(member.get()).and(")");
            let words = who.rich(&roles_told(*roles));
            let mut packed = packed(fields).into_iter();
            let first = Card::new(colour, title).description(words);
            let first = with_fields(first, &packed.next().unwrap_or_default());
            let more = packed.map(|it| with_fields(Card::new(colour, "Onboarding, continued"), &it));
            [first].into_iter().chain(more).collect()
        }
        RunEvent::RolesSettled { member, roles } => {
            let who = Rich::default().user(*member).and(" (").number(member.get()).and(")");
            let words = if roles.need_staff() {
                who.rich(&roles_told(*roles))
            } else {
                who.and(" has their role now.")
            };
            vec![Card::new(colour, "Onboarding: roles").description(words)]
        }
        RunEvent::RoleMissing {
            member,
            role,
            obstacle,
        } => {
            let words = Rich::default().user(*member).and(" completed the onboarding and lacks ").role(*role);
            let words = words.and(". ").and(mend(*obstacle));
            vec![Card::new(colour, "Onboarding: a role is missing").description(words)]
        }
        RunEvent::NoRules => vec![Card::new(colour, "Onboarding: no rules").description(
            "Newcomers are to accept rules and there are none, so nobody gets in. Add one with `/onboarding add_rule`.",
        )],
        RunEvent::RulesSkipped => vec![Card::new(colour, "Onboarding: no rules").description(
            "Rules are switched on and there are none: newcomers go straight to the questions. Add one with \
             `/onboarding add_rule`, or switch them off with `/onboarding toggle_rules`.",
        )],
        RunEvent::QuestionsLeftOut(questions) => {
            let words = Rich::own("These cannot be answered as they are stored, and are left out:");
            let words = questions.iter().fold(words, |words, (place, text)| {
                let text = safe_embed_text(text, NAMED);
                words.and("\n").number(u64::from(*place)).and(". ").text(&text)
            });
            vec![Card::new(colour, "Onboarding: questions left out").description(words)]
        }
        RunEvent::NoPanel(channel, trouble) => {
            let words = match trouble {
                PanelTrouble::NoChannel => Rich::own(
                    "The channel for the panel is gone. Choose another one with `/config system set_rules_channel`.",
                ),
                PanelTrouble::MayNotPost => Rich::own("I may not post the panel in ").channel(*channel).and(
                    ". I need *View Channel*, *Send Messages*, *Embed Links* and *Read Message History* there.",
                ),
            };
            vec![Card::new(colour, "Onboarding: no panel").description(words)]
        }
        RunEvent::PanelPosted { panel, by } => {
            let words = Rich::default().user(*by).and(" had the panel posted in ").channel(panel.channel).and(".");
            vec![Card::new(colour, "Onboarding: a panel").description(words)]
        }
        RunEvent::NoArrivalRole(role, obstacle) => {
            let words = Rich::own("Whoever joins does not get ").role(*role).and(". ").and(mend(*obstacle));
            vec![Card::new(colour, "Onboarding: join role").description(words)]
        }
        RunEvent::Forgotten { member, by } => {
            let words = Rich::default()
                .user(*by)
                .and(" had the answers of ")
                .user(*member)
                .and(" removed, and how far they had come.");
            vec![Card::new(colour, "Onboarding: a member was reset").description(words)]
        }
    }
}

fn with_fields(card: Card, fields: &[PackedField]) -> Card {
    fields.iter().fold(card, |card, it| {
        card.field(
            Rich::default().text(&it.name),
            Rich::default().text(&it.value),
        )
    })
}

fn roles_told(roles: RoleOutcomes) -> Rich {
    told("Role", roles.completion).rich(&told("Join role", roles.join))
}

fn told(name: &'static str, outcome: RoleOutcome) -> Rich {
    let line = Rich::own("\n").and(name).and(": ");
    match outcome {
        RoleOutcome::None | RoleOutcome::AsItWas => Rich::default(),
        RoleOutcome::Changed(role) => line.role(role).and(" ✅"),
        RoleOutcome::LeftAlone(role) => line
            .role(role)
            .and(" was left, since the other could not be given"),
        RoleOutcome::Later(role) => line
            .role(role)
            .and(" follows: Discord could not be reached"),
        RoleOutcome::Impossible(role, obstacle) => line.role(role).and(" ❌ ").and(mend(obstacle)),
    }
}

/// What is in the way, and what to do about it.
fn mend(obstacle: RoleObstacle) -> &'static str {
    match obstacle {
        RoleObstacle::Deleted => "The role is gone: choose another one in the settings.",
        RoleObstacle::AboveBot => "The role stands above mine: drag my role above it.",
        RoleObstacle::NotGivable => {
            "The role belongs to a bot or a subscription: choose another one."
        }
        RoleObstacle::MayNotManage => "I lack *Manage Roles*: give it to my role.",
        RoleObstacle::MemberLeft => "The member has left.",
        RoleObstacle::GivenUp => {
            "Discord did not do it however often I tried: please see to it by hand."
        }
    }
}
