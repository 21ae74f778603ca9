//! Channels in memory, which fail when told to.

mod staging;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{ChannelId, GuildId, MessageId, PortFailure, Retry, RoleId, UserId};

use crate::faq::{FaqId, Hit};
use crate::{
    CategoryLook, Line, NewRoom, Overwrite, Permissions, Ping, Place, RoomError, Subject, Ticket,
    TicketId, TicketRooms, WorkId,
};

/// A call to [`TicketRooms`] that can be made to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Call {
    /// Making a channel.
    Make,
    /// Posting the message with the buttons.
    PostControl,
    /// Deleting a channel.
    Delete,
    /// Saying a line.
    Say,
    /// Writing an overwrite.
    Set,
    /// Naming a channel: Discord asks to wait for ten minutes.
    Rename,
    /// Looking for the channel of a ticket.
    MadeFor,
}

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failing {
    /// Discord may do it the next time.
    Later,
    /// Discord says plainly no.
    Refused,
    /// The bot lacks these permissions.
    Forbidden(Permissions),
    /// A message that it is about was deleted.
    Gone,
}

/// [`TicketRooms`] in memory.
#[derive(Debug)]
pub struct InMemoryRooms {
    kept: Mutex<Kept>,
}

#[derive(Debug)]
struct Kept {
    look: Option<CategoryLook>,
    rooms: BTreeMap<ChannelId, Room>,
    made: u64,
    posted: u64,
    said: Vec<(TicketId, Line, Ping)>,
    /// What is not said again for some minutes.
    nonces: BTreeSet<WorkId>,
    asked: BTreeMap<WorkId, TicketId>,
    offered: BTreeMap<WorkId, Vec<FaqId>>,
    is_deaf: bool,
    lost_roles: Vec<RoleId>,
    stand_in: Option<RoleId>,
    /// How many of the next calls fail, and how.
    failing: BTreeMap<Call, (u32, Failing)>,
    /// The ticket of which Discord answers nothing.
    hanging: Option<TicketId>,
    /// Whether the next channel is made and nobody hears of it.
    loses_answer: bool,
    /// Whom the messages with the buttons pinged.
    called: Vec<TicketId>,
    looks: u32,
}

/// A channel as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// Whose it is; none if no ticket's.
    pub ticket: Option<TicketId>,
    /// What it is called.
    pub name: String,
    /// Who sees and writes in it.
    pub overwrites: Vec<Overwrite>,
    /// The message with the buttons.
    pub control: Option<MessageId>,
    /// Who was let into it, where it is a thread.
    pub members: Vec<UserId>,
    /// The roles whose holders were let into it, where it is a thread.
    pub roles: Vec<RoleId>,
    /// Whether only staff can write, where it is a thread.
    pub is_sealed: bool,
}

impl Default for InMemoryRooms {
    /// A category with room for all, in which the bot may do everything.
    fn default() -> Self {
        let look = CategoryLook {
            held: Permissions::from_bits(u64::MAX),
            channels: 0,
            guild_channels: 10,
        };
        Self {
            kept: Mutex::new(Kept {
                look: Some(look),
                rooms: BTreeMap::new(),
                made: 0,
                posted: 0,
                said: Vec::new(),
                nonces: BTreeSet::new(),
                asked: BTreeMap::new(),
                offered: BTreeMap::new(),
                is_deaf: false,
                lost_roles: Vec::new(),
                stand_in: None,
                failing: BTreeMap::new(),
                hanging: None,
                loses_answer: false,
                called: Vec::new(),
                looks: 0,
            }),
        }
    }
}

impl InMemoryRooms {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Room {
    fn new(ticket: Option<TicketId>, name: &str, overwrites: Vec<Overwrite>) -> Self {
        Self {
            ticket,
            name: name.to_owned(),
            overwrites,
            control: None,
            members: Vec::new(),
            roles: Vec::new(),
            is_sealed: false,
        }
    }
}

fn told_to_fail(retry: Retry) -> RoomError {
    let failure = PortFailure::new("reach Discord", retry, "it is told to fail");
    RoomError::Failed(failure)
}

impl Kept {
    fn add(&mut self, room: Room) -> ChannelId {
        self.made += 1;
        let channel = ChannelId::new(1000 + self.made).unwrap();
        self.rooms.insert(channel, room);
        channel
    }

    fn attempt(&mut self, call: Call) -> Result<(), RoomError> {
        let Some((left, failing)) = self.failing.get_mut(&call).filter(|it| it.0 > 0) else {
            return Ok(());
        };
        *left -= 1;
        Err(match failing {
            Failing::Later => told_to_fail(Retry::Later),
            Failing::Refused => told_to_fail(Retry::Useless),
            Failing::Forbidden(lacking) => RoomError::Forbidden(*lacking),
            Failing::Gone => RoomError::Gone,
        })
    }

    fn of(&mut self, ticket: &Ticket) -> Result<&mut Room, RoomError> {
        let room = ticket.channel.and_then(|it| self.rooms.get_mut(&it));
        room.ok_or(RoomError::Gone)
    }
}

#[async_trait]
impl TicketRooms for InMemoryRooms {
    fn bot(&self) -> UserId {
        UserId::new(5).unwrap()
    }

    fn has_role(&self, _guild: GuildId, role: RoleId) -> bool {
        !self.kept().lost_roles.contains(&role)
    }

    fn stand_in(&self, _guild: GuildId) -> Option<RoleId> {
        self.kept().stand_in
    }

    async fn look(
        &self,
        _guild: GuildId,
        _place: Place,
    ) -> Result<Option<CategoryLook>, PortFailure> {
        let mut kept = self.kept();
        kept.looks += 1;
        Ok(kept.look)
    }

    async fn make(&self, room: &NewRoom) -> Result<ChannelId, RoomError> {
        let mut kept = self.kept();
        kept.attempt(Call::Make)?;
        let made = Room::new(Some(room.ticket.id), &room.name, room.overwrites.clone());
        let channel = kept.add(made);
        if std::mem::take(&mut kept.loses_answer) {
            return Err(told_to_fail(Retry::Later));
        }
        Ok(channel)
    }

    async fn made_for(&self, ticket: &Ticket, name: &str) -> Result<Option<ChannelId>, RoomError> {
        let mut kept = self.kept();
        kept.attempt(Call::MadeFor)?;
        let is_it = |it: &Room| it.ticket == Some(ticket.id) && it.name == name;
        let mut rooms = kept.rooms.iter();
        Ok(rooms.find(|(_, it)| is_it(it)).map(|(id, _)| *id))
    }

    async fn post_control(
        &self,
        ticket: &Ticket,
        _staff: Option<RoleId>,
        pings: bool,
    ) -> Result<MessageId, RoomError> {
        let mut kept = self.kept();
        kept.attempt(Call::PostControl)?;
        kept.posted += 1;
        kept.called.extend(pings.then_some(ticket.id));
        let message = MessageId::new(5000 + kept.posted).unwrap();
        kept.of(ticket)?.control = Some(message);
        Ok(message)
    }

    async fn find_control(&self, ticket: &Ticket) -> Result<Option<MessageId>, RoomError> {
        Ok(self.kept().of(ticket)?.control)
    }

    async fn refresh_control(&self, ticket: &Ticket) -> Result<(), RoomError> {
        let hanging = self.kept().hanging;
        if hanging == Some(ticket.id) {
            std::future::pending::<()>().await;
        }
        let mut kept = self.kept();
        let control = kept.of(ticket)?.control;
        control.map(|_| ()).ok_or(RoomError::Gone)
    }

    async fn say(
        &self,
        ticket: &Ticket,
        line: &Line,
        ping: Ping,
        of: WorkId,
    ) -> Result<(), RoomError> {
        let mut kept = self.kept();
        kept.attempt(Call::Say)?;
        kept.of(ticket)?;
        if kept.nonces.insert(of) {
            kept.said.push((ticket.id, line.clone(), ping));
        }
        Ok(())
    }

    async fn offer(&self, ticket: &Ticket, answers: &[Hit], of: WorkId) -> Result<(), RoomError> {
        let mut kept = self.kept();
        kept.attempt(Call::Say)?;
        kept.of(ticket)?;
        let ids = answers.iter().map(|it| it.entry.id).collect();
        kept.offered.entry(of).or_insert(ids);
        Ok(())
    }

    async fn has_said(
        &self,
        ticket: &Ticket,
        line: &Line,
        ping: Ping,
        _since: DateTime<Utc>,
    ) -> Result<bool, RoomError> {
        let kept = self.kept();
        let mut said = kept.said.iter();
        Ok(said.any(|it| (it.0, &it.1, it.2) == (ticket.id, line, ping)))
    }

    async fn ask(&self, ticket: &Ticket, of: WorkId) -> Result<bool, RoomError> {
        let mut kept = self.kept();
        if kept.is_deaf {
            return Ok(false);
        }
        kept.asked.entry(of).or_insert(ticket.id);
        Ok(true)
    }

    async fn invite(&self, thread: ChannelId, member: UserId) -> Result<(), RoomError> {
        let mut kept = self.kept();
        kept.attempt(Call::Set)?;
        let room = kept.rooms.get_mut(&thread).ok_or(RoomError::Gone)?;
        room.members.push(member);
        Ok(())
    }

    async fn invite_role(
        &self,
        ticket: &Ticket,
        role: RoleId,
        _of: WorkId,
    ) -> Result<(), RoomError> {
        let mut kept = self.kept();
        kept.attempt(Call::Set)?;
        kept.of(ticket)?.roles.push(role);
        Ok(())
    }

    async fn seal(&self, thread: ChannelId, is_sealed: bool) -> Result<(), RoomError> {
        let mut kept = self.kept();
        kept.attempt(Call::Set)?;
        let room = kept.rooms.get_mut(&thread).ok_or(RoomError::Gone)?;
        room.is_sealed = is_sealed;
        Ok(())
    }

    async fn set(&self, ticket: &Ticket, overwrite: Overwrite) -> Result<(), RoomError> {
        let mut kept = self.kept();
        kept.attempt(Call::Set)?;
        let room = kept.of(ticket)?;
        room.overwrites.retain(|it| it.subject != overwrite.subject);
        room.overwrites.push(overwrite);
        Ok(())
    }

    async fn speakers(&self, channel: ChannelId) -> Result<Vec<UserId>, RoomError> {
        let kept = self.kept();
        let room = kept.rooms.get(&channel).ok_or(RoomError::Gone)?;
        let member = |it: &Overwrite| match it.subject {
            Subject::Member(user) if user != self.bot() => Some(user),
            _ => None,
        };
        let speaks = |it: &&Overwrite| it.allow.contains(Permissions::SEND_MESSAGES);
        Ok(room
            .overwrites
            .iter()
            .filter(speaks)
            .filter_map(member)
            .collect())
    }

    async fn is_there(&self, channel: ChannelId) -> Result<(), RoomError> {
        let is_there = self.kept().rooms.contains_key(&channel);
        if is_there {
            Ok(())
        } else {
            Err(RoomError::Gone)
        }
    }

    async fn rename(&self, ticket: &Ticket, name: &str) -> Result<(), RoomError> {
        let mut kept = self.kept();
        if kept.attempt(Call::Rename).is_err() {
            return Err(RoomError::Wait(TimeDelta::minutes(10)));
        }
        name.clone_into(&mut kept.of(ticket)?.name);
        Ok(())
    }

    async fn delete(&self, channel: ChannelId, _ticket: &Ticket) -> Result<(), RoomError> {
        let mut kept = self.kept();
        kept.attempt(Call::Delete)?;
        kept.rooms.remove(&channel);
        Ok(())
    }

    async fn take_away(&self, _: GuildId, channel: ChannelId) -> Result<(), RoomError> {
        let mut kept = self.kept();
        kept.attempt(Call::Delete)?;
        kept.rooms.remove(&channel);
        Ok(())
    }
}
