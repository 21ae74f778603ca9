//! The wizard's words for each of its questions.

use settings_core::wizard::Question;

/// How a question is put.
pub(super) struct Words {
    /// What it is about, in two or three words.
    pub(super) name: &'static str,
    /// The question.
    pub(super) ask: &'static str,
    /// What stands in the menu while nothing is picked: at most 150 characters.
    pub(super) menu: &'static str,
}

const CHANNEL: &str = "Choose a channel …";

/// The words for `question`.
pub(super) fn of(question: Question) -> Words {
    let words = |name, ask, menu| Words { name, ask, menu };
    match question {
        Question::LogChannel => words(
            "Log channel",
            "Where should I tell admins what I did? Every reminder made of an announcement, every changed setting, and \
             whatever needs you goes there.",
            CHANNEL,
        ),
        Question::RulesChannel => words(
            "Rules channel",
            "Where should newcomers start? I post a button there at once that leads them through this server's rules and \
             questions; `/onboarding` is where you write those.",
            CHANNEL,
        ),
        Question::AnnouncementsChannel => words(
            "Announcements channel",
            "Which channel should I watch? I make reminders of the events that are announced there, and post them \
             there too.",
            CHANNEL,
        ),
        Question::InviteChannel => words(
            "Invite channel",
            "Where should I greet newcomers and say who invited them?",
            CHANNEL,
        ),
        Question::ConsentChannel => words(
            "GDPR channel",
            "Where should members agree to what I store about them? `/gdpr post` puts the agreement there.",
            CHANNEL,
        ),
        Question::TicketCategory => words(
            "Ticket category",
            "Under which category should I open the channels of support tickets?",
            "Choose a category …",
        ),
        Question::StaffRole => words(
            "Staff role",
            "Who answers support tickets?",
            "Choose a role …",
        ),
        Question::ReminderChannel => words(
            "Reminder channel",
            "Where should reminders go when whoever makes one names no channel?",
            "Choose a channel for reminders …",
        ),
    }
}
