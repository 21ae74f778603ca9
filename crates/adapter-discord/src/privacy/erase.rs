//! `/delete_my_data`: the question, and what its buttons do.

use chrono::DateTime;
use kernel::UseCaseError;
use privacy_core::Question;
use twilight_interactions::command::CreateCommand;
use twilight_model::application::command::Command;

use super::erase_view as view;
use super::person::Person;
use crate::context::DiscordContext;
use crate::custom_id::{self, Parts};
use crate::reply::Reply;
use crate::routes::Handled;

pub(crate) const NAME: &str = DeleteMyDataCommand::NAME;
/// The button that erases.
pub(crate) const CONFIRM: &str = "gdpr_delete_confirm";
/// The button that leaves everything as it is.
pub(crate) const CANCEL: &str = "gdpr_delete_cancel";
/// What is noted nowhere: whoever was erased would be in the record of commands again.
pub(crate) const UNNOTED: [&str; 3] = [NAME, CONFIRM, CANCEL];

#[derive(CreateCommand)]
#[command(
    name = "delete_my_data",
    desc = "Have everything erased that I keep of you, in all servers",
    contexts = "guild bot_dm",
    integration_types = "guild_install"
)]
struct DeleteMyDataCommand {}

pub(crate) fn definition() -> Command {
    DeleteMyDataCommand::create_command().into()
}

/// What the buttons carry: who was asked, and until when.
pub(super) fn button_id(route: &'static str, question: Question) -> String {
    custom_id::encode(route, &[&question.asked, &question.until.timestamp()])
}

fn read(mut parts: Parts<'_>) -> Option<Question> {
    Some(Question {
        asked: parts.next()?,
        until: DateTime::from_timestamp(parts.next()?, 0)?,
    })
}

/// In a server, or in a direct message.
pub(crate) fn run(person: &Person, context: &DiscordContext) -> Reply {
    view::question(context.features.privacy.ask_erasure(person.user))
}

/// They do want it.
pub(crate) async fn confirm(
    parts: Parts<'_>,
    person: &Person,
    context: &DiscordContext,
) -> Handled {
    let Some(question) = read(parts) else {
        return Ok(view::unreadable());
    };
    match context.features.privacy.erase(person.user, question).await {
        Ok(erased) => Ok(view::erased(&erased)),
        Err(UseCaseError::Refused(why)) => Ok(view::not_erased(why)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

/// They do not.
pub(crate) fn cancel(parts: Parts<'_>, person: &Person, context: &DiscordContext) -> Reply {
    let Some(question) = read(parts) else {
        return view::unreadable();
    };
    match context.features.privacy.answers(person.user, question) {
        Ok(()) => view::cancelled(),
        Err(why) => view::not_erased(why),
    }
}

#[cfg(test)]
mod tests {
    use kernel::UserId;

    use super::*;

    #[test]
    fn a_button_brings_back_what_was_asked() {
        let question = Question::to(UserId::new(u64::MAX >> 1).unwrap(), DateTime::UNIX_EPOCH);
        for route in [CONFIRM, CANCEL] {
            let id = button_id(route, question);
            let parts = Parts::of(&id);
            assert_eq!(parts.route, route);
            assert_eq!(read(parts), Some(question));
        }
        assert_eq!(read(Parts::of("gdpr_delete_confirm:7")), None);
        assert_eq!(read(Parts::of("gdpr_delete_confirm:0:7")), None);
    }
}
