//! A Discord of roles and panels, a sheet and a log that tests decide on.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use kernel::{ChannelId, GuildId, MessageId, PortFailure, Retry, RoleId, UserId};

use crate::{
    InForce, MemberRoles, Panel, PanelBoard, PanelTrouble, RoleChange, RoleObstacle, RoleReason,
    Rule, RunEvent, RunLog, Sheet, Standing, in_force,
};

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The roles of a guild's members.
#[derive(Debug, Default)]
pub struct FakeRoles(Mutex<Roles>);

#[derive(Debug, Default)]
struct Roles {
    held: HashMap<UserId, HashSet<RoleId>>,
    gone: HashSet<UserId>,
    pending: HashSet<UserId>,
    obstacles: HashMap<RoleId, RoleObstacle>,
    is_away: bool,
    changes: usize,
}

impl FakeRoles {
    /// From now on this is in the way of a role, or nothing.
    pub fn obstruct(&self, role: RoleId, obstacle: Option<RoleObstacle>) {
        let mut roles = lock(&self.0);
        roles.obstacles.remove(&role);
        roles.obstacles.extend(obstacle.map(|it| (role, it)));
    }

    /// From now on Discord is not to be reached, or is.
    pub fn is_away(&self, is_away: bool) {
        lock(&self.0).is_away = is_away;
    }

    /// From now on the screening keeps a member out, or does not.
    pub fn is_pending(&self, member: UserId, is_pending: bool) {
        let mut roles = lock(&self.0);
        if is_pending {
            roles.pending.insert(member);
        } else {
            roles.pending.remove(&member);
        }
    }

    /// A member has left.
    pub fn leaves(&self, member: UserId) {
        lock(&self.0).gone.insert(member);
    }

    /// The roles of a member, the lowest id first.
    pub fn of(&self, member: UserId) -> Vec<RoleId> {
        let roles = lock(&self.0);
        let held = roles.held.get(&member).into_iter().flatten();
        let mut held: Vec<_> = held.copied().collect();
        held.sort_unstable();
        held
    }

    /// A member has this role.
    pub fn has(&self, member: UserId, role: RoleId) {
        lock(&self.0).held.entry(member).or_default().insert(role);
    }

    /// How often a role was given or taken.
    pub fn changes(&self) -> usize {
        lock(&self.0).changes
    }

    fn change(
        &self,
        member: UserId,
        role: RoleId,
        change: impl FnOnce(&mut HashSet<RoleId>),
    ) -> Result<RoleChange, PortFailure> {
        let mut roles = lock(&self.0);
        if roles.is_away {
            return Err(PortFailure::new(
                "change a role",
                Retry::Later,
                "told to be away",
            ));
        }
        if roles.gone.contains(&member) {
            return Ok(RoleChange::Impossible(RoleObstacle::MemberLeft));
        }
        if let Some(obstacle) = roles.obstacles.get(&role) {
            return Ok(RoleChange::Impossible(*obstacle));
        }
        roles.changes += 1;
        change(roles.held.entry(member).or_default());
        Ok(RoleChange::Done)
    }
}

#[async_trait]
impl MemberRoles for FakeRoles {
    async fn standing(
        &self,
        _guild: GuildId,
        member: UserId,
    ) -> Result<Option<Standing>, PortFailure> {
        if lock(&self.0).is_away {
            return Err(PortFailure::new(
                "find a member",
                Retry::Later,
                "told to be away",
            ));
        }
        let is_gone = lock(&self.0).gone.contains(&member);
        let is_pending = lock(&self.0).pending.contains(&member);
        Ok((!is_gone).then(|| Standing {
            roles: self.of(member),
            is_bot: false,
            is_pending,
        }))
    }

    async fn give(
        &self,
        _guild: GuildId,
        member: UserId,
        role: RoleId,
        _reason: RoleReason,
    ) -> Result<RoleChange, PortFailure> {
        self.change(member, role, |held| {
            held.insert(role);
        })
    }

    async fn take(
        &self,
        _guild: GuildId,
        member: UserId,
        role: RoleId,
        _reason: RoleReason,
    ) -> Result<RoleChange, PortFailure> {
        self.change(member, role, |held| {
            held.remove(&role);
        })
    }
}

/// Channels with panels.
#[derive(Debug, Default)]
pub struct FakeBoard(Mutex<Board>);

#[derive(Debug, Default)]
struct Board {
    standing: Vec<Panel>,
    marks: HashMap<String, MessageId>,
    trouble: HashMap<ChannelId, PanelTrouble>,
    last: u64,
    searches: usize,
}

impl FakeBoard {
    /// From now on nothing can be posted in a channel.
    pub fn obstruct(&self, channel: ChannelId, trouble: PanelTrouble) {
        lock(&self.0).trouble.insert(channel, trouble);
    }

    /// From now on panels can be posted in a channel again.
    pub fn clear_the_way(&self, channel: ChannelId) {
        lock(&self.0).trouble.remove(&channel);
    }

    /// Somebody deletes all panels.
    pub fn clear(&self) {
        lock(&self.0).standing.clear();
    }

    /// The panels that stand, oldest first.
    pub fn standing(&self) -> Vec<Panel> {
        lock(&self.0).standing.clone()
    }

    /// How often a channel's history was looked through.
    pub fn searches(&self) -> usize {
        lock(&self.0).searches
    }
}

#[async_trait]
impl PanelBoard for FakeBoard {
    async fn stands(&self, _guild: GuildId, panel: Panel) -> Result<bool, PortFailure> {
        Ok(lock(&self.0).standing.contains(&panel))
    }

    async fn find(
        &self,
        _guild: GuildId,
        channel: ChannelId,
    ) -> Result<Result<Option<MessageId>, PanelTrouble>, PortFailure> {
        let mut board = lock(&self.0);
        board.searches += 1;
        if let Some(trouble) = board.trouble.get(&channel) {
            return Ok(Err(*trouble));
        }
        let mut newest = board.standing.iter().rev();
        Ok(Ok(newest
            .find(|it| it.channel == channel)
            .map(|it| it.message)))
    }

    async fn post(
        &self,
        _guild: GuildId,
        channel: ChannelId,
        mark: &str,
    ) -> Result<Result<MessageId, PanelTrouble>, PortFailure> {
        let mut board = lock(&self.0);
        if let Some(trouble) = board.trouble.get(&channel) {
            return Ok(Err(*trouble));
        }
        if let Some(message) = board.marks.get(mark) {
            return Ok(Ok(*message));
        }
        board.last += 1;
        let failed = |error| PortFailure::new("number a message", Retry::Useless, error);
        let message = MessageId::new(board.last).map_err(failed)?;
        board.marks.insert(mark.to_owned(), message);
        board.standing.push(Panel { channel, message });
        Ok(Ok(message))
    }
}

/// The same questions and rules for every guild.
#[derive(Debug, Default)]
pub struct FixedSheet {
    rules: Mutex<Vec<Rule>>,
    questions: Mutex<Option<InForce>>,
}

impl FixedSheet {
    /// From now on there are these rules.
    pub fn has_rules(&self, rules: Vec<Rule>) {
        *lock(&self.rules) = rules;
    }

    /// From now on these questions are asked.
    pub fn asks(&self, questions: InForce) {
        *lock(&self.questions) = Some(questions);
    }
}

#[async_trait]
impl Sheet for FixedSheet {
    async fn questions(&self, _guild: GuildId) -> Result<InForce, PortFailure> {
        let chosen = lock(&self.questions).clone();
        Ok(chosen.unwrap_or_else(|| in_force(&[])))
    }

    async fn rules(&self, _guild: GuildId) -> Result<Vec<Rule>, PortFailure> {
        Ok(lock(&self.rules).clone())
    }
}

/// Remembers what staff was told.
#[derive(Debug, Default)]
pub struct RecordingLog(Mutex<Vec<(GuildId, RunEvent)>>);

impl RecordingLog {
    /// What staff was told, oldest first.
    pub fn events(&self) -> Vec<(GuildId, RunEvent)> {
        lock(&self.0).clone()
    }
}

#[async_trait]
impl RunLog for RecordingLog {
    async fn record(&self, guild: GuildId, event: &RunEvent) {
        lock(&self.0).push((guild, event.clone()));
    }
}
