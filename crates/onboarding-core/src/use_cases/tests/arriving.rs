//! The panel, and who joins.

use super::*;

fn channel(id: u64) -> ChannelId {
    ChannelId::new(id).unwrap()
}

#[tokio::test]
async fn the_panel_is_posted_once_found_again_and_follows_its_channel() {
    let world = world();
    let ensure = async || world.newcomers.ensure_panel(guild()).await.unwrap();
    assert_eq!(
        ensure().await,
        PanelOutcome::NotWanted,
        "no channel is chosen"
    );
    let rules_channel = &settings_core::system::RULES_CHANNEL;
    world.set(rules_channel, SettingValue::Channel(channel(5)));
    let PanelOutcome::Posted(panel) = ensure().await else {
        panic!("not posted")
    };
    for _ in 0..3 {
        assert_eq!(ensure().await, PanelOutcome::Stands(panel));
    }
    assert_eq!(
        world.board.searches(),
        1,
        "no history is looked through again"
    );
    world.set(rules_channel, SettingValue::Channel(channel(6)));
    let moved = ensure().await;
    assert!(matches!(moved, PanelOutcome::Posted(Panel { channel: it, .. }) if it == channel(6)));
    assert_eq!(world.board.standing().len(), 2, "the old one keeps working");
    world.set(rules_channel, SettingValue::Channel(channel(5)));
    let back = ensure().await;
    assert_eq!(back, PanelOutcome::Found(panel));
    world.board.clear();
    let anew = ensure().await;
    assert!(matches!(anew, PanelOutcome::Posted(it) if it != panel));
    world.set(&onboarding::ENABLED, SettingValue::Bool(false));
    world.board.clear();
    assert_eq!(ensure().await, PanelOutcome::NotWanted);
}

#[tokio::test]
async fn a_panel_that_an_admin_posted_elsewhere_stays_the_only_one_until_its_channel_is_chosen_anew()
 {
    let world = world();
    let ensure = async || world.newcomers.ensure_panel(guild()).await.unwrap();
    let rules_channel = &settings_core::system::RULES_CHANNEL;
    world.set(rules_channel, SettingValue::Channel(channel(5)));
    assert!(matches!(ensure().await, PanelOutcome::Posted(_)));
    let wish = PostPanel {
        guild: guild(),
        channel: channel(6),
        by: user(3),
        mark: "wish1".to_owned(),
    };
    let posted = world.newcomers.post_panel(&wish).await.unwrap();
    world.set(&onboarding::ENABLED, SettingValue::Bool(false));
    assert_eq!(ensure().await, PanelOutcome::NotWanted);
    world.set(&onboarding::ENABLED, SettingValue::Bool(true));
    assert_eq!(ensure().await, PanelOutcome::Stands(posted));
    world.set(rules_channel, SettingValue::Channel(channel(7)));
    let trouble = PanelTrouble::MayNotPost;
    world.board.obstruct(channel(7), trouble);
    let outcome = ensure().await;
    assert_eq!(outcome, PanelOutcome::Trouble(channel(7), trouble));
    world.board.clear_the_way(channel(7));
    let moved = ensure().await;
    assert!(matches!(moved, PanelOutcome::Posted(Panel { channel: it, .. }) if it == channel(7)));
}

#[tokio::test]
async fn a_panel_that_cannot_stand_is_told_of_once_for_each_try() {
    let world = world();
    let rules_channel = &settings_core::system::RULES_CHANNEL;
    world.set(rules_channel, SettingValue::Channel(channel(5)));
    world.board.obstruct(channel(5), PanelTrouble::MayNotPost);
    let outcome = world.newcomers.ensure_panel(guild()).await;
    let trouble = PanelOutcome::Trouble(channel(5), PanelTrouble::MayNotPost);
    assert_eq!(outcome.unwrap(), trouble);
    assert_eq!(world.told().len(), 1);
    let wish = PostPanel {
        guild: guild(),
        channel: channel(6),
        by: user(3),
        mark: "wish1".to_owned(),
    };
    let posted = world.newcomers.post_panel(&wish).await.unwrap();
    assert_eq!(posted.channel, channel(6));
    let told = RunEvent::PanelPosted {
        panel: posted,
        by: user(3),
    };
    assert_eq!(world.told().last(), Some(&(guild(), told)));
    world.mode("disabled");
    let refused = world.newcomers.post_panel(&wish).await.unwrap_err();
    assert!(matches!(
        refused,
        kernel::UseCaseError::Refused(PostPanelRefusal::TurnedOff)
    ));
}

fn arrives(id: u64) -> Arrived {
    Arrived {
        guild: guild(),
        member: user(id),
        is_bot: false,
        is_pending: false,
        roles: Vec::new(),
    }
}

#[tokio::test]
async fn who_joins_gets_their_role_after_the_screening_and_only_then() {
    let world = world().with_roles();
    world.newcomers.joined(&arrives(7)).await.unwrap();
    assert_eq!(world.roles.of(user(7)), [role(JOINED)]);
    let pending = Arrived {
        is_pending: true,
        ..arrives(8)
    };
    world.newcomers.joined(&pending).await.unwrap();
    world.newcomers.changed(&pending).await.unwrap();
    assert_eq!(world.roles.of(user(8)), []);
    world.newcomers.changed(&arrives(8)).await.unwrap();
    assert_eq!(world.roles.of(user(8)), [role(JOINED)]);
}

#[tokio::test]
async fn who_passes_the_screening_while_discord_is_away_gets_their_role_by_a_further_try() {
    let world = world().with_roles();
    let pending = Arrived {
        is_pending: true,
        ..arrives(8)
    };
    world.newcomers.joined(&pending).await.unwrap();
    world.roles.is_away(true);
    world.newcomers.changed(&arrives(8)).await.unwrap_err();
    world.roles.is_away(false);
    assert_eq!(world.round().await, 0, "somebody has them in hand");
    world.clock.advance(TimeDelta::minutes(1));
    assert_eq!(world.round().await, 1);
    assert_eq!(world.roles.of(user(8)), [role(JOINED)]);
    world.clock.advance(TimeDelta::days(1));
    assert_eq!(world.round().await, 0);
}

impl World {
    async fn round(&self) -> usize {
        let round = self.newcomers.finish_arrivals().await.unwrap();
        round.taken
    }
}

#[tokio::test]
async fn who_joins_while_discord_is_away_gets_their_role_once_it_is_back() {
    let world = world().with_roles();
    world.roles.is_away(true);
    world.newcomers.joined(&arrives(7)).await.unwrap_err();
    for _ in 0..3 {
        world.clock.advance(TimeDelta::hours(1));
        assert_eq!(world.round().await, 1);
    }
    world.roles.is_away(false);
    world.clock.advance(TimeDelta::hours(1));
    assert_eq!(world.round().await, 1);
    assert_eq!(world.roles.of(user(7)), [role(JOINED)]);
    assert_eq!(world.told().len(), 0);
}

#[tokio::test]
async fn who_has_left_meanwhile_is_tried_no_further() {
    let world = world().with_roles();
    world.roles.is_away(true);
    world.newcomers.joined(&arrives(7)).await.unwrap_err();
    world.roles.is_away(false);
    world.roles.leaves(user(7));
    world.clock.advance(TimeDelta::hours(1));
    assert_eq!(world.round().await, 1);
    world.clock.advance(TimeDelta::hours(1));
    assert_eq!(world.round().await, 0);
}

#[tokio::test]
async fn staff_is_told_of_a_join_role_that_discord_never_takes() {
    let world = world().with_roles();
    world.roles.is_away(true);
    world.newcomers.joined(&arrives(7)).await.unwrap_err();
    let mut rounds = 1;
    loop {
        world.clock.advance(TimeDelta::hours(2));
        if world.round().await == 0 {
            break;
        }
        rounds += 1;
    }
    assert_eq!(rounds, crate::MOST_TRIES);
    let given_up = RunEvent::NoArrivalRole(role(JOINED), RoleObstacle::GivenUp);
    assert_eq!(world.told(), [(guild(), given_up)]);
}

#[tokio::test]
async fn who_passes_the_screening_while_nobody_listens_gets_their_role_at_the_next_start() {
    let world = world().with_roles();
    for id in [8, 9] {
        world.roles.is_pending(user(id), true);
        let pending = Arrived {
            is_pending: true,
            ..arrives(id)
        };
        world.newcomers.joined(&pending).await.unwrap();
    }
    world.roles.is_pending(user(8), false);
    world.newcomers.recall_arrivals(guild()).await.unwrap();
    for _ in 0..2 {
        assert_eq!(world.round().await, 1);
    }
    assert_eq!(world.roles.of(user(8)), [role(JOINED)]);
    assert_eq!(world.roles.of(user(9)), []);
    world.newcomers.changed(&arrives(9)).await.unwrap();
    assert_eq!(world.roles.of(user(9)), [role(JOINED)], "they still waited");
    world.clock.advance(TimeDelta::days(31));
    assert_eq!(world.newcomers.forget_arrivals().await.unwrap(), 0);
}

#[tokio::test]
async fn whoever_lost_the_join_role_by_completing_does_not_get_it_back_by_a_change() {
    let world = world().with_roles();
    world.newcomers.joined(&arrives(7)).await.unwrap();
    world.completes(7).await;
    world.newcomers.changed(&arrives(7)).await.unwrap();
    assert_eq!(world.roles.of(user(7)), [role(COMPLETED)]);
}

#[tokio::test]
async fn a_role_in_the_way_of_all_who_join_is_told_once_an_hour() {
    let world = world().with_roles();
    world
        .roles
        .obstruct(role(JOINED), Some(RoleObstacle::AboveBot));
    for id in 7..20 {
        world.newcomers.joined(&arrives(id)).await.unwrap();
    }
    assert_eq!(world.told().len(), 1);
    world.clock.advance(TimeDelta::hours(1));
    world.newcomers.joined(&arrives(20)).await.unwrap();
    assert_eq!(world.told().len(), 2);
}
