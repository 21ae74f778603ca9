//! What every [`SettingsStore`] does, one function per clause; [`settings_store_contract!`](crate::settings_store_contract)
//! makes a test of each.
//!
//! A store under test is fresh and knows the settings of [`registry`](super::registry).

use kernel::{ChannelId, GuildId, MessageId, RoleId, UserId};

use chrono::{DateTime, TimeDelta};

use super::{
    CATEGORY, CHANNEL, CHOICE, ENABLED, MESSAGE, MODEL, NO_THIRTEEN, NUMBER, RATIO, ROLE, TEXT,
    ZONE,
};
use crate::{
    ApplyChanges, Change, ChangeSource, ChangeType, Definition, HistoryEntry, HistoryFilter,
    NotApplied, RawValue, SettingChanged, SettingValue, SettingsHistory, SettingsStore, Snapshot,
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
            what_would_not_go_together_is_not_made
            the_history_tells_every_change_newest_first
            the_history_of_another_guild_is_not_told
            the_history_tells_one_type_of_change_and_the_request_behind_it
            an_undone_change_is_named_by_what_undid_it
            the_first_change_of_each_setting_since_a_moment
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

/// Changes that break a rule over several settings are all left undone.
pub async fn what_would_not_go_together_is_not_made(store: impl SettingsStore + SettingsHistory) {
    set(&store, &ENABLED, SettingValue::Bool(false)).await;
    let wishes = vec![
        change(&TEXT, Some(SettingValue::Text("Hi".to_owned()))),
        change(&NUMBER, Some(SettingValue::Int(13))),
    ];
    let refused = store.apply(request(wishes)).await;
    assert!(matches!(refused, Err(NotApplied::Violates(it)) if *it == NO_THIRTEEN));
    let snapshot = load(&store, GUILD).await;
    assert_eq!(snapshot.text(&TEXT), Some("Hello"));
    assert_eq!(history(&store, GUILD, &all()).await.len(), 1);
    let both = vec![
        change(&ENABLED, None),
        change(&NUMBER, Some(SettingValue::Int(13))),
    ];
    assert_eq!(apply(&store, both).await.len(), 2);
}

/// Every change is told with what it was before and after, the newest first, by pages, of one scope or key if wanted.
pub async fn the_history_tells_every_change_newest_first(
    store: impl SettingsStore + SettingsHistory,
) {
    set(&store, &NUMBER, SettingValue::Int(0)).await;
    set(&store, &NUMBER, SettingValue::Int(0)).await;
    set(&store, &ENABLED, SettingValue::Bool(false)).await;
    set(&store, &NUMBER, SettingValue::Int(5)).await;
    apply(&store, vec![change(&NUMBER, None)]).await;
    let told = history(&store, GUILD, &all()).await;
    let words: Vec<_> = told
        .iter()
        .map(|it| {
            (
                it.key.as_str(),
                it.change_type,
                it.old.clone(),
                it.new.clone(),
            )
        })
        .collect();
    let int = |it| Some(RawValue::Int(it));
    let expected = [
        (NUMBER.key, ChangeType::Deleted, int(5), None),
        (NUMBER.key, ChangeType::Updated, int(0), int(5)),
        (
            ENABLED.key,
            ChangeType::Created,
            None,
            Some(RawValue::Bool(false)),
        ),
        (NUMBER.key, ChangeType::Created, None, int(0)),
    ];
    assert_eq!(words, expected);
    assert_eq!(told[0].changed_by, UserId::new(9).ok());
    assert_eq!(told[0].source, ChangeSource::Command);
    assert!(told.windows(2).all(|it| it[0].id > it[1].id));

    let numbers = HistoryFilter {
        scope: Some(NUMBER.scope.to_owned()),
        key: Some(NUMBER.key.to_owned()),
        ..all()
    };
    assert_eq!(history(&store, GUILD, &numbers).await.len(), 3);
    let elsewhere = HistoryFilter {
        scope: Some("system".to_owned()),
        ..all()
    };
    assert!(history(&store, GUILD, &elsewhere).await.is_empty());
    let page = HistoryFilter { limit: 2, ..all() };
    assert_eq!(history(&store, GUILD, &page).await, told[..2]);
    let next = HistoryFilter {
        before: Some(told[1].id),
        ..page
    };
    assert_eq!(history(&store, GUILD, &next).await, told[2..]);
    let one = store.history_entry(GUILD, told[1].id).await;
    assert_eq!(one.expect("the store answers").as_ref(), Some(&told[1]));
}

/// A guild neither lists nor finds what was changed in another.
pub async fn the_history_of_another_guild_is_not_told(store: impl SettingsStore + SettingsHistory) {
    set(&store, &NUMBER, SettingValue::Int(0)).await;
    let id = history(&store, GUILD, &all()).await[0].id;
    assert!(history(&store, OTHER_GUILD, &all()).await.is_empty());
    let one = store.history_entry(OTHER_GUILD, id).await;
    assert_eq!(one.expect("the store answers"), None);
    let long_ago = DateTime::UNIX_EPOCH - TimeDelta::days(1);
    let since = store.first_changes_since(OTHER_GUILD, long_ago).await;
    assert!(since.expect("the store answers").is_empty());
}

/// Lines of one type of change are told alone, each with the kind of its value and the request that caused it.
pub async fn the_history_tells_one_type_of_change_and_the_request_behind_it(
    store: impl SettingsStore + SettingsHistory,
) {
    let asked = ApplyChanges {
        request_id: Some("req-7".to_owned()),
        source: ChangeSource::Api,
        ..request(vec![change(&NUMBER, Some(SettingValue::Int(0)))])
    };
    store.apply(asked).await.expect("the store answers");
    set(&store, &NUMBER, SettingValue::Int(5)).await;
    let created = HistoryFilter {
        change_type: Some(ChangeType::Created),
        ..all()
    };
    let told = history(&store, GUILD, &created).await;
    let words: Vec<_> = told
        .iter()
        .map(|it| {
            (
                it.source,
                it.value_type.as_deref(),
                it.request_id.as_deref(),
            )
        })
        .collect();
    assert_eq!(words, [(ChangeSource::Api, Some("int"), Some("req-7"))]);
    let newest = &history(&store, GUILD, &all()).await[0];
    assert_eq!(newest.request_id, None);
}

/// A change that undoes another says which.
pub async fn an_undone_change_is_named_by_what_undid_it(
    store: impl SettingsStore + SettingsHistory,
) {
    set(&store, &NUMBER, SettingValue::Int(0)).await;
    let undone = history(&store, GUILD, &all()).await[0].id;
    let back = ApplyChanges {
        source: ChangeSource::Rollback,
        ..request(vec![Change {
            rollback_of: Some(undone),
            ..change(&NUMBER, None)
        }])
    };
    store.apply(back).await.expect("the store answers");
    let told = &history(&store, GUILD, &all()).await[0];
    assert_eq!(told.rollback_of, Some(undone));
    assert_eq!(told.change_type, ChangeType::Rollback);
    assert_eq!((&told.old, &told.new), (&Some(RawValue::Int(0)), &None));
}

/// What held at a moment is the old value of the first change after it.
pub async fn the_first_change_of_each_setting_since_a_moment(
    store: impl SettingsStore + SettingsHistory,
) {
    set(&store, &NUMBER, SettingValue::Int(1)).await;
    set(&store, &NUMBER, SettingValue::Int(2)).await;
    set(&store, &ENABLED, SettingValue::Bool(false)).await;
    let long_ago = DateTime::UNIX_EPOCH - TimeDelta::days(1);
    let since = store.first_changes_since(GUILD, long_ago).await;
    let since = since.expect("the store answers");
    let mut first: Vec<_> = since.iter().map(|it| (it.key.as_str(), &it.old)).collect();
    first.sort_by_key(|it| it.0);
    assert_eq!(first, [(ENABLED.key, &None), (NUMBER.key, &None)]);
    let newest = since.iter().map(|it| it.changed_at).max();
    let after = newest.expect("there are changes") + TimeDelta::days(1);
    let none = store.first_changes_since(GUILD, after).await;
    assert!(none.expect("the store answers").is_empty());
}

fn all() -> HistoryFilter {
    HistoryFilter {
        limit: 100,
        ..HistoryFilter::default()
    }
}

async fn history(
    store: &impl SettingsHistory,
    guild: GuildId,
    filter: &HistoryFilter,
) -> Vec<HistoryEntry> {
    let told = store.history(guild, filter).await;
    told.expect("the store answers")
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
    Change::to(definition, new)
}

fn request(changes: Vec<Change>) -> ApplyChanges {
    ApplyChanges {
        guild: GUILD,
        changes,
        actor: UserId::new(9).ok(),
        source: ChangeSource::Command,
        constraints: vec![&NO_THIRTEEN],
        request_id: None,
    }
}

const fn guild(id: u64) -> GuildId {
    match GuildId::new(id) {
        Ok(id) => id,
        Err(_) => panic!("above zero"),
    }
}
