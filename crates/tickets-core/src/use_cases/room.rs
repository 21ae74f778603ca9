//! Making a ticket's channel: who gets in, the message with the buttons, and taking it all back.

use kernel::{ChannelId, MessageId, Retry, RoleId};

use super::Tickets;
use super::open::Unfurnished;
use crate::{NewRoom, Place, RoomError, RoomKind, Ticket, TicketNumber, of_new_channel};

/// What a ticket's channel is called while it is live; closed ones end in `-closed`.
///
/// ```
/// use tickets_core::{TicketNumber, channel_name};
///
/// let number = TicketNumber::new(42).ok_or("a number")?;
/// assert_eq!(channel_name(number, true), "ticket-42");
/// assert_eq!(channel_name(number, false), "ticket-42-closed");
/// # Ok::<(), &str>(())
/// ```
pub fn channel_name(number: TicketNumber, is_live: bool) -> String {
    if is_live {
        format!("ticket-{number}")
    } else {
        format!("ticket-{number}-closed")
    }
}

impl Tickets {
    /// Makes the channel of a new ticket, and posts its buttons. Whatever fails is tried once more; if it fails again,
    /// nothing is left of channel and ticket; where nobody can tell, or clear it away, [`Unfurnished::Left`] says so, and
    /// [`Tickets::repair`] looks after what is left.
    pub(super) async fn furnish(
        &self,
        ticket: &Ticket,
        place: Place,
        staff: Option<RoleId>,
    ) -> Result<Ticket, Unfurnished> {
        let placed = Ticket {
            channel: Some(self.make_room(ticket, place, staff).await?),
            ..ticket.clone()
        };
        let furnished = match self.move_in(&placed).await {
            Ok(()) => self.post_buttons(&placed, staff).await,
            Err(error) => Err(error),
        };
        match furnished {
            Err(error) if !self.clear_away(&placed).await => Err(error.left()),
            furnished => furnished,
        }
    }

    /// The ticket's channel. Where Discord has plainly refused it the ticket is gone as well. Where nobody can tell whether
    /// there is one, or will be, it is left to [`Tickets::repair`], which looks again: Discord may make a channel long after
    /// whoever asked for it has stopped listening, and a look just then says nothing.
    async fn make_room(
        &self,
        ticket: &Ticket,
        place: Place,
        staff: Option<RoleId>,
    ) -> Result<ChannelId, Unfurnished> {
        let rooms = &self.ports.rooms;
        let overwrites = match place.room() {
            RoomKind::Channel => of_new_channel(ticket.guild, ticket.requester, staff, rooms.bot()),
            RoomKind::Thread => Vec::new(),
        };
        let room = NewRoom {
            guild: ticket.guild,
            place,
            name: channel_name(ticket.number, true),
            ticket: ticket.clone(),
            overwrites,
        };
        let error = match rooms.make(&room).await {
            Ok(channel) => return Ok(channel),
            Err(error) => error,
        };
        // Discord may have done it, and only its answer was lost.
        let made = match &error {
            RoomError::Failed(_) => self.made_for(ticket).await,
            _ => Ok(None),
        };
        match made {
            Ok(Some(channel)) => Ok(channel),
            Ok(None) if !may_come(&error) && self.clear_away(ticket).await => Err(error.into()),
            Ok(None) | Err(_) => Err(Unfurnished::Left(error)),
        }
    }

    /// The channel that was made for the ticket by somebody who could not note it.
    pub(super) async fn made_for(&self, ticket: &Ticket) -> Result<Option<ChannelId>, RoomError> {
        let name = channel_name(ticket.number, true);
        self.ports.rooms.made_for(ticket, &name).await
    }

    async fn note_place(&self, ticket: &Ticket, channel: ChannelId) -> Result<(), Unfurnished> {
        let store = &self.ports.store;
        let is_placed = match store.place(ticket.guild, ticket.id, channel).await {
            Ok(it) => Ok(it),
            Err(_) => store.place(ticket.guild, ticket.id, channel).await,
        };
        match is_placed {
            Ok(true) => Ok(()),
            Ok(false) => Err(RoomError::Gone.into()),
            Err(failure) => Err(Unfurnished::Store(failure)),
        }
    }

    /// Notes the channel of a ticket, and posts the buttons there if it has none: whoever did may not have lived to note
    /// it.
    pub(super) async fn adopt(
        &self,
        ticket: &Ticket,
        staff: Option<RoleId>,
    ) -> Result<Ticket, RoomError> {
        self.move_in(ticket).await?;
        let adopted = match self.ports.rooms.find_control(ticket).await? {
            Some(message) => self.note_buttons(ticket, message).await,
            None => self.post_buttons(ticket, staff).await,
        };
        adopted.map_err(RoomError::from)
    }

    async fn move_in(&self, ticket: &Ticket) -> Result<(), Unfurnished> {
        if let Some(channel) = ticket.channel {
            self.note_place(ticket, channel).await?;
            self.quiet.forget(channel);
            if ticket.room == RoomKind::Thread {
                self.ports.rooms.invite(channel, ticket.requester).await?;
            }
        }
        Ok(())
    }

    /// The message with the buttons calls those who are concerned when a ticket is opened; one that takes the place of a
    /// deleted one does not.
    async fn post_buttons(
        &self,
        ticket: &Ticket,
        staff: Option<RoleId>,
    ) -> Result<Ticket, Unfurnished> {
        let rooms = &self.ports.rooms;
        let pings = ticket.is_being_opened();
        let message = match rooms.post_control(ticket, staff, pings).await {
            // Discord may have done it, and only its answer was lost.
            Err(RoomError::Failed(_)) => match rooms.find_control(ticket).await? {
                Some(message) => message,
                None => rooms.post_control(ticket, staff, pings).await?,
            },
            posted => posted?,
        };
        self.note_buttons(ticket, message).await
    }

    async fn note_buttons(
        &self,
        ticket: &Ticket,
        message: MessageId,
    ) -> Result<Ticket, Unfurnished> {
        let store = &self.ports.store;
        let note = || store.note_control(ticket.guild, ticket.id, message);
        let noted = match note().await {
            Ok(()) => Ok(()),
            Err(_) => note().await,
        };
        noted.map_err(Unfurnished::Store)?;
        Ok(Ticket {
            control_message: Some(message),
            ..ticket.clone()
        })
    }

    /// Takes a ticket back that could not be opened, with its channel. Says whether nothing is left of it; what is, is found
    /// when half-open tickets are looked for.
    pub(super) async fn clear_away(&self, ticket: &Ticket) -> bool {
        if let Some(channel) = ticket.channel
            && self.ports.rooms.delete(channel, ticket).await.is_err()
        {
            return false;
        }
        let taken = self.ports.store.take_back(ticket.guild, ticket.id).await;
        taken.is_ok()
    }
}

/// Whether Discord may still do what it has not said no to.
fn may_come(error: &RoomError) -> bool {
    matches!(error, RoomError::Failed(failure) if failure.retry() == Retry::Later)
}
