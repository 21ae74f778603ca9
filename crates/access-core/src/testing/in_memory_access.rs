//! Links, identities and members as a test wants them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use kernel::{Authority, GuildId, PortFailure, Retry, UserId};

use crate::{
    AccountId, AccountLinks, DiscordIdentities, GuildMember, GuildMembers, LinkAccount, LinkLog,
    LinkOutcome, LinkRefusal, LinkStore,
};

/// Links that are gone with the test.
#[derive(Debug, Default)]
pub struct InMemoryLinks(Mutex<Vec<LinkAccount>>);

/// Accounts that have signed in with Discord.
#[derive(Debug, Default)]
pub struct SignedInWithDiscord {
    known: Mutex<HashMap<AccountId, UserId>>,
    asked: AtomicUsize,
    fails: AtomicBool,
}

/// Remembers what it was told of links.
#[derive(Debug, Default)]
pub struct RecordingLinkLog {
    linked: Mutex<Vec<LinkAccount>>,
    kept_apart: Mutex<Vec<(LinkAccount, LinkRefusal)>>,
}

type Interruption = Box<dyn FnOnce() + Send>;

/// Members of guilds, without roles.
#[derive(Default)]
pub struct InMemoryMembers {
    known: Mutex<HashMap<(GuildId, UserId), Authority>>,
    interruption: Mutex<Option<Interruption>>,
    asked: AtomicUsize,
    fails: AtomicBool,
}

impl SignedInWithDiscord {
    /// This account has signed in as this Discord user.
    pub fn set(&self, account: AccountId, user: UserId) {
        lock(&self.known).insert(account, user);
    }

    /// Whether nobody answers from now on.
    pub fn fail(&self, fails: bool) {
        self.fails.store(fails, Ordering::Relaxed);
    }

    /// How often somebody asked.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

impl RecordingLinkLog {
    /// The links that were made.
    pub fn linked(&self) -> Vec<LinkAccount> {
        lock(&self.linked).clone()
    }

    /// The links that were not.
    pub fn kept_apart(&self) -> Vec<(LinkAccount, LinkRefusal)> {
        lock(&self.kept_apart).clone()
    }
}

impl InMemoryMembers {
    /// How far this user's word reaches there from now on; none when they leave.
    pub fn set(&self, guild: GuildId, user: UserId, authority: Option<Authority>) {
        let mut known = lock(&self.known);
        match authority {
            Some(authority) => known.insert((guild, user), authority),
            None => known.remove(&(guild, user)),
        };
    }

    /// Something that happens while the next question is on its way.
    pub fn before_the_next_answer(&self, happens: impl FnOnce() + Send + 'static) {
        *lock(&self.interruption) = Some(Box::new(happens));
    }

    /// Whether nobody answers from now on.
    pub fn fail(&self, fails: bool) {
        self.fails.store(fails, Ordering::Relaxed);
    }

    /// How often somebody asked.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

#[async_trait]
impl AccountLinks for InMemoryLinks {
    async fn discord_user(&self, account: AccountId) -> Result<Option<UserId>, PortFailure> {
        let links = lock(&self.0);
        let found = links.iter().find(|it| it.account == account);
        Ok(found.map(|it| it.user))
    }
}

#[async_trait]
impl LinkStore for InMemoryLinks {
    async fn account(&self, user: UserId) -> Result<Option<AccountId>, PortFailure> {
        let links = lock(&self.0);
        let found = links.iter().find(|it| it.user == user);
        Ok(found.map(|it| it.account))
    }

    async fn link(&self, link: LinkAccount) -> Result<LinkOutcome, PortFailure> {
        let mut links = lock(&self.0);
        let there = |it: &LinkAccount| it.account == link.account && it.user == link.user;
        Ok(if links.iter().any(there) {
            LinkOutcome::AlreadyLinked
        } else if links.iter().any(|it| it.account == link.account) {
            LinkOutcome::AccountTaken
        } else if links.iter().any(|it| it.user == link.user) {
            LinkOutcome::UserTaken
        } else {
            links.push(link);
            LinkOutcome::Linked
        })
    }

    async fn unlink(&self, account: AccountId, user: UserId) -> Result<bool, PortFailure> {
        let mut links = lock(&self.0);
        let before = links.len();
        links.retain(|it| it.account != account || it.user != user);
        Ok(links.len() < before)
    }
}

#[async_trait]
impl DiscordIdentities for SignedInWithDiscord {
    async fn signed_in_as(&self, account: AccountId) -> Result<Option<UserId>, PortFailure> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        answer("ask who signed in", &self.fails)?;
        Ok(lock(&self.known).get(&account).copied())
    }
}

impl LinkLog for RecordingLinkLog {
    fn linked(&self, link: LinkAccount) {
        lock(&self.linked).push(link);
    }

    fn kept_apart(&self, link: LinkAccount, why: LinkRefusal) {
        lock(&self.kept_apart).push((link, why));
    }
}

#[async_trait]
impl GuildMembers for InMemoryMembers {
    async fn member(
        &self,
        guild: GuildId,
        user: UserId,
    ) -> Result<Option<GuildMember>, PortFailure> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        answer("look up a member", &self.fails)?;
        let authority = lock(&self.known).get(&(guild, user)).copied();
        let interruption = lock(&self.interruption).take();
        if let Some(happens) = interruption {
            happens();
        }
        Ok(authority.map(|authority| GuildMember {
            authority,
            roles: Vec::new(),
        }))
    }
}

fn answer(attempted: &'static str, fails: &AtomicBool) -> Result<(), PortFailure> {
    if fails.load(Ordering::Relaxed) {
        return Err(PortFailure::new(attempted, Retry::Later, "nobody answers"));
    }
    Ok(())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
