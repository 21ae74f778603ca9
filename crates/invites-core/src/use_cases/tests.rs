//! Joins, as a guild and its staff see them.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{
    Authority, ChannelId, Clock as _, GuildId, ManualClock, Member, UseCaseError, UserId,
};
use settings_core::testing::InMemorySettings;
use settings_core::{Definition, SettingValue};

use super::*;
use crate::settings::{ANNOUNCEMENT_CHANNEL, ENABLED, WITH_INVITER};
use crate::testing::{
    InMemoryInvites, KnownPeople, ListedInvites, RecordingAnnouncer, RecordingInviteLog,
};
use crate::{Invite, InviteEvent, Posted, Seen, Way};

struct Stage {
    invites: Invites,
    source: Arc<ListedInvites>,
    store: Arc<InMemoryInvites>,
    announcer: Arc<RecordingAnnouncer>,
    people: Arc<KnownPeople>,
    log: Arc<RecordingInviteLog>,
    settings: Arc<InMemorySettings>,
    clock: Arc<ManualClock>,
}

fn guild() -> GuildId {
    GuildId::new(1).unwrap()
}

fn user(id: u64) -> UserId {
    UserId::new(id).unwrap()
}

fn noon() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
}

fn invite(code: &str, inviter: u64, uses: u32) -> Invite {
    Invite {
        code: code.parse().unwrap(),
        inviter: UserId::new(inviter).ok(),
        uses,
        max_uses: 0,
        expires_at: None,
        created_at: Some(noon() - TimeDelta::days(1)),
    }
}

fn seen(invites: &[Invite]) -> Seen {
    Seen::Invites(invites.to_vec(), None)
}

impl Stage {
    /// A guild with a channel for announcements, whose invites were looked at: code `a` of 1 and code `b` of 2.
    async fn new() -> Self {
        let stage = Self::without_channel().await;
        let channel = ChannelId::new(50).unwrap();
        stage.set(&ANNOUNCEMENT_CHANNEL, SettingValue::Channel(channel));
        stage
    }

    /// The same, but it has not chosen where newcomers are announced.
    async fn without_channel() -> Self {
        let settings = Arc::new(InMemorySettings::default());
        let clock = Arc::new(ManualClock::at(noon()));
        let source = Arc::new(ListedInvites::default());
        let store = Arc::new(InMemoryInvites::default());
        let announcer = Arc::new(RecordingAnnouncer::default());
        let people = Arc::new(KnownPeople::default());
        let log = Arc::new(RecordingInviteLog::default());
        let invites = Invites::new(InvitePorts {
            source: source.clone(),
            store: store.clone(),
            announcements: store.clone(),
            announcer: announcer.clone(),
            people: people.clone(),
            log: log.clone(),
            settings: settings.clone(),
            clock: clock.clone(),
        });
        let stage = Self {
            invites,
            source,
            store,
            announcer,
            people,
            log,
            settings,
            clock,
        };
        stage.lists(&[invite("a", 1, 0), invite("b", 2, 0)]);
        stage.invites.watch(guild()).await.unwrap();
        stage
    }

    fn set(&self, definition: &Definition, value: SettingValue) {
        self.settings.set(guild(), definition, value);
    }

    fn lists(&self, invites: &[Invite]) {
        self.source.shows([Some(seen(invites))]);
    }

    fn join(&self, member: u64) -> Join {
        Join {
            member: user(member),
            at: self.clock.now(),
            is_bot: false,
        }
    }

    /// Lets them join all at once, and time pass until all is done.
    async fn join_all(&self, joins: &[Join]) -> Vec<Settled> {
        let joined = joins.iter().map(|it| self.invites.joined(guild(), *it));
        let all = futures_util::future::join_all(joined);
        let done = self.passing_time(all).await;
        done.into_iter().flatten().collect()
    }

    async fn passing_time<T>(&self, done: impl Future<Output = T>) -> T {
        tokio::pin!(done);
        loop {
            tokio::select! {
                biased;
                done = &mut done => return done,
                () = tokio::task::yield_now() => {
                    if let Some(next) = self.clock.next_wake() {
                        self.clock.set(next);
                    }
                }
            }
        }
    }

    async fn counts(&self) -> Vec<(u64, u32)> {
        match self.invites.leaderboard(guild(), 10).await.unwrap() {
            Board::Leaders(it) => it.iter().map(|it| (it.person.id.get(), it.count)).collect(),
            Board::Disabled => panic!("it is switched off"),
        }
    }
}

#[tokio::test]
async fn whoever_joins_by_an_invite_is_announced_and_counted() {
    let stage = Stage::new().await;
    stage.lists(&[invite("a", 1, 1), invite("b", 2, 0)]);
    let settled = stage.join_all(&[stage.join(7)]).await;
    assert_eq!((settled.len(), settled[0].attribution.way), (1, Way::Uses));
    assert_eq!(
        stage.announcer.posted(),
        ["<@7> joined, invited by <@1> (1 invites in total)."]
    );
    assert_eq!(stage.counts().await, [(1, 1)]);
    // The next one is compared with what was seen now.
    stage.lists(&[invite("a", 1, 1), invite("b", 2, 1)]);
    stage.join_all(&[stage.join(8)]).await;
    assert_eq!(stage.counts().await, [(1, 1), (2, 1)]);
}

#[tokio::test]
async fn discord_may_count_the_use_a_moment_after_the_join() {
    let stage = Stage::new().await;
    let (before, after) = ([invite("a", 1, 0)], [invite("a", 1, 1)]);
    stage
        .source
        .shows([Some(seen(&before)), None, Some(seen(&after))]);
    let settled = stage.join_all(&[stage.join(7)]).await;
    assert_eq!(settled[0].attribution.way, Way::Uses);
    assert_eq!(stage.clock.now(), noon() + TimeDelta::milliseconds(1500));
}

#[tokio::test]
async fn whoever_comes_by_no_invite_is_announced_without_one_after_some_seconds() {
    let stage = Stage::new().await;
    let asked = stage.source.asked();
    stage.join_all(&[stage.join(7)]).await;
    assert_eq!(stage.source.asked() - asked, 4);
    assert_eq!(stage.announcer.posted(), ["<@7> joined (inviter unknown)."]);
    assert_eq!(stage.counts().await, []);
}

#[tokio::test]
async fn two_at_once_by_two_invites_are_counted_and_announced_without_naming_anybody() {
    let stage = Stage::new().await;
    stage.lists(&[invite("a", 1, 1), invite("b", 2, 1)]);
    let settled = stage.join_all(&[stage.join(7), stage.join(8)]).await;
    assert_eq!(settled.len(), 2, "each is seen to once");
    assert_eq!(
        stage.announcer.posted(),
        [
            "<@7> joined (inviter unknown).",
            "<@8> joined (inviter unknown)."
        ]
    );
    assert_eq!(stage.counts().await, [(1, 1), (2, 1)]);
}

#[tokio::test]
async fn two_at_once_by_one_persons_invite_are_both_theirs() {
    let stage = Stage::new().await;
    stage.lists(&[invite("a", 1, 2), invite("b", 2, 0)]);
    stage.join_all(&[stage.join(7), stage.join(8)]).await;
    assert_eq!(stage.counts().await, [(1, 2)]);
    assert!(
        stage
            .announcer
            .posted()
            .iter()
            .all(|it| it.contains("<@1>"))
    );
}

#[tokio::test]
async fn a_join_that_is_told_twice_is_one_join() {
    let stage = Stage::new().await;
    stage.lists(&[invite("a", 1, 1), invite("b", 2, 0)]);
    let join = stage.join(7);
    stage.join_all(&[join, join]).await;
    stage.join_all(&[join]).await;
    assert_eq!(stage.counts().await, [(1, 1)]);
    assert_eq!(stage.announcer.posted().len(), 1);
}

#[tokio::test]
async fn a_return_is_announced_and_counts_for_nobody() {
    let stage = Stage::new().await;
    stage.lists(&[invite("a", 1, 1), invite("b", 2, 0)]);
    stage.join_all(&[stage.join(7)]).await;
    stage.clock.advance(TimeDelta::hours(1));
    let now = stage.clock.now();
    stage.invites.left(guild(), user(7), now).await.unwrap();
    stage.lists(&[invite("a", 1, 1), invite("b", 2, 1)]);
    stage.clock.advance(TimeDelta::hours(1));
    stage.join_all(&[stage.join(7)]).await;
    assert_eq!(stage.counts().await, [(1, 1)]);
    assert_eq!(
        stage.announcer.posted()[1],
        "<@7> joined, invited by <@2> (0 invites in total)."
    );
}

#[tokio::test]
async fn whoever_uses_their_own_invite_counts_for_nobody() {
    let stage = Stage::new().await;
    stage.lists(&[invite("a", 1, 1), invite("b", 2, 0)]);
    stage.join_all(&[stage.join(1)]).await;
    assert_eq!(stage.counts().await, []);
}

#[tokio::test]
async fn bots_are_nobodys_guests() {
    let stage = Stage::new().await;
    let asked = stage.source.asked();
    let bot = Join {
        is_bot: true,
        ..stage.join(7)
    };
    assert!(stage.join_all(&[bot]).await.is_empty());
    assert_eq!(stage.source.asked(), asked);
    assert!(stage.announcer.posted().is_empty());
}

#[tokio::test]
async fn without_a_channel_the_count_grows_and_nothing_is_said() {
    let stage = Stage::without_channel().await;
    stage.lists(&[invite("a", 1, 1), invite("b", 2, 0)]);
    stage.join_all(&[stage.join(7)]).await;
    assert_eq!(stage.counts().await, [(1, 1)]);
    assert!(stage.announcer.posted().is_empty());
}

#[tokio::test]
async fn while_it_is_switched_off_nothing_is_counted_and_the_invites_are_still_watched() {
    let stage = Stage::new().await;
    stage.set(&ENABLED, SettingValue::Bool(false));
    stage.lists(&[invite("a", 1, 1), invite("b", 2, 0)]);
    stage.join_all(&[stage.join(7)]).await;
    stage.set(&ENABLED, SettingValue::Bool(true));
    stage.lists(&[invite("a", 1, 1), invite("b", 2, 1)]);
    stage.join_all(&[stage.join(8)]).await;
    assert_eq!(stage.counts().await, [(2, 1)]);
    assert_eq!(stage.announcer.posted().len(), 1);
}

#[tokio::test]
async fn a_guild_whose_invites_cannot_be_seen_is_told_once_and_nothing_else_happens() {
    let stage = Stage::new().await;
    stage.source.shows([Some(Seen::Forbidden)]);
    stage.invites.watch(guild()).await.unwrap();
    assert!(stage.log.told().is_empty(), "there is nowhere to tell it");
    let log = SettingValue::Channel(ChannelId::new(60).unwrap());
    stage.set(&settings_core::system::LOG_CHANNEL, log);
    stage.invites.watch(guild()).await.unwrap();
    stage.invites.watch(guild()).await.unwrap();
    assert!(stage.join_all(&[stage.join(7)]).await.is_empty());
    assert_eq!(stage.log.told(), [InviteEvent::Blind]);
    assert!(stage.announcer.posted().is_empty());
    // Now it may.
    stage.lists(&[invite("a", 1, 1)]);
    stage.invites.watch_again(guild()).await.unwrap();
    stage.lists(&[invite("a", 1, 2)]);
    stage.join_all(&[stage.join(8)]).await;
    assert_eq!(stage.counts().await, [(1, 1)]);
}

#[tokio::test]
async fn an_invite_that_was_made_since_and_one_that_was_used_up_are_known() {
    let stage = Stage::new().await;
    let made = Invite {
        max_uses: 1,
        created_at: None,
        ..invite("c", 3, 0)
    };
    let code = made.code.clone();
    stage.invites.created(guild(), made).await;
    let now = stage.clock.now();
    stage.invites.deleted(guild(), &code, now).await;
    let settled = stage.join_all(&[stage.join(7)]).await;
    assert_eq!(settled[0].attribution.way, Way::Spent);
    assert_eq!(stage.counts().await, [(3, 1)]);
}

#[tokio::test]
async fn while_the_database_is_away_a_join_waits_for_it() {
    let stage = Stage::new().await;
    stage.lists(&[invite("a", 1, 1), invite("b", 2, 0)]);
    stage.store.is_away(true);
    let joined = stage.invites.joined(guild(), stage.join(7));
    tokio::pin!(joined);
    assert!(futures_util::poll!(&mut joined).is_pending());
    stage.clock.advance(TimeDelta::seconds(1));
    assert!(futures_util::poll!(&mut joined).is_pending());
    stage.store.is_away(false);
    stage.clock.advance(TimeDelta::seconds(5));
    let settled = joined.await;
    assert!(settled[0].failure.is_none());
    assert_eq!(stage.counts().await, [(1, 1)]);
    assert_eq!(stage.announcer.posted().len(), 1);
}

#[tokio::test]
async fn an_announcement_whose_answer_was_lost_is_not_made_twice() {
    let stage = Stage::new().await;
    stage.lists(&[invite("a", 1, 1), invite("b", 2, 0)]);
    stage.announcer.loses_answers(true);
    let settled = stage.join_all(&[stage.join(7)]).await;
    assert!(settled[0].failure.is_some());
    stage.announcer.loses_answers(false);
    assert_eq!(stage.invites.announce_due().await.unwrap().0, 0, "in hand");
    stage.clock.advance(TimeDelta::seconds(30));
    assert_eq!(stage.invites.announce_due().await.unwrap().0, 1);
    stage.clock.advance(TimeDelta::seconds(30));
    assert_eq!(stage.invites.announce_due().await.unwrap().0, 0);
    assert_eq!(stage.announcer.posted().len(), 1);
}

#[tokio::test]
async fn nobody_is_welcomed_hours_later_or_where_the_bot_may_not_write() {
    let stage = Stage::new().await;
    stage.announcer.loses_answers(true);
    stage.join_all(&[stage.join(7)]).await;
    stage.announcer.loses_answers(false);
    stage.clock.advance(TimeDelta::hours(2));
    assert_eq!(stage.invites.announce_due().await.unwrap().0, 1);
    assert_eq!(
        stage.announcer.posted().len(),
        1,
        "the one whose answer was lost"
    );
    stage.announcer.closes(Some(Posted::Forbidden));
    let settled = stage.join_all(&[stage.join(8)]).await;
    assert!(settled[0].failure.is_none());
    stage.clock.advance(TimeDelta::minutes(1));
    assert_eq!(stage.invites.announce_due().await.unwrap().0, 0);
}

#[tokio::test]
async fn names_are_asked_for_where_the_template_wants_them() {
    let stage = Stage::new().await;
    stage.people.are_called(user(7), "Alice @everyone");
    let template = SettingValue::Text("{member_name} by {inviter_name} {".to_owned());
    stage.set(&WITH_INVITER, template);
    stage.lists(&[invite("a", 1, 1), invite("b", 2, 0)]);
    stage.join_all(&[stage.join(7)]).await;
    assert_eq!(stage.announcer.posted(), ["Alice by User 1 {"]);
}

#[tokio::test]
async fn a_template_that_leaves_nothing_to_read_is_replaced_by_the_default() {
    let stage = Stage::new().await;
    let template = SettingValue::Text("@everyone".to_owned());
    stage.set(&crate::settings::NO_INVITER, template);
    stage.join_all(&[stage.join(7)]).await;
    assert_eq!(stage.announcer.posted(), ["<@7> joined (inviter unknown)."]);
}

#[tokio::test]
async fn counts_are_set_by_those_who_may_and_the_log_tells_of_it() {
    let stage = Stage::new().await;
    let by = |authority| Member {
        user: user(90),
        authority,
    };
    let wish = SetCount {
        guild: guild(),
        by: by(Authority::Member),
        manages_server: true,
        member: user(1),
        count: 12,
    };
    let set = stage.invites.set_count(wish).await.unwrap();
    assert_eq!((set.old, set.new), (0, 12));
    let reset = SetCount {
        manages_server: false,
        by: by(Authority::Admin),
        count: 0,
        ..wish
    };
    assert_eq!(stage.invites.set_count(reset).await.unwrap().old, 12);
    let told = |old, new| InviteEvent::CountSet {
        member: user(1),
        by: user(90),
        old,
        new,
    };
    assert_eq!(stage.log.told(), [told(0, 12), told(12, 0)]);

    let refused = async |wish| match stage.invites.set_count(wish).await {
        Err(UseCaseError::Refused(why)) => why,
        other => panic!("{other:?}"),
    };
    let nobody = SetCount {
        manages_server: false,
        ..wish
    };
    assert_eq!(refused(nobody).await, SetCountRefusal::NotManager);
    let many = SetCount {
        count: COUNT_MAX + 1,
        ..wish
    };
    assert_eq!(refused(many).await, SetCountRefusal::TooMany);
    stage.set(&ENABLED, SettingValue::Bool(false));
    assert_eq!(refused(wish).await, SetCountRefusal::Disabled);
    assert_eq!(stage.log.told().len(), 2);
}

#[tokio::test]
async fn a_count_that_could_not_be_stored_is_not_said_to_be_set() {
    let stage = Stage::new().await;
    stage.store.is_away(true);
    let wish = SetCount {
        guild: guild(),
        by: Member {
            user: user(90),
            authority: Authority::Admin,
        },
        manages_server: false,
        member: user(1),
        count: 12,
    };
    let done = stage.invites.set_count(wish).await;
    assert!(matches!(done, Err(UseCaseError::Failed(_))));
    assert!(stage.log.told().is_empty());
}

#[test]
fn a_preview_shows_the_default_where_nothing_is_given() {
    let sample = crate::Person {
        id: user(7),
        name: None,
    };
    let preview = Preview::of(crate::Variant::WithInviter, None, &sample);
    assert_eq!(
        preview.welcome.text(),
        "<@7> joined, invited by <@7> (5 invites in total)."
    );
    let preview = Preview::of(crate::Variant::Plain, Some("{count} {x}"), &sample);
    assert_eq!(preview.welcome.text(), "{count} {x}");
    assert_eq!(preview.concerns.len(), 2);
}
