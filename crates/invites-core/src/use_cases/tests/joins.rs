//! Who is said to have brought whom.

use chrono::TimeDelta;
use kernel::{ChannelId, Clock as _};
use settings_core::SettingValue;

use super::{Stage, guild, invite, noon, seen, user};
use crate::settings::ENABLED;
use crate::{Invite, InviteEvent, Join, Seen, Way};

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
    assert_eq!(stage.announcer.posted(), ["<@1> joined (inviter unknown)."]);
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
async fn whoever_joins_while_the_program_stops_is_counted_before_it_ends() {
    let stage = Stage::new().await;
    let (first, second) = (stage.join(7), stage.join(8));
    let joined = stage.invites.joined(guild(), first);
    tokio::pin!(joined);
    assert!(futures_util::poll!(&mut joined).is_pending());
    let next = stage.invites.joined(guild(), second);
    tokio::pin!(next);
    assert!(futures_util::poll!(&mut next).is_pending());
    stage.lists(&[invite("a", 1, 1), invite("b", 2, 0)]);
    stage.invites.stop_waiting();
    let settled = joined.await;
    assert_eq!(
        settled[0].attribution.way,
        Way::Unseen,
        "nothing was known of them yet"
    );
    assert_eq!(next.await[0].attribution.way, Way::Uses);
    assert_eq!(stage.clock.now(), noon(), "and nobody waited");
    assert_eq!(stage.announcer.posted().len(), 2);
    assert_eq!(stage.counts().await, [(1, 1)]);
}

#[tokio::test]
async fn what_waits_for_the_database_gives_up_when_the_program_stops() {
    let stage = Stage::new().await;
    stage.lists(&[invite("a", 1, 1), invite("b", 2, 0)]);
    stage.store.is_away(true);
    let joined = stage.invites.joined(guild(), stage.join(7));
    tokio::pin!(joined);
    assert!(futures_util::poll!(&mut joined).is_pending());
    stage.invites.stop_waiting();
    assert!(joined.await[0].failure.is_some());
    let now = stage.clock.now();
    assert!(stage.invites.left(guild(), user(7), now).await.is_err());
    assert_eq!(stage.clock.now(), noon());
}
