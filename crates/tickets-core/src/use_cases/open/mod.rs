//! Opening a ticket: the checks in the order in which people should hear of them, then row, channel and buttons.

mod refusal;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, UseCaseError, UserId};

use self::refusal::not_done;
use super::Tickets;
use crate::settings::ticketbot::TicketbotSettings;
use crate::{
    CategoryLook, Event, LogEvent, NewTicket, OpenOutcome, OpeningLimits, Permissions, Place,
    Recorded, RoomKind, Ticket, TicketStatus,
};

pub use self::refusal::OpenRefusal;
pub(super) use self::refusal::{Unfurnished, told};

/// The most characters of a description, as it is typed.
pub const DESCRIPTION_MAX: usize = 2000;
/// The most characters of a requester's name that are kept.
const USERNAME_MAX: usize = 100;
/// How many channels Discord takes in a category …
const CATEGORY_MAX: u32 = 50;
/// … from how many on staff is warned …
const CATEGORY_WARNING: u32 = 45;
/// … and how many in a guild.
const GUILD_MAX: u32 = 500;

/// What opening a ticket needs the bot to hold in the category.
const NEEDED: [Permissions; 5] = [
    Permissions::VIEW_CHANNEL,
    Permissions::MANAGE_CHANNELS,
    Permissions::SEND_MESSAGES,
    Permissions::EMBED_LINKS,
    Permissions::READ_MESSAGE_HISTORY,
];

/// What it needs the bot to hold in the channel whose threads tickets are.
const NEEDED_FOR_THREADS: [Permissions; 6] = [
    Permissions::VIEW_CHANNEL,
    Permissions::CREATE_PRIVATE_THREADS,
    Permissions::SEND_MESSAGES_IN_THREADS,
    Permissions::EMBED_LINKS,
    Permissions::READ_MESSAGE_HISTORY,
    Permissions::MANAGE_THREADS,
];

/// A wish for a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenTicket {
    /// Where.
    pub guild: GuildId,
    /// Who asks.
    pub requester: UserId,
    /// What they are called.
    pub username: String,
    /// What they ask, as typed.
    pub description: String,
}

type Refused = UseCaseError<OpenRefusal>;

fn refused(refusal: OpenRefusal) -> Refused {
    UseCaseError::Refused(refusal)
}

impl Tickets {
    /// Opens a ticket. When it returns one, that has its channel and its buttons; when it does not, nothing is left of it,
    /// save where [`OpenRefusal::Unsettled`] or [`OpenRefusal::Unfinished`] says that [`Tickets::repair`] looks after it.
    pub async fn open(&self, wish: OpenTicket) -> Result<Ticket, Refused> {
        let (guild, requester) = (wish.guild, wish.requester);
        let settings = self.settings(guild).await?;
        let (what, place) = possible(&wish, settings).map_err(refused)?;
        let now = self.ports.clock.now();
        let admitted = self.openings.admit(requester, now);
        admitted.map_err(|wait| refused(OpenRefusal::CoolingDown(wait)))?;
        let opened = self.try_open(&what, place, settings, now).await;
        let is_our_fault = match &opened {
            Ok(_) => false,
            // Where there is no room, there is none a moment later: who presses again and again waits like others.
            Err(UseCaseError::Refused(refusal)) => refusal.concerns_staff() && !refusal.is_full(),
            Err(UseCaseError::Failed(_)) => true,
        };
        if is_our_fault {
            self.openings.give_back(requester, now);
        }
        if let Err(UseCaseError::Refused(OpenRefusal::CoolingDown(wait))) = &opened {
            // Another process has opened one for them: that is what they wait for, and not this try.
            self.openings.give_back(requester, now);
            let heard_of = now + *wait - Self::OPENING_WINDOW;
            self.openings.count(requester, heard_of);
        }
        if let Err(UseCaseError::Refused(refusal)) = &opened
            && refusal.concerns_staff()
        {
            self.tell_not_opened(&what, refusal).await;
        }
        opened
    }

    async fn try_open(
        &self,
        what: &NewTicket,
        place: Place,
        settings: TicketbotSettings,
        now: DateTime<Utc>,
    ) -> Result<Ticket, Refused> {
        let look = self.ports.rooms.look(what.guild, place).await;
        let look = look.map_err(|it| refused(not_done(&it)))?;
        let look = look.ok_or_else(|| refused(OpenRefusal::gone(place)))?;
        let ticket = self.take_number(what, settings, look, now).await?;
        let furnished = self.furnish(&ticket, place, settings.staff_role_id);
        let ticket = match furnished.await {
            Ok(ticket) => ticket,
            Err(error) => {
                if error.leaves_the_row() {
                    self.excuse(&ticket).await;
                }
                return Err(error.heard(what.room));
            }
        };
        self.tell_opened(&ticket, look).await;
        Ok(ticket)
    }

    /// What Discord failed at costs its requester no turn, also where its row stays. If that cannot be noted, they wait half
    /// a minute, which is no reason to tell them of anything else.
    async fn excuse(&self, ticket: &Ticket) {
        let noted = self.ports.store.give_turn_back(ticket.guild, ticket.id);
        drop(noted.await);
    }

    /// The row. How many tickets they have is asked before what Discord lacks, so that a mended bot is not the news to
    /// somebody who could open none anyway.
    async fn take_number(
        &self,
        what: &NewTicket,
        settings: TicketbotSettings,
        look: CategoryLook,
        now: DateTime<Utc>,
    ) -> Result<Ticket, Refused> {
        let limits = OpeningLimits {
            most_live: u32::try_from(settings.max_open_per_user).unwrap_or(1),
            none_since: now - Self::OPENING_WINDOW,
        };
        let ticket = match self.ports.store.open(what, limits, now).await? {
            OpenOutcome::Opened(ticket) => *ticket,
            OpenOutcome::TooSoon(last) => {
                // The clocks of two processes are not quite the same.
                let wait = last + Self::OPENING_WINDOW - now;
                let wait = wait.clamp(TimeDelta::seconds(1), Self::OPENING_WINDOW);
                return Err(refused(OpenRefusal::CoolingDown(wait)));
            }
            OpenOutcome::TooMany(live) => return Err(refused(OpenRefusal::TooMany(live))),
        };
        match room_for_another(what.room, look) {
            Ok(()) => Ok(ticket),
            Err(refusal) => {
                self.clear_away(&ticket).await;
                Err(refused(refusal))
            }
        }
    }

    async fn tell_not_opened(&self, what: &NewTicket, refusal: &OpenRefusal) {
        let archivable = if refusal.is_full() {
            self.archivable(what.guild, what.room).await
        } else {
            None
        };
        let event = LogEvent::NotOpened {
            refusal: refusal.clone(),
            archivable,
        };
        self.ports.log.record(what.guild, &event).await;
    }

    /// How many closed tickets could be archived to make room; none where that is not known.
    async fn archivable(&self, guild: GuildId, room: RoomKind) -> Option<u32> {
        self.ports.store.archivable(guild, room).await.ok()
    }

    /// Tells staff of a new ticket.
    pub(super) async fn tell_of_new(&self, ticket: &Ticket) {
        let what = Recorded {
            event: Event::Created,
            from: None,
            to: TicketStatus::Open,
            by: Some(ticket.requester),
            at: ticket.created_at,
        };
        let ticket_opened = LogEvent::Changed {
            ticket: Box::new(ticket.clone()),
            what,
            saved: None,
        };
        self.ports.log.record(ticket.guild, &ticket_opened).await;
    }

    async fn tell_opened(&self, ticket: &Ticket, look: CategoryLook) {
        self.tell_of_new(ticket).await;
        let log = &self.ports.log;
        if ticket.room == RoomKind::Thread {
            return;
        }
        let channels = look.channels + 1;
        if channels >= CATEGORY_WARNING {
            let filling_up = LogEvent::FillingUp {
                channels,
                archivable: self.archivable(ticket.guild, ticket.room).await,
            };
            log.record(ticket.guild, &filling_up).await;
        }
        if !look.held.contains(Permissions::MANAGE_ROLES) {
            let lacking = LogEvent::Lacking(Permissions::MANAGE_ROLES);
            log.record(ticket.guild, &lacking).await;
        }
    }
}

/// What is refused without asking anybody, and thus costs no turn.
fn possible(
    wish: &OpenTicket,
    settings: TicketbotSettings,
) -> Result<(NewTicket, Place), OpenRefusal> {
    if !settings.enabled {
        return Err(OpenRefusal::Disabled);
    }
    let place = settings.place();
    let what = readable(wish, place.map_or(RoomKind::Channel, Place::room))?;
    Ok((what, place.ok_or(OpenRefusal::NotSetUp)?))
}

fn readable(wish: &OpenTicket, room: RoomKind) -> Result<NewTicket, OpenRefusal> {
    let description = wish.description.trim();
    if description.is_empty() {
        return Err(OpenRefusal::NoDescription);
    }
    if description.chars().count() > DESCRIPTION_MAX {
        return Err(OpenRefusal::TooLong);
    }
    Ok(NewTicket {
        guild: wish.guild,
        requester: wish.requester,
        username: wish.username.chars().take(USERNAME_MAX).collect(),
        description: description.to_owned(),
        room,
    })
}

fn room_for_another(room: RoomKind, look: CategoryLook) -> Result<(), OpenRefusal> {
    let needed = match room {
        RoomKind::Channel => &NEEDED[..],
        RoomKind::Thread => &NEEDED_FOR_THREADS[..],
    };
    let needed = { needed.iter() }.fold(Permissions::NONE, |all, it| all | *it);
    if !look.held.contains(needed) {
        return Err(OpenRefusal::Lacking(needed.without(look.held)));
    }
    // Discord counts threads by what is active, and says when there are too many.
    if room == RoomKind::Thread {
        return Ok(());
    }
    if look.channels >= CATEGORY_MAX {
        return Err(OpenRefusal::CategoryFull);
    }
    if look.guild_channels >= GUILD_MAX {
        return Err(OpenRefusal::GuildFull);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
