//! Which Discord user an account belongs to: stored, remembered for a minute, and found out once for those who have
//! signed in with Discord.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::TimeDelta;
use kernel::{Clock, PortFailure, UseCaseError, UserId};

use crate::{
    AccountId, AccountLinks, DiscordIdentities, LinkLog, LinkOutcome, LinkProof, LinkStore,
    Remembered,
};

/// For how long a link is used without the store being asked.
const LINK_KNOWN: TimeDelta = TimeDelta::seconds(60);
/// For how long nobody is asked again whether an account has signed in with Discord.
const STRANGER_KNOWN: TimeDelta = TimeDelta::minutes(5);
/// How many accounts can be found out about at the same time.
const LANES: usize = 16;

/// A link to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkAccount {
    /// The account.
    pub account: AccountId,
    /// The Discord user.
    pub user: UserId,
    /// Who says that they are the same person.
    pub proof: LinkProof,
}

/// Why a link was not made. What was there before stays; to change it, it has to be taken away first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkRefusal {
    /// The account is linked to another Discord user.
    #[error("the account is linked to another Discord user")]
    AccountTaken,
    /// The Discord user is linked to another account.
    #[error("the Discord user is linked to another account")]
    UserTaken,
}

/// Accounts and their Discord users. Cheap to clone.
#[derive(Clone)]
pub struct LinkedAccounts {
    store: Arc<dyn LinkStore>,
    identities: Option<Arc<dyn DiscordIdentities>>,
    log: Arc<dyn LinkLog>,
    clock: Arc<dyn Clock>,
    known: Arc<Mutex<Known>>,
    /// An account always takes the same lane, so that it is found out about once however often it asks at the same time.
    lanes: Arc<[futures_util::lock::Mutex<()>; LANES]>,
}

struct Known {
    users: Remembered<AccountId, UserId>,
    accounts: Remembered<UserId, AccountId>,
    strangers: Remembered<AccountId, ()>,
}

impl LinkedAccounts {
    /// The most links that are remembered, each way, and the most accounts that are remembered to have none.
    pub const MOST_REMEMBERED: usize = 1000;

    /// The links in `store`. With `identities`, whoever has signed in with Discord is linked when they first come.
    pub fn new(
        store: Arc<dyn LinkStore>,
        identities: Option<Arc<dyn DiscordIdentities>>,
        log: Arc<dyn LinkLog>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let most = Self::MOST_REMEMBERED;
        Self {
            store,
            identities,
            log,
            clock,
            known: Arc::new(Mutex::new(Known {
                users: Remembered::new(most),
                accounts: Remembered::new(most),
                strangers: Remembered::new(most),
            })),
            lanes: Arc::default(),
        }
    }

    /// The account that a Discord user is linked to.
    pub async fn account(&self, user: UserId) -> Result<Option<AccountId>, PortFailure> {
        let now = self.clock.now();
        if let Some(account) = self.lock().accounts.get(&user, now) {
            return Ok(Some(*account));
        }
        let account = self.store.account(user).await?;
        if let Some(account) = account {
            self.remember(account, user);
        }
        Ok(account)
    }

    /// Links an account to a Discord user. Neither may be linked to another; the same link once more changes nothing.
    pub async fn link(&self, link: LinkAccount) -> Result<(), UseCaseError<LinkRefusal>> {
        let refusal = match self.store.link(link).await? {
            LinkOutcome::Linked => {
                self.log.linked(link);
                None
            }
            LinkOutcome::AlreadyLinked => None,
            LinkOutcome::AccountTaken => Some(LinkRefusal::AccountTaken),
            LinkOutcome::UserTaken => Some(LinkRefusal::UserTaken),
        };
        if let Some(refusal) = refusal {
            self.log.kept_apart(link, refusal);
            return Err(UseCaseError::Refused(refusal));
        }
        self.remember(link.account, link.user);
        Ok(())
    }

    /// Takes the link between these two away; whether there was one.
    pub async fn unlink(&self, account: AccountId, user: UserId) -> Result<bool, PortFailure> {
        let was_there = self.store.unlink(account, user).await?;
        let mut known = self.lock();
        known.users.remove(&account);
        known.accounts.remove(&user);
        Ok(was_there)
    }

    /// How many answers are remembered of links (both ways together), and of accounts that have none.
    pub fn remembered(&self) -> (usize, usize) {
        let known = self.lock();
        (
            known.users.len() + known.accounts.len(),
            known.strangers.len(),
        )
    }

    /// Asks the identity provider about an account without a link, and links it if they say so.
    async fn find_out(
        &self,
        identities: &dyn DiscordIdentities,
        account: AccountId,
    ) -> Result<Option<UserId>, PortFailure> {
        let lane = usize::from(account.0.as_bytes()[15]) % LANES;
        let _turn = self.lanes[lane].lock().await;
        // Whoever was here before us may have found out.
        if let Some(user) = self.store.discord_user(account).await? {
            self.remember(account, user);
            return Ok(Some(user));
        }
        if self.is_stranger(account) {
            return Ok(None);
        }
        if let Some(user) = identities.signed_in_as(account).await? {
            let proof = LinkProof::OAuth;
            let link = LinkAccount {
                account,
                user,
                proof,
            };
            match self.link(link).await {
                Ok(()) => return Ok(Some(user)),
                Err(UseCaseError::Failed(failure)) => return Err(failure),
                // The earlier link stays, and they have none.
                Err(UseCaseError::Refused(_)) => {}
            }
        }
        let now = self.clock.now();
        self.lock().strangers.put(account, (), now, STRANGER_KNOWN);
        Ok(None)
    }

    fn is_stranger(&self, account: AccountId) -> bool {
        let now = self.clock.now();
        self.lock().strangers.get(&account, now).is_some()
    }

    fn remember(&self, account: AccountId, user: UserId) {
        let now = self.clock.now();
        let mut known = self.lock();
        known.users.put(account, user, now, LINK_KNOWN);
        known.accounts.put(user, account, now, LINK_KNOWN);
        known.strangers.remove(&account);
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl AccountLinks for LinkedAccounts {
    async fn discord_user(&self, account: AccountId) -> Result<Option<UserId>, PortFailure> {
        let now = self.clock.now();
        if let Some(user) = self.lock().users.get(&account, now) {
            return Ok(Some(*user));
        }
        if let Some(user) = self.store.discord_user(account).await? {
            self.remember(account, user);
            return Ok(Some(user));
        }
        match &self.identities {
            Some(identities) if !self.is_stranger(account) => {
                self.find_out(&**identities, account).await
            }
            _ => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::future::join_all;
    use kernel::ManualClock;
    use uuid::Uuid;

    use super::*;
    use crate::testing::{InMemoryLinks, RecordingLinkLog, SignedInWithDiscord};

    struct Scene {
        store: Arc<InMemoryLinks>,
        identities: Arc<SignedInWithDiscord>,
        log: Arc<RecordingLinkLog>,
        clock: ManualClock,
        accounts: LinkedAccounts,
    }

    impl Scene {
        fn new() -> Self {
            let store = Arc::new(InMemoryLinks::default());
            let identities = Arc::new(SignedInWithDiscord::default());
            let log = Arc::new(RecordingLinkLog::default());
            let clock = ManualClock::at(chrono::DateTime::UNIX_EPOCH);
            let accounts = LinkedAccounts::new(
                store.clone(),
                Some(identities.clone()),
                log.clone(),
                Arc::new(clock.clone()),
            );
            Self {
                store,
                identities,
                log,
                clock,
                accounts,
            }
        }

        async fn user_of(&self, account: u128) -> Option<u64> {
            let user = self.accounts.discord_user(self::account(account)).await;
            user.unwrap().map(UserId::get)
        }
    }

    fn account(id: u128) -> AccountId {
        AccountId(Uuid::from_u128(id))
    }

    fn user(id: u64) -> UserId {
        UserId::new(id).unwrap()
    }

    fn link(account: u128, user: u64) -> LinkAccount {
        LinkAccount {
            account: self::account(account),
            user: self::user(user),
            proof: LinkProof::Admin,
        }
    }

    fn refusal(outcome: Result<(), UseCaseError<LinkRefusal>>) -> LinkRefusal {
        match outcome {
            Err(UseCaseError::Refused(refusal)) => refusal,
            other => panic!("no refusal: {other:?}"),
        }
    }

    #[tokio::test]
    async fn a_link_is_used_for_a_minute_without_asking_both_ways() {
        let scene = Scene::new();
        scene.store.link(link(1, 11)).await.unwrap();
        assert_eq!(scene.user_of(1).await, Some(11));
        scene.store.unlink(account(1), user(11)).await.unwrap();
        scene.clock.advance(TimeDelta::seconds(59));
        assert_eq!(scene.user_of(1).await, Some(11));
        let back = scene.accounts.account(user(11)).await.unwrap();
        assert_eq!(back, Some(account(1)));
        scene.clock.advance(TimeDelta::seconds(1));
        assert_eq!(scene.user_of(1).await, None);
        assert_eq!(scene.accounts.account(user(11)).await.unwrap(), None);
    }

    #[tokio::test]
    async fn neither_side_is_linked_twice_and_the_same_link_once_more_changes_nothing() {
        let scene = Scene::new();
        scene.accounts.link(link(1, 11)).await.unwrap();
        scene.accounts.link(link(1, 11)).await.unwrap();
        let taken = refusal(scene.accounts.link(link(1, 12)).await);
        assert_eq!(taken, LinkRefusal::AccountTaken);
        let taken = refusal(scene.accounts.link(link(2, 11)).await);
        assert_eq!(taken, LinkRefusal::UserTaken);
        assert_eq!(scene.user_of(1).await, Some(11));
        assert_eq!(scene.log.linked(), [link(1, 11)]);
    }

    #[tokio::test]
    async fn what_is_unlinked_here_is_forgotten_at_once_and_can_be_linked_anew() {
        let scene = Scene::new();
        scene.accounts.link(link(1, 11)).await.unwrap();
        assert!(!scene.accounts.unlink(account(1), user(12)).await.unwrap());
        assert!(scene.accounts.unlink(account(1), user(11)).await.unwrap());
        assert_eq!(scene.accounts.account(user(11)).await.unwrap(), None);
        scene.accounts.link(link(1, 12)).await.unwrap();
        assert_eq!(scene.user_of(1).await, Some(12));
    }

    #[tokio::test]
    async fn whoever_has_signed_in_with_discord_is_linked_when_they_first_come() {
        let scene = Scene::new();
        scene.identities.set(account(1), user(11));
        let all = join_all((0..20).map(|_| scene.user_of(1))).await;
        assert!(all.iter().all(|it| *it == Some(11)), "{all:?}");
        assert_eq!(scene.identities.asked(), 1);
        let proof = LinkProof::OAuth;
        assert_eq!(
            scene.log.linked(),
            [LinkAccount {
                proof,
                ..link(1, 11)
            }]
        );
        scene.clock.advance(TimeDelta::hours(1));
        assert_eq!(scene.user_of(1).await, Some(11), "it is stored");
        assert_eq!(scene.identities.asked(), 1);
    }

    #[tokio::test]
    async fn whoever_has_not_is_asked_about_once_in_five_minutes() {
        let scene = Scene::new();
        for _ in 0..3 {
            assert_eq!(scene.user_of(1).await, None);
        }
        scene.clock.advance(TimeDelta::seconds(299));
        assert_eq!(scene.user_of(1).await, None);
        assert_eq!(scene.identities.asked(), 1);
        scene.identities.set(account(1), user(11));
        scene.clock.advance(TimeDelta::seconds(1));
        assert_eq!(scene.user_of(1).await, Some(11));
        assert_eq!(scene.identities.asked(), 2);
    }

    #[tokio::test]
    async fn a_link_made_by_an_operator_counts_at_once_for_a_stranger() {
        let scene = Scene::new();
        assert_eq!(scene.user_of(1).await, None);
        scene.store.link(link(1, 11)).await.unwrap();
        assert_eq!(scene.user_of(1).await, Some(11));
    }

    #[tokio::test]
    async fn an_identity_that_is_linked_to_another_account_stays_there() {
        let scene = Scene::new();
        scene.store.link(link(2, 11)).await.unwrap();
        scene.identities.set(account(1), user(11));
        assert_eq!(scene.user_of(1).await, None);
        assert_eq!(scene.user_of(2).await, Some(11));
        let told = scene.log.kept_apart();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].1, LinkRefusal::UserTaken);
        assert_eq!(scene.user_of(1).await, None);
        assert_eq!(scene.identities.asked(), 1);
    }

    #[tokio::test]
    async fn when_nobody_answers_it_is_a_failure_and_not_remembered() {
        let scene = Scene::new();
        scene.identities.set(account(1), user(11));
        scene.identities.fail(true);
        assert!(scene.accounts.discord_user(account(1)).await.is_err());
        scene.identities.fail(false);
        assert_eq!(scene.user_of(1).await, Some(11));
    }

    #[tokio::test]
    async fn ten_times_as_many_accounts_as_there_is_room_for_leave_a_thousand() {
        let scene = Scene::new();
        for id in 1..=10_000_u32 {
            let link = link(u128::from(id), u64::from(id));
            scene.accounts.link(link).await.unwrap();
            scene.user_of(u128::from(id) + 50_000).await;
        }
        assert_eq!(scene.accounts.remembered(), (2000, 1000));
    }
}
