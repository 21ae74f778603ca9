//! Making a ticket's channel: who gets in, the message with the buttons, and taking it all back.

use kernel::{ChannelId, MessageId, RoleId};

use super::Tickets;
use crate::{
    CategoryLook, NewRoom, Overwrite, Place, RoomError, RoomKind, Ticket, TicketNumber,
    of_new_channel,
};

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
    /// nothing is left of channel and ticket, save what [`Tickets::repair`] finds where even that fails.
    pub(super) async fn furnish(
        &self,
        ticket: &Ticket,
        place: Place,
        look: CategoryLook,
        staff: Option<RoleId>,
    ) -> Result<Ticket, RoomError> {
        let made = self.make_room(ticket, place, look, staff).await;
        let placed = Ticket {
            channel: made.as_ref().ok().copied(),
            ..ticket.clone()
        };
        let furnished = match made {
            Ok(_) => match self.move_in(&placed).await {
                Ok(()) => self.post_buttons(&placed, staff).await,
                Err(error) => Err(error),
            },
            Err(error) => Err(error),
        };
        if furnished.is_err() {
            self.clear_away(&placed).await;
        }
        furnished
    }

    async fn make_room(
        &self,
        ticket: &Ticket,
        place: Place,
        look: CategoryLook,
        staff: Option<RoleId>,
    ) -> Result<ChannelId, RoomError> {
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
            overwrites: within(overwrites, look),
        };
        rooms.make(&room).await
    }

    async fn note_place(&self, ticket: &Ticket, channel: ChannelId) -> Result<(), RoomError> {
        let store = &self.ports.store;
        let is_placed = match store.place(ticket.guild, ticket.id, channel).await {
            Ok(it) => it,
            Err(_) => store.place(ticket.guild, ticket.id, channel).await?,
        };
        if is_placed {
            Ok(())
        } else {
            Err(RoomError::Gone)
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
        match self.ports.rooms.find_control(ticket).await? {
            Some(message) => self.note_buttons(ticket, message).await,
            None => self.post_buttons(ticket, staff).await,
        }
    }

    async fn move_in(&self, ticket: &Ticket) -> Result<(), RoomError> {
        if let Some(channel) = ticket.channel {
            self.note_place(ticket, channel).await?;
            self.quiet.forget(channel);
            if ticket.room == RoomKind::Thread {
                self.ports.rooms.invite(channel, ticket.requester).await?;
            }
        }
        Ok(())
    }

    async fn post_buttons(
        &self,
        ticket: &Ticket,
        staff: Option<RoleId>,
    ) -> Result<Ticket, RoomError> {
        let rooms = &self.ports.rooms;
        let message = match rooms.post_control(ticket, staff).await {
            // Discord may have done it, and only its answer was lost.
            Err(RoomError::Failed(_)) => match rooms.find_control(ticket).await? {
                Some(message) => message,
                None => rooms.post_control(ticket, staff).await?,
            },
            posted => posted?,
        };
        self.note_buttons(ticket, message).await
    }

    async fn note_buttons(&self, ticket: &Ticket, message: MessageId) -> Result<Ticket, RoomError> {
        let store = &self.ports.store;
        if store
            .note_control(ticket.guild, ticket.id, message)
            .await
            .is_err()
        {
            store.note_control(ticket.guild, ticket.id, message).await?;
        }
        Ok(Ticket {
            control_message: Some(message),
            ..ticket.clone()
        })
    }

    /// Takes a ticket back that could not be opened, with its channel. Best effort: what is left is found when half-open
    /// tickets are looked for.
    pub(super) async fn clear_away(&self, ticket: &Ticket) {
        if let Some(channel) = ticket.channel
            && self.ports.rooms.delete(channel, ticket).await.is_err()
        {
            return;
        }
        let _left_for_later = self.ports.store.take_back(ticket.guild, ticket.id).await;
    }
}

/// Without what the bot itself does not hold, which Discord would refuse to let it give.
fn within(overwrites: Vec<Overwrite>, look: CategoryLook) -> Vec<Overwrite> {
    let held = overwrites.into_iter();
    held.map(|it| it.within(look.held)).collect()
}
