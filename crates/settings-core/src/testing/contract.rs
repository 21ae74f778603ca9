//! What every [`SettingsStore`] does, one function per clause; [`settings_store_contract!`](crate::settings_store_contract)
//! makes a test of each.
//!
//! A store under test is fresh and knows the settings of [`registry`](super::registry).

use kernel::{ChannelId, GuildId, MessageId, RoleId, UserId};

use super::{CATEGORY, CHANNEL, CHOICE, ENABLED, MESSAGE, MODEL, NUMBER, RATIO, ROLE, TEXT, ZONE};
use crate::{
    ApplyChanges, Change, ChangeSource, ChangeType, Definition, SettingChanged, SettingValue,
    SettingsStore, Snapshot,
};

/// The guild whose settings the clauses change.
pub const GUILD: GuildId = guild(1001);

/// A guild whose settings nobody touches.
pub const OTHER_GUILD: GuildId = guild(1002);

/// Makes a test of every clause, each with a fresh store: `settings_store_contract!(#[tokio::test] fn() => store)`.
#[macro_export]
macro_rules! settings_store_contract {
    (#[$test:meta] fn() => $store:expr) => {
        $crate::settings_store_contract! { @each [#[$test] $store]
            a_guild_that_has_set_nothing_has_every_default
            a_value_of_every_kind_is_read_back_as_it_was_set
            zero_and_false_are_values
            who_set_a_value_is_remembered
            another_guild_sees_nothing
            clearing_brings_the_default_back
            what_changes_nothing_is_not_reported
            several_changes_are_made_together
        }
    };
    (@each $setup:tt $($clause:ident)*) => { $($crate::settings_store_contract! { @test $setup $clause })* };
    (@test [#[$test:meta] $store:expr] $clause:ident) => {
        #[$test]
        async fn $clause() {
            $crate::testing::contract::$clause($store).await;
        }
    };
}

/// A guild that nobody has heard of has every default.
pub async fn a_guild_that_has_set_nothing_has_every_default(store: impl SettingsStore) {
    assert_eq!(load(&store, GUILD).await, Snapshot::default());
}

/// A value of every kind is read back as it was set.
pub async fn a_value_of_every_kind_is_read_back_as_it_was_set(store: impl SettingsStore) {
    for (definition, value) in values() {
        let changed = set(&store, definition, value.clone()).await;
        assert_eq!(changed.len(), 1, "{definition:?}");
        let stored = load(&store, GUILD).await.effective(definition);
        assert_eq!(stored, Some(value), "{definition:?}");
    }
}

/// A stored zero or false wins over the default.
pub async fn zero_and_false_are_values(store: impl SettingsStore) {
    set(&store, &NUMBER, SettingValue::Int(0)).await;
    set(&store, &ENABLED, SettingValue::Bool(false)).await;
    let snapshot = load(&store, GUILD).await;
    assert_eq!(snapshot.int(&NUMBER), 0);
    assert!(!snapshot.bool(&ENABLED));
}

/// The snapshot tells who set a value.
pub async fn who_set_a_value_is_remembered(store: impl SettingsStore) {
    let (alice, bob) = (UserId::new(1).ok(), UserId::new(2).ok());
    for actor in [alice, bob, None] {
        let value = actor.map_or(0, UserId::as_i64);
        let change = change(&NUMBER, Some(SettingValue::Int(value)));
        let request = ApplyChanges {
            actor,
            ..request(vec![change])
        };
        let changed = store.apply(request).await.expect("the store answers");
        assert_eq!(changed[0].actor, actor);
        let snapshot = load(&store, GUILD).await;
        let set = snapshot.overridden(&NUMBER).expect("it has just been set");
        assert_eq!(set.updated_by, actor);
    }
}

/// What one guild sets, no other guild sees.
pub async fn another_guild_sees_nothing(store: impl SettingsStore) {
    set(&store, &NUMBER, SettingValue::Int(5)).await;
    assert_eq!(load(&store, OTHER_GUILD).await, Snapshot::default());
    let cleared = ApplyChanges {
        guild: OTHER_GUILD,
        ..request(vec![change(&NUMBER, None)])
    };
    let changed = store.apply(cleared).await.expect("the store answers");
    assert_eq!(changed, []);
    assert_eq!(load(&store, GUILD).await.int(&NUMBER), 5);
}

/// Clearing a setting brings its default back, and setting it again counts as new.
pub async fn clearing_brings_the_default_back(store: impl SettingsStore) {
    let types = |changed: &[SettingChanged]| changed[0].change_type();
    let created = set(&store, &NUMBER, SettingValue::Int(5)).await;
    let updated = set(&store, &NUMBER, SettingValue::Int(6)).await;
    let deleted = apply(&store, vec![change(&NUMBER, None)]).await;
    assert_eq!(types(&created), ChangeType::Created);
    assert_eq!(types(&updated), ChangeType::Updated);
    assert_eq!(types(&deleted), ChangeType::Deleted);
    assert_eq!(deleted[0].old, Some(SettingValue::Int(6)));
    assert_eq!(load(&store, GUILD).await, Snapshot::default());
    let again = set(&store, &NUMBER, SettingValue::Int(6)).await;
    assert_eq!(types(&again), ChangeType::Created);
}

/// Setting what is set, and clearing what is not, succeed and report nothing.
pub async fn what_changes_nothing_is_not_reported(store: impl SettingsStore) {
    assert_eq!(apply(&store, vec![change(&NUMBER, None)]).await, []);
    set(&store, &RATIO, SettingValue::Float(1.5)).await;
    assert_eq!(set(&store, &RATIO, SettingValue::Float(1.5)).await, []);
}

/// Changes of one request are made together and reported in order, without those that change nothing.
pub async fn several_changes_are_made_together(store: impl SettingsStore) {
    set(&store, &NUMBER, SettingValue::Int(5)).await;
    let wishes = vec![
        change(&TEXT, Some(SettingValue::Text("Hi".to_owned()))),
        change(&NUMBER, Some(SettingValue::Int(5))),
        change(&ENABLED, Some(SettingValue::Bool(false))),
    ];
    let changed = apply(&store, wishes).await;
    let keys: Vec<_> = changed.iter().map(|it| it.definition.key).collect();
    assert_eq!(keys, [TEXT.key, ENABLED.key]);
    let snapshot = load(&store, GUILD).await;
    assert_eq!(snapshot.text(&TEXT), Some("Hi"));
    assert!(!snapshot.bool(&ENABLED));
}

fn values() -> [(&'static Definition, SettingValue); 11] {
    const BIG: u64 = i64::MAX.unsigned_abs();
    let text = |it: &str| SettingValue::Text(it.to_owned());
    let channel = |it| ChannelId::new(it).expect("above zero");
    [
        (&ENABLED, SettingValue::Bool(false)),
        (&NUMBER, SettingValue::Int(4320)),
        (&RATIO, SettingValue::Float(0.1)),
        (&CHANNEL, SettingValue::Channel(channel(BIG))),
        (&CATEGORY, SettingValue::Category(channel(BIG - 1))),
        (
            &ROLE,
            SettingValue::Role(RoleId::new(3).expect("above zero")),
        ),
        (
            &MESSAGE,
            SettingValue::Message(MessageId::new(4).expect("above zero")),
        ),
        (&CHOICE, text("quiet")),
        (&TEXT, text(" \"Hé\", she said:\n👋 {member} \\ ")),
        (&MODEL, text("some/model-4.1:free")),
        (
            &ZONE,
            SettingValue::TimeZone(chrono_tz::Tz::Asia__Kathmandu),
        ),
    ]
}

async fn load(store: &impl SettingsStore, guild: GuildId) -> Snapshot {
    store.load(guild).await.expect("the store answers")
}

async fn set(
    store: &impl SettingsStore,
    definition: &'static Definition,
    value: SettingValue,
) -> Vec<SettingChanged> {
    apply(store, vec![change(definition, Some(value))]).await
}

async fn apply(store: &impl SettingsStore, changes: Vec<Change>) -> Vec<SettingChanged> {
    let answer = store.apply(request(changes)).await;
    answer.expect("the store answers")
}

fn change(definition: &'static Definition, new: Option<SettingValue>) -> Change {
    Change { definition, new }
}

fn request(changes: Vec<Change>) -> ApplyChanges {
    ApplyChanges {
        guild: GUILD,
        changes,
        actor: UserId::new(9).ok(),
        source: ChangeSource::Command,
        request_id: None,
    }
}

const fn guild(id: u64) -> GuildId {
    match GuildId::new(id) {
        Ok(id) => id,
        Err(_) => panic!("above zero"),
    }
}
