//! The use cases over fakes.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta};
use kernel::{GuildId, ManualClock, RoleId, UseCaseError, UserId};
use settings_core::SettingValue;
use settings_core::testing::InMemorySettings;

use super::*;
use crate::settings::gdpr;
use crate::testing::request_contract::Fixture;
use crate::testing::{InMemoryAcceptances, InMemoryData, RecordingLog, StubRoles};
use crate::{Accepted, AgreementNews, Erasure, Granted, Withdrawal};

struct Stage {
    privacy: Privacy,
    data: Arc<InMemoryData>,
    acceptances: Arc<InMemoryAcceptances>,
    roles: Arc<StubRoles>,
    log: Arc<RecordingLog>,
    settings: InMemorySettings,
    clock: ManualClock,
}

fn stage() -> Stage {
    let data = Arc::new(InMemoryData::default());
    let acceptances = Arc::new(InMemoryAcceptances::default());
    let (roles, log) = (
        Arc::new(StubRoles::default()),
        Arc::new(RecordingLog::default()),
    );
    let settings = InMemorySettings::default();
    let clock = ManualClock::at(DateTime::UNIX_EPOCH + TimeDelta::days(20_000));
    let privacy = Privacy::new(PrivacyPorts {
        data: data.clone(),
        acceptances: acceptances.clone(),
        roles: roles.clone(),
        log: log.clone(),
        settings: Arc::new(settings.clone()),
        clock: Arc::new(clock.clone()),
    });
    Stage {
        privacy,
        data,
        acceptances,
        roles,
        log,
        settings,
        clock,
    }
}

impl Stage {
    fn passes(&self, time: TimeDelta) {
        self.clock.set(self.clock.now() + time);
    }

    fn gives_a_role(&self) {
        let role = SettingValue::Role(role());
        self.settings.set(guild(), &gdpr::ACCEPTANCE_ROLE, role);
    }
}

fn alice() -> UserId {
    UserId::new(7).unwrap()
}

fn guild() -> GuildId {
    GuildId::new(1).unwrap()
}

fn role() -> RoleId {
    RoleId::new(70).unwrap()
}

struct Memory(InMemoryData);

#[async_trait::async_trait]
impl Fixture for Memory {
    fn data(&self) -> &dyn PersonalData {
        &self.0
    }

    async fn store(&self, user: UserId, rows: u64) {
        self.0.stores(user, rows);
    }
}

mod requests {
    use super::*;

    crate::privacy_request_contract!(#[tokio::test] fn() => Memory(InMemoryData::default()));
}

mod acceptances {
    use super::*;

    crate::acceptance_store_contract!(#[tokio::test] fn() => Arc::new(InMemoryAcceptances::default()));
}

#[tokio::test]
async fn somebody_is_given_their_data_twice_an_hour_and_it_is_noted() {
    let stage = stage();
    stage.data.stores(alice(), 2);
    for _ in 0..2 {
        let export = stage.privacy.export(alice()).await.unwrap();
        assert_eq!(export.counts(), [("growth_checkins", 2)]);
        let (rows, privacy) = (export.counts(), &stage.privacy);
        let given = privacy.export_given(alice(), &rows, export.at);
        given.await.unwrap();
    }
    let refused = stage.privacy.export(alice()).await.unwrap_err();
    let UseCaseError::Refused(ExportRefusal::TooSoon(wait)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(wait, TimeDelta::hours(1));
    assert_eq!(stage.data.exports(), [alice(), alice()]);
    stage.passes(TimeDelta::hours(1));
    assert!(stage.privacy.export(alice()).await.is_ok());
}

#[tokio::test]
async fn an_export_that_failed_or_did_not_arrive_does_not_count() {
    let stage = stage();
    stage.data.stores(alice(), 1);
    stage.data.go_away(true);
    for _ in 0..3 {
        let failed = stage.privacy.export(alice()).await.unwrap_err();
        assert!(matches!(failed, UseCaseError::Failed(_)));
    }
    stage.data.go_away(false);
    for _ in 0..3 {
        let export = stage.privacy.export(alice()).await.unwrap();
        stage.privacy.export_failed(alice(), export.at);
    }
    assert_eq!(stage.data.exports(), [], "nobody was given anything");
}

#[tokio::test]
async fn where_nothing_is_stored_nothing_is_noted() {
    let stage = stage();
    for _ in 0..3 {
        let refused = stage.privacy.export(alice()).await.unwrap_err();
        assert!(
            matches!(refused, UseCaseError::Refused(ExportRefusal::Nothing)),
            "and it does not count: {refused:?}"
        );
    }
    assert_eq!(stage.data.exports(), []);
}

#[tokio::test]
async fn only_who_was_asked_is_erased_and_only_within_a_minute() {
    let stage = stage();
    stage.data.stores(alice(), 3);
    let question = stage.privacy.ask_erasure(alice());
    let bob = UserId::new(8).unwrap();
    let refused = stage.privacy.erase(bob, question).await.unwrap_err();
    assert!(matches!(
        refused,
        UseCaseError::Refused(ErasureRefusal::NotAsked)
    ));
    stage.passes(TimeDelta::seconds(60));
    let refused = stage.privacy.erase(alice(), question).await.unwrap_err();
    assert!(matches!(
        refused,
        UseCaseError::Refused(ErasureRefusal::TooLate)
    ));
    assert_eq!(
        (stage.data.stored(alice()), stage.data.named()),
        (3, vec![])
    );
    let question = stage.privacy.ask_erasure(alice());
    stage.passes(TimeDelta::seconds(59));
    let erased = stage.privacy.erase(alice(), question).await.unwrap();
    let Erasure::Done(erased) = erased else {
        panic!("{erased:?}");
    };
    assert_eq!(erased.rows, [("growth_checkins", 3)]);
    assert_eq!(stage.data.stored(alice()), 0);
}

#[tokio::test]
async fn an_erasure_that_fails_is_carried_out_later_and_then_nobody_is_named() {
    let stage = stage();
    stage.data.stores(alice(), 3);
    stage.data.go_away(true);
    let question = stage.privacy.ask_erasure(alice());
    let noted = stage.privacy.erase(alice(), question).await.unwrap();
    assert!(matches!(noted, Erasure::Noted(_)), "{noted:?}");
    assert_eq!(stage.data.stored(alice()), 3);
    stage.passes(TimeDelta::minutes(2));
    let carried_on = stage.privacy.carry_on().await.unwrap();
    assert_eq!((carried_on.erased, carried_on.failures.len()), (0, 1));
    stage.data.go_away(false);
    let carried_on = stage.privacy.carry_on().await.unwrap();
    assert_eq!((carried_on.erased, carried_on.settled), (1, 0));
    assert_eq!(stage.data.stored(alice()), 0);
    assert_eq!(stage.data.named(), [alice()]);
    stage.passes(TimeDelta::minutes(11));
    assert_eq!(stage.privacy.carry_on().await.unwrap().settled, 1);
    assert_eq!(stage.data.named(), []);
}

#[tokio::test]
async fn nobody_carries_on_with_what_was_asked_for_just_now() {
    let stage = stage();
    stage.data.stores(alice(), 3);
    stage.data.go_away(true);
    let question = stage.privacy.ask_erasure(alice());
    stage.privacy.erase(alice(), question).await.unwrap();
    stage.data.go_away(false);
    assert_eq!(stage.privacy.carry_on().await.unwrap().erased, 0);
}

#[tokio::test]
async fn whoever_changes_their_mind_about_what_could_not_be_carried_out_keeps_everything() {
    let stage = stage();
    stage.data.stores(alice(), 3);
    stage.data.go_away(true);
    let question = stage.privacy.ask_erasure(alice());
    stage.privacy.erase(alice(), question).await.unwrap();
    stage.data.go_away(false);
    stage.passes(TimeDelta::minutes(2));
    let late = stage.privacy.withdraw(alice(), question).await.unwrap_err();
    assert!(matches!(
        late,
        UseCaseError::Refused(ErasureRefusal::TooLate)
    ));
    let question = stage.privacy.ask_erasure(alice());
    let bob = UserId::new(8).unwrap();
    let refused = stage.privacy.withdraw(bob, question).await.unwrap_err();
    assert!(matches!(
        refused,
        UseCaseError::Refused(ErasureRefusal::NotAsked)
    ));
    let withdrawn = stage.privacy.withdraw(alice(), question).await.unwrap();
    assert_eq!(withdrawn, Withdrawal::Withdrawn);
    assert_eq!(stage.privacy.carry_on().await.unwrap().erased, 0);
    assert_eq!(stage.data.stored(alice()), 3);
}

#[tokio::test]
async fn whoever_agrees_gets_the_role_and_the_log_is_told_once() {
    let stage = stage();
    stage.gives_a_role();
    stage.roles.end_with(Some(Granted::Given));
    let agreed = stage.privacy.agree(guild(), alice(), &[]).await.unwrap();
    assert_eq!(agreed.accepted, Accepted::Now);
    assert!(matches!(agreed.role, RoleOutcome::Has(it) if it == role()));
    assert_eq!(stage.log.take(), [AgreementNews::Accepted(alice())]);
    let again = stage.privacy.agree(guild(), alice(), &[]).await.unwrap();
    assert!(matches!(again.accepted, Accepted::Before(_)));
    assert!(
        matches!(again.role, RoleOutcome::Has(_)),
        "it may be missing"
    );
    assert_eq!(stage.log.take(), []);
    assert_eq!(stage.privacy.acceptances(guild()).await.unwrap(), 1);
}

#[tokio::test]
async fn a_role_that_cannot_be_given_leaves_the_agreement_and_the_log_says_why() {
    let stage = stage();
    stage.gives_a_role();
    stage.roles.end_with(Some(Granted::Forbidden));
    let agreed = stage.privacy.agree(guild(), alice(), &[]).await.unwrap();
    assert!(matches!(
        agreed.role,
        RoleOutcome::Missing(_, Granted::Forbidden)
    ));
    let news = AgreementNews::NoRole(alice(), role(), Granted::Forbidden);
    assert_eq!(stage.log.take(), [AgreementNews::Accepted(alice()), news]);
    for (wait, told) in [(59, &[][..]), (1, &[news]), (0, &[])] {
        stage.passes(TimeDelta::minutes(wait));
        stage.privacy.agree(guild(), alice(), &[]).await.unwrap();
        assert_eq!(stage.log.take(), told, "once an hour");
    }
    let has = stage
        .privacy
        .agree(guild(), alice(), &[role()])
        .await
        .unwrap();
    assert!(
        matches!(has.role, RoleOutcome::Has(_)),
        "Discord is not asked"
    );
    stage.roles.end_with(None);
    let agreed = stage.privacy.agree(guild(), alice(), &[]).await.unwrap();
    assert!(matches!(agreed.role, RoleOutcome::Failed(_)));
    assert_eq!(stage.privacy.acceptances(guild()).await.unwrap(), 1);
}

#[tokio::test]
async fn what_cannot_be_noted_gives_no_role_and_nothing_is_told() {
    let stage = stage();
    stage.gives_a_role();
    stage.roles.end_with(Some(Granted::Given));
    stage.acceptances.go_away(true);
    let failed = stage
        .privacy
        .agree(guild(), alice(), &[])
        .await
        .unwrap_err();
    assert!(matches!(failed, UseCaseError::Failed(_)));
    assert_eq!(stage.log.take(), []);
}

#[tokio::test]
async fn where_it_is_switched_off_nobody_agrees() {
    let stage = stage();
    let off = SettingValue::Bool(false);
    stage.settings.set(guild(), &gdpr::ENABLED, off);
    let refused = stage
        .privacy
        .agree(guild(), alice(), &[])
        .await
        .unwrap_err();
    assert!(matches!(
        refused,
        UseCaseError::Refused(AgreeRefusal::SwitchedOff)
    ));
    assert_eq!(stage.privacy.acceptances(guild()).await.unwrap(), 0);
}
