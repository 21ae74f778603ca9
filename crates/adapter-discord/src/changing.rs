//! Which interactions change something, and are acknowledged before the work begins.

use twilight_model::application::interaction::{Interaction, InteractionData, InteractionType};

use crate::custom_id::Parts;
use crate::{
    export, faq, growth, invites, newcomers, onboarding, operations, privacy, reminders, settings,
    staff, tickets,
};

/// Whether the handler changes something, so that Discord has to take the acknowledgement before the work begins: a
/// repeated or outdated interaction is refused there, and nothing happens twice. Forms cannot be shown after it.
pub(crate) fn changes_something(interaction: &Interaction) -> bool {
    match (&interaction.data, interaction.kind) {
        (_, InteractionType::ApplicationCommandAutocomplete) => false,
        (Some(InteractionData::ApplicationCommand(data)), _)
            if data.name == reminders::edit::NAME =>
        {
            reminders::edit::changes_something(data)
        }
        (Some(InteractionData::ApplicationCommand(data)), _) if data.name == faq::NAME => {
            faq::changes_something(data)
        }
        (Some(InteractionData::ApplicationCommand(data)), _) if data.name == onboarding::NAME => {
            onboarding::changes_something(data)
        }
        (Some(InteractionData::ApplicationCommand(data)), _) => [
            export::NAME,
            privacy::export::NAME,
            privacy::agreement::NAME,
            newcomers::export::NAME,
            reminders::add::NAME,
            reminders::delete::NAME,
            reminders::live_session::add::NAME,
            reminders::live_session::edit::NAME,
            reminders::live_session::delete::NAME,
            settings::NAME,
            growth::ask::LEARN_NAME,
            growth::ask::CAPTION_NAME,
            invites::set_count::RESET_NAME,
            invites::set_count::SET_NAME,
            operations::sync::NAME,
            staff::clean::NAME,
            staff::send_to::NAME,
            tickets::open::NAME,
            tickets::act::CLAIM_NAME,
            tickets::act::CLOSE_NAME,
            tickets::panel::NAME,
            tickets::set_status::NAME,
        ]
        .contains(&data.name.as_str()),
        (Some(InteractionData::MessageComponent(data)), _) => [
            faq::REMOVE,
            faq::proposals::DISMISS,
            privacy::agreement::AGREE,
            privacy::erase::CANCEL,
            privacy::erase::CONFIRM,
            reminders::after::DONE,
            reminders::after::SNOOZE,
            reminders::undo::UNDO,
            growth::history::DELETE_YES,
            growth::leader::PICK,
            growth::share::ANONYMOUS,
            growth::share::KEEP,
            growth::share::NAMED,
            onboarding::RESET_QUESTIONS,
            onboarding::RESET_RULES,
            newcomers::press::ACCEPT_ALL,
            newcomers::press::CONFIRM,
            newcomers::press::EDIT,
            newcomers::press::OPT_IN,
            newcomers::press::RESTART,
            newcomers::press::RESUME,
            newcomers::press::RETRY,
            newcomers::press::RULE,
            newcomers::press::SEND,
            newcomers::press::SKIP,
            newcomers::press::START,
            settings::history::UNDO,
            settings::wizard::PICK,
            settings::transfer::CONFIRM,
            operations::migrate::UP,
            tickets::act::CLAIM,
            tickets::act::CLOSE,
            tickets::act::ESCALATE,
            tickets::act::WAIT,
            tickets::archive::ARCHIVE,
            tickets::archive::DELETE,
            tickets::archive::FORCE,
            tickets::draft::DISCARD,
            tickets::draft::POST,
            tickets::draft::SUGGEST,
            tickets::idle::CLOSE,
            tickets::idle::KEEP,
            tickets::stats::ALL,
            tickets::stats::MONTH,
            tickets::stats::REFRESH,
            tickets::stats::WEEK,
        ]
        .contains(&Parts::of(&data.custom_id).route),
        (Some(InteractionData::ModalSubmit(_)), _) => true,
        _ => false,
    }
}
