//! Where tickets are kept.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{ChannelId, GuildId, MessageId, PortFailure, UserId};

use crate::{Event, RoomKind, Ticket, TicketId, TicketNumber, TicketStatus, Transition, Work};

/// A ticket to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTicket {
    /// Where it is asked.
    pub guild: GuildId,
    /// Who asks.
    pub requester: UserId,
    /// What they are called, for display; at most 100 characters.
    pub username: String,
    /// What they ask; 1 to 4,000 characters.
    pub description: String,
    /// Where people are going to talk about it.
    pub room: RoomKind,
}

/// The ticket in whose channel a person wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    /// Which.
    pub id: TicketId,
    /// Who opened it.
    pub requester: UserId,
    /// Where it stands.
    pub status: TicketStatus,
}

/// A place in the order of silent tickets: those first in which nobody has written for longest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdleSince {
    /// The last activity.
    pub at: DateTime<Utc>,
    /// The ticket, of several with the same.
    pub id: TicketId,
}

impl IdleSince {
    /// The place of this ticket.
    pub fn of(ticket: &Ticket) -> Self {
        Self {
            at: ticket.last_activity_at,
            id: ticket.id,
        }
    }
}

/// How many tickets a member may open in a guild.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpeningLimits {
    /// So many live ones.
    pub most_live: u32,
    /// None where another one of theirs was opened after this.
    pub none_since: DateTime<Utc>,
}

/// What became of a ticket to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenOutcome {
    /// It is stored, and has no channel yet.
    Opened(Box<Ticket>),
    /// Its requester has opened another one in this guild just now, at this moment.
    TooSoon(DateTime<Utc>),
    /// Its requester has as many live tickets in this guild as they may: these.
    TooMany(Vec<Ticket>),
}

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApplyOutcome {
    /// It is stored, with its event and its work.
    Stored,
    /// Somebody else changed the ticket since the change was decided: this is the ticket now.
    ChangedMeanwhile(Box<Ticket>),
    /// There is no such ticket in the guild.
    NotFound,
}

/// Which states a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statuses {
    /// Those that people work on.
    Live,
    /// This one.
    Only(TicketStatus),
    /// Those that can still change: the live ones, and those that are closed.
    Unarchived,
    /// All.
    All,
}

impl Statuses {
    /// What a list is asked for by: `active` for those that people work on, `all`, or the name of a state.
    ///
    /// ```
    /// use tickets_core::{Statuses, TicketStatus};
    ///
    /// assert_eq!(Statuses::named("active"), Some(Statuses::Live));
    /// assert_eq!(Statuses::named("closed"), Some(Statuses::Only(TicketStatus::Closed)));
    /// assert_eq!(Statuses::named("gone"), None);
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "active" => Some(Self::Live),
            "all" => Some(Self::All),
            name => TicketStatus::named(name).map(Self::Only),
        }
    }

    /// The states.
    pub fn each(self) -> impl Iterator<Item = TicketStatus> {
        TicketStatus::ALL.into_iter().filter(move |it| match self {
            Self::Live => it.is_live(),
            Self::Only(status) => *it == status,
            Self::Unarchived => *it != TicketStatus::Archived,
            Self::All => true,
        })
    }
}

/// Which page of which tickets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TicketQuery {
    /// Whose; all of the guild's if none.
    pub requester: Option<UserId>,
    /// In which states.
    pub statuses: Statuses,
    /// How many are left out before the first one shown.
    pub offset: u32,
    /// How many are shown at most.
    pub limit: u32,
}

/// The numbers that people know tickets by.
pub type Numbers = BTreeMap<TicketId, TicketNumber>;

/// Which tickets are suggested to somebody who means one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TicketSearch<'a> {
    /// In which states.
    pub statuses: Statuses,
    /// Whether only those that somebody can take on: nobody has them yet, or they were passed on.
    pub claimable_only: bool,
    /// Whose; all of the guild's if none.
    pub requester: Option<UserId>,
    /// What their number, description or requester's name contains, in any case; all if empty.
    pub fragment: &'a str,
    /// How many at most.
    pub limit: u32,
}

/// Some of the tickets that a question found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketPage {
    /// The tickets: those first in which nobody has written for longest.
    pub tickets: Vec<Ticket>,
    /// How many there are in all.
    pub total: u32,
}

/// An entry of a ticket's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// What happened.
    pub event: Event,
    /// The state before; none for the opening.
    pub from: Option<TicketStatus>,
    /// The state after.
    pub to: TicketStatus,
    /// Who did it; none for Alphapy by itself.
    pub by: Option<UserId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Where tickets are kept. Another guild's ticket is never seen and never changed: it looks like a missing one.
#[async_trait]
pub trait TicketStore: Send + Sync {
    /// Stores a ticket without a channel, as the guild's next number, unless its requester has come to one of the limits.
    ///
    /// Their tickets are looked at in the same transaction, so that parallel calls cannot exceed a limit: live ones that
    /// can be read, and those that were opened lately, whatever has become of them, but for
    /// [those that cost no turn](Self::give_turn_back).
    async fn open(
        &self,
        what: &NewTicket,
        limits: OpeningLimits,
        now: DateTime<Utc>,
    ) -> Result<OpenOutcome, PortFailure>;

    /// Notes that the opening of this ticket failed, and that it keeps its requester from opening another one no more than
    /// any live ticket does.
    async fn give_turn_back(&self, guild: GuildId, id: TicketId) -> Result<(), PortFailure>;

    /// The ticket with this row number.
    async fn find(&self, guild: GuildId, id: TicketId) -> Result<Option<Ticket>, PortFailure>;

    /// The ticket that people call by this number.
    async fn by_number(
        &self,
        guild: GuildId,
        number: TicketNumber,
    ) -> Result<Option<Ticket>, PortFailure>;

    /// The ticket that this channel belongs to.
    async fn in_channel(
        &self,
        guild: GuildId,
        channel: ChannelId,
    ) -> Result<Option<Ticket>, PortFailure>;

    /// Notes the channel that was made for a ticket; false if it has another one by now, or is gone.
    async fn place(
        &self,
        guild: GuildId,
        id: TicketId,
        channel: ChannelId,
    ) -> Result<bool, PortFailure>;

    /// Notes which message has the ticket's buttons. The first time, [`Work::OfferAnswers`] is
    /// stored with it: the ticket is open now, whichever process has finished opening it.
    async fn note_control(
        &self,
        guild: GuildId,
        id: TicketId,
        message: MessageId,
    ) -> Result<(), PortFailure>;

    /// Takes back a ticket that could not be opened; false if somebody has changed it meanwhile, or it is gone. Its
    /// number is not given again.
    async fn take_back(&self, guild: GuildId, id: TicketId) -> Result<bool, PortFailure>;

    /// Stores a change, the entry in the history and the work that follows, all or nothing, if the ticket still has the
    /// revision that the change was decided on.
    async fn apply(&self, transition: &Transition) -> Result<ApplyOutcome, PortFailure>;

    /// Notes that a person wrote in a live ticket at `at`; it counts as idle again only from then on.
    async fn note_activity(
        &self,
        guild: GuildId,
        id: TicketId,
        at: DateTime<Utc>,
    ) -> Result<(), PortFailure>;

    /// Notes that a person wrote in this channel at `at`, where it belongs to a ticket, and tells which; none for channels
    /// of no ticket and of archived ones. Of a closed ticket nothing is noted.
    async fn heard(
        &self,
        guild: GuildId,
        channel: ChannelId,
        at: DateTime<Utc>,
    ) -> Result<Option<Heard>, PortFailure>;

    /// At most `limit` tickets of all guilds that are open, claimed or waiting, and in which nothing has happened after
    /// `before`: those that come behind `after`, in their order. Only an empty page is the last one: what cannot be read is
    /// passed over.
    async fn idle(
        &self,
        before: DateTime<Utc>,
        after: Option<IdleSince>,
        limit: u32,
    ) -> Result<Vec<Ticket>, PortFailure>;

    /// Notes that the requester of a silent ticket is asked at `now`, and stores the work of it, all or nothing; false if
    /// they were asked already, or something has happened since `ticket` was read.
    async fn ask_idle(
        &self,
        ticket: &Ticket,
        work: &[Work],
        now: DateTime<Utc>,
    ) -> Result<bool, PortFailure>;

    /// Notes that the question did not reach the requester; only until the next activity.
    async fn note_unreachable(&self, guild: GuildId, id: TicketId) -> Result<(), PortFailure>;

    /// A page of the guild's tickets.
    async fn list(&self, guild: GuildId, query: TicketQuery) -> Result<TicketPage, PortFailure>;

    /// The numbers that people know these tickets by; what is none of the guild's is left out.
    async fn numbers(&self, guild: GuildId, ids: &[TicketId]) -> Result<Numbers, PortFailure>;

    /// The guild's tickets that somebody may mean, newest first.
    async fn suggest(
        &self,
        guild: GuildId,
        search: TicketSearch<'_>,
    ) -> Result<Vec<Ticket>, PortFailure>;

    /// At most `limit` live tickets of all guilds that were opened before `before` and yet have no channel or no message
    /// with buttons: whoever opened them died over it. Those with a greater row number than `after`, in that order.
    /// Only an empty page is the last one: what cannot be read is passed over.
    async fn half_open(
        &self,
        before: DateTime<Utc>,
        after: Option<TicketId>,
        limit: u32,
    ) -> Result<Vec<Ticket>, PortFailure>;

    /// How many closed tickets of the guild have a channel of their own, or a thread, which archiving would remove.
    async fn archivable(&self, guild: GuildId, room: RoomKind) -> Result<u32, PortFailure>;

    /// What happened to a ticket, oldest first.
    async fn history(&self, guild: GuildId, id: TicketId) -> Result<Vec<Recorded>, PortFailure>;
}
