//! What newcomers are announced with, and that it happens once.

use chrono::TimeDelta;
use settings_core::SettingValue;

use super::{Stage, invite, user};
use crate::Posted;
use crate::settings::WITH_INVITER;

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
