//! `/ticket_list`, and its pages.

use kernel::UseCaseError;
use tickets_core::{ListTickets, Statuses};
use twilight_interactions::command::{
    CommandInputData, CommandModel, CommandOption, CreateCommand, CreateOption,
};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::application_command::CommandData;

use super::{act_view, list_view};
use crate::context::{Asker, DiscordContext};
use crate::custom_id::{self, Parts};
use crate::reply::{Body, Reply};
use crate::routes::Handled;

pub(crate) const NAME: &str = TicketListCommand::NAME;
/// The buttons that turn pages.
pub(crate) const PREVIOUS: &str = "ticket_list_prev";
pub(crate) const NEXT: &str = "ticket_list_next";

/// What the filter of a list of one's own begins with, in a button.
const MINE: &str = "mine-";

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "ticket_list",
    desc = "Show this server's tickets, or yours if you are not staff",
    contexts = "guild",
    integration_types = "guild_install"
)]
struct TicketListCommand {
    /// Which; those that are being worked on if you leave it out
    status: Option<ListChoice>,
    /// Only those that you opened
    mine: Option<bool>,
}

#[derive(Clone, Copy, CommandOption, CreateOption)]
enum ListChoice {
    #[option(name = "active", value = "active")]
    Active,
    #[option(name = "open", value = "open")]
    Open,
    #[option(name = "claimed", value = "claimed")]
    Claimed,
    #[option(name = "waiting for user", value = "waiting_for_user")]
    WaitingForUser,
    #[option(name = "escalated", value = "escalated")]
    Escalated,
    #[option(name = "closed", value = "closed")]
    Closed,
    #[option(name = "archived", value = "archived")]
    Archived,
    #[option(name = "all", value = "all")]
    All,
}

/// What a list shows; its buttons carry it along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shown {
    statuses: Statuses,
    pub(super) mine: bool,
}

impl Shown {
    /// Whether it leaves no state out.
    pub(super) fn is_all(self) -> bool {
        self.statuses == Statuses::All
    }

    /// The id of a button that leads to page `page`.
    pub(super) fn button(self, route: &'static str, page: u32) -> String {
        let states = match self.statuses {
            Statuses::Only(status) => status.as_str(),
            Statuses::All => "all",
            Statuses::Live | Statuses::Unarchived => "active",
        };
        let mine = if self.mine { MINE } else { "" };
        custom_id::encode(route, &[&format_args!("{mine}{states}"), &page])
    }

    /// What a button carries, and which page. One without any of it, of an earlier release, leads to the beginning.
    fn read(mut parts: Parts<'_>) -> Option<(Self, u32)> {
        let Some(filter) = parts.next::<String>() else {
            let first = Self {
                statuses: Statuses::Live,
                mine: false,
            };
            return Some((first, 1));
        };
        let states = filter.strip_prefix(MINE);
        let shown = Self {
            statuses: Statuses::named(states.unwrap_or(&filter))?,
            mine: states.is_some(),
        };
        Some((shown, parts.next().unwrap_or(1)))
    }
}

pub(crate) fn definition() -> Command {
    TicketListCommand::create_command().into()
}

pub(crate) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    let Ok(command) = TicketListCommand::from_interaction(CommandInputData::from(data.clone()))
    else {
        return Ok(list_view::unreadable());
    };
    let shown = Shown {
        statuses: Statuses::named(command.status.map_or("active", |it| it.value()))
            .unwrap_or(Statuses::Live),
        mine: command.mine == Some(true),
    };
    Ok(match page(shown, 1, asker, context).await? {
        Ok(body) => Reply::Message(body),
        Err(refusal) => refusal,
    })
}

pub(crate) async fn turn_page(
    parts: Parts<'_>,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let Some((shown, number)) = Shown::read(parts) else {
        return Ok(list_view::unreadable());
    };
    Ok(match page(shown, number, asker, context).await? {
        Ok(body) => Reply::Update(body),
        Err(refusal) => refusal,
    })
}

async fn page(
    shown: Shown,
    number: u32,
    asker: &Asker,
    context: &DiscordContext,
) -> Result<Result<Body, Reply>, kernel::PortFailure> {
    let request = ListTickets {
        guild: asker.guild,
        member: asker.member,
        roles: asker.roles.clone(),
        statuses: shown.statuses,
        mine: shown.mine,
        page: number,
    };
    match context.features.tickets.list(&request).await {
        Ok(listed) => Ok(Ok(list_view::listed(&listed, shown))),
        Err(UseCaseError::Refused(refusal)) => Ok(Err(act_view::refused(&refusal))),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

#[cfg(test)]
mod tests {
    use tickets_core::TicketStatus;

    use super::*;

    #[test]
    fn a_button_reads_back_what_it_carries() {
        for statuses in [
            Statuses::Live,
            Statuses::All,
            Statuses::Only(TicketStatus::WaitingForUser),
        ] {
            for mine in [false, true] {
                let shown = Shown { statuses, mine };
                let id = shown.button(NEXT, 12);
                assert_eq!(Shown::read(Parts::of(&id)), Some((shown, 12)), "{id}");
            }
        }
    }

    #[test]
    fn a_button_of_an_earlier_release_leads_to_the_first_page() {
        let (shown, page) = Shown::read(Parts::of(PREVIOUS)).unwrap();
        assert_eq!(
            (shown.statuses, shown.mine, page),
            (Statuses::Live, false, 1)
        );
        assert_eq!(Shown::read(Parts::of("ticket_list_next:lost:1")), None);
    }
}
