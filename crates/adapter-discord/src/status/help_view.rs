//! What people see of `/help`.

use crate::reply::Reply;
use crate::text::{Card, Colour, Rich};

/// What there is where somebody asks for help.
#[derive(Debug)]
pub(super) struct Here<'a> {
    /// The commands that are registered.
    pub(super) registered: Vec<&'a str>,
    /// Whether this server has switched reminders on.
    pub(super) reminders: bool,
    /// Whether it is an admin who asks.
    pub(super) is_admin: bool,
}

/// What a line needs to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    Nothing,
    Reminders,
    Admin,
    RemindersAndAdmin,
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
        Needs::Reminders,
    ),
    (
        "Make reminder",
        "a message's menu, *Apps*, *Make reminder* – make one of what somebody announced",
        Needs::Reminders,
    ),
];

const DAILY: &[Line] = &[
    (
        "reminder_list",
        "`/reminder_list` – yours, and this channel's",
        Needs::Reminders,
    ),
    (
        "reminder_edit",
        "`/reminder_edit` – change one",
        Needs::Reminders,
    ),
    (
        "reminder_delete",
        "`/reminder_delete` – take one away",
        Needs::Reminders,
    ),
    (
        "add_live_session",
        "`/add_live_session` – announce a stream or a talk every week",
        Needs::RemindersAndAdmin,
    ),
    (
        "reminder_status",
        "`/reminder_status` – how this server's reminders are doing",
        Needs::RemindersAndAdmin,
    ),
];

const SUPPORT: &[Line] = &[(
    "innersync",
    "`/innersync` – the web apps that I belong to, and how to link your account",
    Needs::Nothing,
)];

const MORE: &[Line] = &[
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
            Needs::Reminders => self.reminders,
            Needs::Admin => self.is_admin,
            Needs::RemindersAndAdmin => self.reminders && self.is_admin,
        };
        fits && self.registered.contains(command)
    }
}

pub(super) fn help(here: &Here<'_>) -> Reply {
    let mut card = Card::new(Colour::Blue, "👋 What I can do for you").description(
        "I look after reminders: I read them off announcements, take them from you, and tell people in time.",
    );
    for (title, lines) in [
        ("🚀 Get started", GET_STARTED),
        ("📅 Every day", DAILY),
        ("💬 Support and accounts", SUPPORT),
        ("🔎 Where to find more", MORE),
    ] {
        let shown = lines.iter().filter(|it| here.has(it));
        let text = shown.fold(Rich::default(), |text, line| text.and(line.1).and("\n"));
        if !text.is_empty() {
            card = card.field(title, text);
        }
    }
    if !here.reminders {
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
        for line in [GET_STARTED, DAILY, SUPPORT, MORE].concat() {
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
            reminders: true,
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
        here.reminders = false;
        let off = shown(&here);
        assert!(
            !off.contains("reminder") && !off.contains("live_session"),
            "{off}"
        );
    }
}
