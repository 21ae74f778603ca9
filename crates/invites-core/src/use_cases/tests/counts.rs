//! Counts that are set by hand, and templates before anybody joins.

use kernel::{Authority, Member, UseCaseError};
use settings_core::SettingValue;

use super::{Stage, guild, user};
use crate::settings::ENABLED;
use crate::{COUNT_MAX, InviteEvent, Preview, SetCount, SetCountRefusal};

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
