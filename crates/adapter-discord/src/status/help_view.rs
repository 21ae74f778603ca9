//! What people see of `/help`.

use crate::reply::Reply;
use crate::text::{Card, Colour, Rich};

/// What there is where somebody asks for help.
#[derive(Debug)]
pub(super) struct Here<'a> {
    /// The commands that are registered.
    pub(super) registered: Vec<&'a str>,
    /// What this server has switched on and can use.
    pub(super) on: Vec<Feature>,
    /// Whether it is an admin who asks.
    pub(super) is_admin: bool,
}

/// What a server can switch on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Feature {
    Reminders,
    Tickets,
    Faq,
    Assistant,
    Onboarding,
    Invites,
}

/// What a line needs to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    Nothing,
    Admin,
    Everyones(Feature),
    Admins(Feature),
}

/// A command, what is shown of it, and what it needs.
type Line = (&'static str, &'static str, Needs);

const GET_STARTED: &[Line] = &[
    (
        "config",
        "`/config start` – set me up step by step",
        Needs::Admin,
    ),
    (
        "config",
        "`/config doctor` – find what keeps me from working here",
        Needs::Admin,
    ),
    (
        "add_reminder",
        "`/add_reminder` – be told of something in time, once or every week",
        Needs::Everyones(Feature::Reminders),
    ),
    (
        "Make reminder",
        "a message's menu, *Apps*, *Make reminder* – make one of what somebody announced",
        Needs::Everyones(Feature::Reminders),
    ),
];

const DAILY: &[Line] = &[
    (
        "reminder_list",
        "`/reminder_list` – yours, and this channel's",
        Needs::Everyones(Feature::Reminders),
    ),
    (
        "reminder_edit",
        "`/reminder_edit` – change one",
        Needs::Everyones(Feature::Reminders),
    ),
    (
        "reminder_delete",
        "`/reminder_delete` – take one away",
        Needs::Everyones(Feature::Reminders),
    ),
    (
        "add_live_session",
        "`/add_live_session` – announce a stream or a talk every week",
        Needs::Admins(Feature::Reminders),
    ),
    (
        "reminder_status",
        "`/reminder_status` – how this server's reminders are doing",
        Needs::Admins(Feature::Reminders),
    ),
];

const SUPPORT: &[Line] = &[
    (
        "faq",
        "`/faq search` – find an answer, however you spell it",
        Needs::Everyones(Feature::Faq),
    ),
    (
        "ticket",
        "`/ticket` – ask staff in a channel of your own",
        Needs::Everyones(Feature::Tickets),
    ),
    (
        "ticket_list",
        "`/ticket_list` – your tickets, and how they stand",
        Needs::Everyones(Feature::Tickets),
    ),
    (
        "ticket_panel_post",
        "`/ticket_panel_post` – put up a button that opens tickets",
        Needs::Admins(Feature::Tickets),
    ),
    (
        "faq",
        "`/faq add` – write an answer that everybody finds",
        Needs::Admins(Feature::Faq),
    ),
    (
        "innersync",
        "`/innersync` – the web apps that I belong to, and how to link your account",
        Needs::Nothing,
    ),
];

const ASSISTANT: &[Line] = &[
    (
        "growthcheckin",
        "`/growthcheckin` – look at a goal of yours, and what is in its way",
        Needs::Everyones(Feature::Assistant),
    ),
    (
        "learn_topic",
        "`/learn_topic` – have something explained",
        Needs::Everyones(Feature::Assistant),
    ),
    (
        "gptstatus",
        "`/gptstatus` – how the assistant is doing",
        Needs::Everyones(Feature::Assistant),
    ),
];

const MEMBERS: &[Line] = &[
    (
        "onboarding",
        "`/onboarding show` – what newcomers are shown and asked; its other parts change it",
        Needs::Admin,
    ),
    (
        "onboarding",
        "`/onboarding panel_post` – put up the button that newcomers begin with",
        Needs::Admins(Feature::Onboarding),
    ),
    (
        "export_onboarding",
        "`/onboarding stats`, `/export_onboarding` – how far newcomers get, and what they answered",
        Needs::Admins(Feature::Onboarding),
    ),
    (
        "inviteleaderboard",
        "`/inviteleaderboard` – who has brought the most members",
        Needs::Everyones(Feature::Invites),
    ),
    (
        "sendto",
        "`/sendto`, `/embed` – say something in my name",
        Needs::Admin,
    ),
    (
        "clean",
        "`/clean` – delete a channel's newest messages",
        Needs::Admin,
    ),
];

const MORE: &[Line] = &[
    (
        "export_my_data",
        "`/export_my_data` – get everything that I keep of you",
        Needs::Nothing,
    ),
    (
        "delete_my_data",
        "`/delete_my_data` – have it erased",
        Needs::Nothing,
    ),
    (
        "gdpr",
        "`/gdpr post` – post the agreement on what I keep of members",
        Needs::Admin,
    ),
    (
        "commands",
        "`/commands` – everything that you can use here",
        Needs::Nothing,
    ),
    (
        "release",
        "`/release` – what is new in this version",
        Needs::Nothing,
    ),
    (
        "health",
        "`/health` – how I am doing, and what is switched on here",
        Needs::Nothing,
    ),
];

impl Here<'_> {
    fn has(&self, (command, _, needs): &Line) -> bool {
        let fits = match needs {
            Needs::Nothing => true,
            Needs::Admin => self.is_admin,
            Needs::Everyones(feature) => self.on.contains(feature),
            Needs::Admins(feature) => self.is_admin && self.on.contains(feature),
        };
        fits && self.registered.contains(command)
    }
}

pub(super) fn help(here: &Here<'_>) -> Reply {
    let mut card = Card::new(Colour::Blue, "👋 What I can do for you").description(
        "I look after reminders, which I read off announcements and take from you, and after questions: with answers that \
         everybody finds, and with staff where there is none yet.",
    );
    for (title, lines) in [
        ("🚀 Get started", GET_STARTED),
        ("📅 Every day", DAILY),
        ("💬 Support and accounts", SUPPORT),
        ("🤖 The assistant", ASSISTANT),
        ("👥 Members", MEMBERS),
        ("🔎 Where to find more", MORE),
    ] {
        let shown = lines.iter().filter(|it| here.has(it));
        let text = shown.fold(Rich::default(), |text, line| text.and(line.1).and("\n"));
        if !text.is_empty() {
            card = card.field(title, text);
        }
    }
    if !here.on.contains(&Feature::Reminders) {
        card = card
            .footer("Reminders are switched off in this server; its admins can switch them on.");
    }
    Reply::card(card)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::catalogue::entries;

    fn shown(here: &Here<'_>) -> String {
        match help(here) {
            Reply::Message(body) => {
                let embeds = body.into_data().embeds.unwrap_or_default();
                let fields = embeds.into_iter().flat_map(|it| it.fields);
                let lines = fields.flat_map(|it| [it.name, "\n".to_owned(), it.value]);
                lines.collect()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_command_that_is_named_is_registered() {
        let entries = entries();
        for line in [GET_STARTED, DAILY, SUPPORT, ASSISTANT, MEMBERS, MORE].concat() {
            assert!(entries.iter().any(|it| it.name == line.0), "{}", line.0);
        }
    }

    #[test]
    fn what_is_not_registered_or_switched_off_or_for_others_is_left_out() {
        let mut here = Here {
            registered: vec![
                "add_reminder",
                "config",
                "help",
                "commands",
                "add_live_session",
            ],
            on: vec![Feature::Reminders],
            is_admin: false,
        };
        let member = shown(&here);
        assert!(
            member.contains("/add_reminder") && member.contains("/commands"),
            "{member}"
        );
        assert!(
            !member.contains("/config") && !member.contains("live_session"),
            "{member}"
        );
        assert!(
            !member.contains("/reminder_list") && !member.contains("Support"),
            "{member}"
        );
        here.is_admin = true;
        assert!(shown(&here).contains("/config start"));
        here.on.clear();
        let off = shown(&here);
        assert!(
            !off.contains("reminder") && !off.contains("live_session"),
            "{off}"
        );
    }

    #[test]
    fn who_needs_help_reads_first_where_answers_are() {
        let entries = entries();
        let mut here = Here {
            registered: entries.iter().map(|it| it.name.as_str()).collect(),
            on: vec![Feature::Tickets, Feature::Faq, Feature::Assistant],
            is_admin: false,
        };
        let member = shown(&here);
        let at = |words: &str| {
            member
                .find(words)
                .unwrap_or_else(|| panic!("{words}: {member}"))
        };
        assert!(at("/faq search") < at("`/ticket`") && at("`/ticket`") < at("/growthcheckin"));
        assert!(
            !member.contains("panel") && !member.contains("/faq add"),
            "{member}"
        );
        here.is_admin = true;
        let admin = shown(&here);
        assert!(
            admin.contains("/ticket_panel_post") && admin.contains("/faq add"),
            "{admin}"
        );
    }
}
