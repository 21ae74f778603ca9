//! Opening a ticket: the checks in the order in which people should hear of them, then row, channel and buttons.

use chrono::TimeDelta;
use kernel::{ChannelId, GuildId, PortFailure, UseCaseError, UserId};

use super::Tickets;
use crate::settings::ticketbot::TicketbotSettings;
use crate::{
    CategoryLook, Event, LogEvent, NewTicket, OpenOutcome, Permissions, Place, Recorded, RoomError,
    RoomKind, Ticket, TicketStatus,
};

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
const NEEDED_FOR_THREADS: [Permissions; 5] = [
    Permissions::VIEW_CHANNEL,
    Permissions::CREATE_PRIVATE_THREADS,
    Permissions::SEND_MESSAGES_IN_THREADS,
    Permissions::EMBED_LINKS,
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

/// Why a ticket is not opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenRefusal {
    /// Tickets are switched off here.
    Disabled,
    /// They opened another one just now; so long they wait.
    CoolingDown(TimeDelta),
    /// Nothing was asked.
    NoDescription,
    /// More than [`DESCRIPTION_MAX`] characters were typed.
    TooLong,
    /// No category has been chosen.
    NotSetUp,
    /// The category that was chosen is gone, or is none.
    CategoryGone(ChannelId),
    /// The channel in whose threads tickets are is gone, or has no threads.
    ThreadChannelGone(ChannelId),
    /// They have as many live tickets as they may: these.
    TooMany(Vec<Ticket>),
    /// The bot lacks these in the category.
    Lacking(Permissions),
    /// The category has as many channels as Discord takes.
    CategoryFull,
    /// The guild has as many channels as Discord takes.
    GuildFull,
    /// The guild has as many active threads as Discord takes.
    ThreadsFull,
}

type Refused = UseCaseError<OpenRefusal>;

fn refused(refusal: OpenRefusal) -> Refused {
    UseCaseError::Refused(refusal)
}

impl Tickets {
    /// Opens a ticket. When it returns one, that has its channel and its buttons; when it does not, nothing is left of it.
    pub async fn open(&self, wish: OpenTicket) -> Result<Ticket, Refused> {
        let guild = wish.guild;
        let requester = wish.requester;
        let now = self.ports.clock.now();
        let admitted = self.openings.admit(requester, now);
        if let Err(wait) = admitted {
            return Err(refused(OpenRefusal::CoolingDown(wait)));
        }
        let opened = self.try_open(wish).await;
        if opened.is_err() {
            self.openings.give_back(requester, now);
        }
        if let Err(UseCaseError::Refused(refusal)) = &opened
            && concerns_staff(refusal)
        {
            let event = LogEvent::NotOpened {
                refusal: refusal.clone(),
            };
            self.ports.log.record(guild, &event).await;
        }
        opened
    }

    async fn try_open(&self, wish: OpenTicket) -> Result<Ticket, Refused> {
        let settings = self.settings(wish.guild).await?;
        if !settings.enabled {
            return Err(refused(OpenRefusal::Disabled));
        }
        let place = settings.place();
        let what = readable(&wish, place.map_or(RoomKind::Channel, Place::room))?;
        let place = place.ok_or_else(|| refused(OpenRefusal::NotSetUp))?;
        let look = self.ports.rooms.look(what.guild, place).await?;
        let look = look.ok_or_else(|| refused(gone(place)))?;
        let ticket = self.take_number(&what, settings, look).await?;
        let furnished = self.furnish(&ticket, place, look, settings.staff_role_id);
        let ticket = furnished.await.map_err(|it| translated(it, place.room()))?;
        self.tell_opened(&ticket, look).await;
        Ok(ticket)
    }

    /// The row. How many tickets they have is asked before what Discord lacks, so that a mended bot is not the news to
    /// somebody who could open none anyway.
    async fn take_number(
        &self,
        what: &NewTicket,
        settings: TicketbotSettings,
        look: CategoryLook,
    ) -> Result<Ticket, Refused> {
        let most = u32::try_from(settings.max_open_per_user).unwrap_or(1);
        let now = self.ports.clock.now();
        let ticket = match self.ports.store.open(what, most, now).await? {
            OpenOutcome::Opened(ticket) => *ticket,
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

    async fn tell_opened(&self, ticket: &Ticket, look: CategoryLook) {
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
        };
        let log = &self.ports.log;
        log.record(ticket.guild, &ticket_opened).await;
        if ticket.room == RoomKind::Thread {
            return;
        }
        let channels = look.channels + 1;
        if channels >= CATEGORY_WARNING {
            log.record(ticket.guild, &LogEvent::FillingUp(channels))
                .await;
        }
        if !look.held.contains(Permissions::MANAGE_ROLES) {
            let lacking = LogEvent::Lacking(Permissions::MANAGE_ROLES);
            log.record(ticket.guild, &lacking).await;
        }
    }
}

fn readable(wish: &OpenTicket, room: RoomKind) -> Result<NewTicket, Refused> {
    let description = wish.description.trim();
    if description.is_empty() {
        return Err(refused(OpenRefusal::NoDescription));
    }
    if description.chars().count() > DESCRIPTION_MAX {
        return Err(refused(OpenRefusal::TooLong));
    }
    Ok(NewTicket {
        guild: wish.guild,
        requester: wish.requester,
        username: wish.username.chars().take(USERNAME_MAX).collect(),
        description: description.to_owned(),
        room,
    })
}

fn gone(place: Place) -> OpenRefusal {
    match place {
        Place::Category(category) => OpenRefusal::CategoryGone(category),
        Place::Threads(channel) => OpenRefusal::ThreadChannelGone(channel),
    }
}

fn room_for_another(room: RoomKind, look: CategoryLook) -> Result<(), OpenRefusal> {
    let needed = match room {
        RoomKind::Channel => NEEDED,
        RoomKind::Thread => NEEDED_FOR_THREADS,
    };
    let needed = needed
        .into_iter()
        .fold(Permissions::NONE, |all, it| all | it);
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

/// Whether staff can mend it, and should hear of it.
fn concerns_staff(refusal: &OpenRefusal) -> bool {
    match refusal {
        OpenRefusal::CategoryGone(_)
        | OpenRefusal::ThreadChannelGone(_)
        | OpenRefusal::ThreadsFull
        | OpenRefusal::Lacking(_)
        | OpenRefusal::CategoryFull
        | OpenRefusal::GuildFull => true,
        OpenRefusal::Disabled
        | OpenRefusal::CoolingDown(_)
        | OpenRefusal::NoDescription
        | OpenRefusal::TooLong
        | OpenRefusal::NotSetUp
        | OpenRefusal::TooMany(_) => false,
    }
}

/// What Discord says only when the channel is made.
fn translated(error: RoomError, room: RoomKind) -> Refused {
    match error {
        RoomError::Forbidden(lacking) => refused(OpenRefusal::Lacking(lacking)),
        RoomError::Full if room == RoomKind::Thread => refused(OpenRefusal::ThreadsFull),
        RoomError::Full => refused(OpenRefusal::CategoryFull),
        RoomError::Failed(failure) => failure.into(),
        RoomError::Gone => failed("make a ticket's channel: it is gone").into(),
        RoomError::Wait(_) => failed("make a ticket's channel: Discord asks to wait").into(),
    }
}

fn failed(attempted: &'static str) -> PortFailure {
    PortFailure::new(attempted, kernel::Retry::Later, "Discord refused")
}

#[cfg(test)]
mod tests {
    use settings_core::SettingValue;

    use super::*;
    use crate::TicketStore as _;
    use crate::settings::ticketbot::{ENABLED, MAX_OPEN};
    use crate::testing::{Call, World};
    use crate::{Action, Subject};

    fn look(held: Permissions, channels: u32, guild_channels: u32) -> CategoryLook {
        CategoryLook {
            held,
            channels,
            guild_channels,
        }
    }

    const EVERYTHING: Permissions = Permissions::from_bits(u64::MAX);

    async fn refusal(world: &World, wish: OpenTicket) -> OpenRefusal {
        match world.tickets().open(wish).await {
            Err(UseCaseError::Refused(refusal)) => refusal,
            other => panic!("{other:?}"),
        }
    }

    async fn is_empty(world: &World) -> bool {
        let half_open = world.store.half_open(crate::testing::instant(99)).await;
        world.rooms.all().is_empty() && half_open.unwrap().is_empty()
    }

    #[tokio::test]
    async fn a_ticket_has_its_channel_its_people_and_its_buttons() {
        let world = World::default();
        let ticket = world.tickets().open(World::wish(11)).await.unwrap();
        assert_eq!(
            world.store.find(World::home(), ticket.id).await.unwrap(),
            Some(ticket.clone())
        );
        let room = world.rooms.all().remove(0);
        assert_eq!(room.name, "ticket-1");
        assert_eq!(room.control, ticket.control_message);
        let subjects: Vec<Subject> = room.overwrites.iter().map(|it| it.subject).collect();
        assert!(subjects.contains(&Subject::Role(World::staff_role())));
        assert!(subjects.contains(&Subject::Member(ticket.requester)));
        assert_eq!(subjects.len(), 4);
        let told = world.log.told();
        assert!(
            matches!(&told[..], [LogEvent::Changed { what, .. }] if what.event == Event::Created)
        );
    }

    #[tokio::test]
    async fn whatever_is_missing_is_named_in_the_order_in_which_it_is_mended() {
        let world = World::default();
        let blank = OpenTicket {
            description: " \n\u{2003} ".to_owned(),
            ..World::wish(11)
        };
        assert_eq!(refusal(&world, blank).await, OpenRefusal::NoDescription);
        let long = OpenTicket {
            description: "é".repeat(2001),
            ..World::wish(11)
        };
        assert_eq!(refusal(&world, long).await, OpenRefusal::TooLong);
        world.rooms.has_category(None);
        let gone = refusal(&world, World::wish(11)).await;
        assert_eq!(
            gone,
            OpenRefusal::CategoryGone(ChannelId::new(300).unwrap())
        );
        let without_two = EVERYTHING.without(Permissions::SEND_MESSAGES | Permissions::EMBED_LINKS);
        world.rooms.has_category(Some(look(without_two, 50, 500)));
        let lacking = Permissions::SEND_MESSAGES | Permissions::EMBED_LINKS;
        assert_eq!(
            refusal(&world, World::wish(11)).await,
            OpenRefusal::Lacking(lacking)
        );
        world.rooms.has_category(Some(look(EVERYTHING, 50, 500)));
        assert_eq!(
            refusal(&world, World::wish(11)).await,
            OpenRefusal::CategoryFull
        );
        world.rooms.has_category(Some(look(EVERYTHING, 49, 500)));
        assert_eq!(
            refusal(&world, World::wish(11)).await,
            OpenRefusal::GuildFull
        );
        assert_eq!(world.log.told().len(), 4, "staff hears of what it can mend");
        assert!(is_empty(&world).await);
        let another = World::default();
        another.set(&ENABLED, SettingValue::Bool(false));
        assert_eq!(
            refusal(&another, World::wish(11)).await,
            OpenRefusal::Disabled
        );
    }

    #[tokio::test]
    async fn a_guild_without_a_category_is_told_that_tickets_are_not_set_up() {
        let world = World::default();
        let elsewhere = OpenTicket {
            guild: crate::testing::guild(2),
            ..World::wish(11)
        };
        assert_eq!(refusal(&world, elsewhere).await, OpenRefusal::NotSetUp);
    }

    #[tokio::test]
    async fn whoever_has_as_many_as_they_may_is_shown_them() {
        let world = World::default();
        world.set(&MAX_OPEN, SettingValue::Int(2));
        for _ in 0..2 {
            world.tickets().open(World::wish(11)).await.unwrap();
        }
        let OpenRefusal::TooMany(live) = refusal(&world, World::wish(11)).await else {
            panic!("a third was opened");
        };
        assert_eq!(live.len(), 2);
        assert!(
            live.iter().all(|it| it.channel.is_some()),
            "with links to them"
        );
        assert!(world.tickets().open(World::wish(12)).await.is_ok());
    }

    #[tokio::test]
    async fn a_failure_on_the_way_leaves_neither_channel_nor_ticket() {
        for (call, times) in [(Call::Make, 1), (Call::PostControl, 2)] {
            let world = World::default();
            world.rooms.fails(call, times);
            let failed = world.tickets().open(World::wish(11)).await;
            assert!(matches!(failed, Err(UseCaseError::Failed(_))), "{call:?}");
            assert!(is_empty(&world).await, "{call:?}");
            assert!(world.tickets().open(World::wish(11)).await.is_ok());
        }
    }

    #[tokio::test]
    async fn buttons_that_fail_once_are_posted_again() {
        let world = World::default();
        world.rooms.fails(Call::PostControl, 1);
        assert!(world.tickets().open(World::wish(11)).await.is_ok());
    }

    #[tokio::test]
    async fn a_category_that_fills_up_and_what_is_lacking_later_are_told_to_staff() {
        let world = World::default();
        let held = EVERYTHING.without(Permissions::MANAGE_ROLES);
        world.rooms.has_category(Some(look(held, 44, 100)));
        world.tickets().open(World::wish(11)).await.unwrap();
        let told = world.log.told();
        let warnings: Vec<_> = told[1..].iter().collect();
        assert!(matches!(warnings[0], LogEvent::FillingUp(45)));
        assert!(matches!(warnings[1], LogEvent::Lacking(it) if *it == Permissions::MANAGE_ROLES));
        let claim = World::act(1, Action::Claim, 21, &[World::staff_role()]);
        assert!(world.tickets().act(&claim).await.is_ok());
    }

    #[tokio::test]
    async fn a_ticket_every_half_minute_and_a_failure_costs_no_turn() {
        let world = World::default();
        let tickets = world.tickets();
        world.rooms.fails(Call::Make, 1);
        assert!(tickets.open(World::wish(11)).await.is_err());
        tickets.open(World::wish(11)).await.unwrap();
        world.clock.advance(TimeDelta::seconds(10));
        let hasty = match tickets.open(World::wish(11)).await {
            Err(UseCaseError::Refused(refusal)) => refusal,
            other => panic!("{other:?}"),
        };
        assert_eq!(hasty, OpenRefusal::CoolingDown(TimeDelta::seconds(20)));
        assert!(tickets.open(World::wish(12)).await.is_ok());
        world.clock.advance(TimeDelta::seconds(20));
        assert!(tickets.open(World::wish(11)).await.is_ok());
    }
}
