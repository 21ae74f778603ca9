//! What every [`FaqStore`] together with its [`FaqSearchLog`] does, one function per clause;
//! [`faq_store_contract!`](crate::faq_store_contract) makes a test of each.
#![expect(missing_docs, reason = "a clause's name is its sentence")]

use chrono::{DateTime, TimeDelta, Utc};

use super::{a_draft, guild, instant, user};
use crate::faq::{
    AddOutcome, EditOutcome, FaqEntry, FaqId, FaqSearchLog, FaqStore, MOST_ENTRIES, MOST_PINNED,
    Pin, PinOutcome, SearchRow, Unanswered,
};

/// Makes a test of every clause, each with a fresh store behind a `Deref`: `faq_store_contract!(#[tokio::test] fn() => store)`.
/// Guilds 1 and 2 must be there.
#[macro_export]
macro_rules! faq_store_contract {
    (#[$test:meta] fn() => $store:expr) => {
        $crate::faq_store_contract! { @each [#[$test] $store]
            what_was_added_is_found_in_its_guild_only
            a_title_is_taken_once_in_a_guild_however_it_is_written
            parallel_adds_of_one_title_store_one
            a_guild_has_500_entries_at_most
            a_page_shows_pinned_ones_and_then_the_newest
            an_edit_of_what_was_seen_is_stored_and_moves_on
            an_edit_of_something_older_changes_nothing
            parallel_edits_store_one
            an_edit_keeps_titles_apart
            another_guild_changes_nothing
            what_was_removed_is_gone
            five_are_pinned_at_most
            pinning_twice_changes_nothing
            a_revision_changes_with_every_change_and_with_nothing_else
            questions_without_an_answer_are_counted
        }
    };
    (@each $setup:tt $($clause:ident)*) => { $($crate::faq_store_contract! { @test $setup $clause })* };
    (@test [#[$test:meta] $store:expr] $clause:ident) => {
        #[$test]
        async fn $clause() {
            $crate::faq::testing::contract::$clause(&*$store).await;
        }
    };
}

/// When everything of the contract happens.
fn now() -> DateTime<Utc> {
    instant("2026-02-04 12:00")
}

async fn try_add(it: &impl FaqStore, of: u64, title: &str) -> AddOutcome {
    it.add(guild(of), &a_draft(title), user(7), now())
        .await
        .unwrap()
}

async fn add(it: &impl FaqStore, title: &str) -> FaqEntry {
    match try_add(it, 1, title).await {
        AddOutcome::Stored(entry) => *entry,
        other => panic!("not stored: {other:?}"),
    }
}

async fn edit(it: &impl FaqStore, entry: &FaqEntry, title: &str) -> EditOutcome {
    let (seen, by) = (entry.updated_at, user(8));
    let later = now() + TimeDelta::minutes(5);
    it.edit(guild(1), entry.id, seen, &a_draft(title), by, later)
        .await
        .unwrap()
}

async fn pin(it: &impl FaqStore, id: FaqId, pin: Pin) -> PinOutcome {
    let later = now() + TimeDelta::minutes(5);
    it.pin(guild(1), id, pin, user(8), later).await.unwrap()
}

async fn find(it: &impl FaqStore, id: FaqId) -> Option<FaqEntry> {
    it.find(guild(1), id).await.unwrap()
}

pub async fn what_was_added_is_found_in_its_guild_only(it: &impl FaqStore) {
    let entry = add(it, "Privé: wat nu?").await;
    assert_eq!(entry.draft(), a_draft("Privé: wat nu?"));
    assert_eq!((entry.guild, entry.pinned), (guild(1), false));
    assert_eq!(
        (entry.created_by, entry.updated_by),
        (Some(user(7)), Some(user(7)))
    );
    assert_eq!((entry.created_at, entry.updated_at), (now(), now()));
    assert_eq!((&entry.similarity_key, entry.source_ticket), (&None, None));
    assert_eq!(find(it, entry.id).await, Some(entry.clone()));
    assert_eq!(
        it.all(guild(1)).await.unwrap(),
        std::slice::from_ref(&entry)
    );
    assert_eq!(it.find(guild(2), entry.id).await.unwrap(), None);
    assert_eq!(it.all(guild(2)).await.unwrap(), []);
    assert_eq!(it.page(guild(2), 0, 10).await.unwrap().total, 0);
}

pub async fn a_title_is_taken_once_in_a_guild_however_it_is_written(it: &impl FaqStore) {
    let first = add(it, "Foto's plaatsen").await;
    let again = try_add(it, 1, "FOTOS  plaatsén").await;
    assert_eq!(again, AddOutcome::TitleTaken(first.id));
    let abroad = try_add(it, 2, "Foto's plaatsen").await;
    assert!(matches!(abroad, AddOutcome::Stored(_)), "{abroad:?}");
    assert_eq!(it.all(guild(1)).await.unwrap().len(), 1);
}

pub async fn parallel_adds_of_one_title_store_one(it: &impl FaqStore) {
    let adds = (0..8).map(|_| try_add(it, 1, "Once"));
    let outcomes = futures_util::future::join_all(adds).await;
    let stored = outcomes
        .iter()
        .filter(|it| matches!(it, AddOutcome::Stored(_)));
    assert_eq!(stored.count(), 1, "{outcomes:?}");
    let told = outcomes
        .iter()
        .filter(|it| matches!(it, AddOutcome::TitleTaken(_)));
    assert_eq!(told.count(), 7);
}

pub async fn a_guild_has_500_entries_at_most(it: &impl FaqStore) {
    for number in 0..MOST_ENTRIES {
        add(it, &format!("Entry {number}")).await;
    }
    assert_eq!(try_add(it, 1, "One more").await, AddOutcome::Full);
    let abroad = try_add(it, 2, "One more").await;
    assert!(matches!(abroad, AddOutcome::Stored(_)), "{abroad:?}");
    let first = it.page(guild(1), 0, 1).await.unwrap().entries.remove(0);
    it.remove(guild(1), first.id).await.unwrap();
    let again = try_add(it, 1, "One more").await;
    assert!(matches!(again, AddOutcome::Stored(_)), "{again:?}");
}

pub async fn a_page_shows_pinned_ones_and_then_the_newest(it: &impl FaqStore) {
    let mut ids = Vec::new();
    for minute in 0..4 {
        let at = now() + TimeDelta::minutes(minute);
        let draft = a_draft(&format!("Entry {minute}"));
        let added = it.add(guild(1), &draft, user(7), at).await.unwrap();
        let AddOutcome::Stored(entry) = added else {
            panic!("{added:?}")
        };
        ids.push(entry.id);
    }
    pin(it, ids[1], Pin::Pinned).await;
    let shown = |from: u32, most: u32| {
        let page = it.page(guild(1), from, most);
        async {
            let page = page.await.unwrap();
            assert_eq!(page.total, 4);
            page.entries.iter().map(|it| it.id).collect::<Vec<_>>()
        }
    };
    assert_eq!(shown(0, 10).await, [ids[1], ids[3], ids[2], ids[0]]);
    assert_eq!(shown(1, 2).await, [ids[3], ids[2]]);
    assert_eq!(shown(4, 2).await, []);
}

pub async fn an_edit_of_what_was_seen_is_stored_and_moves_on(it: &impl FaqStore) {
    let before = add(it, "Before").await;
    let outcome = edit(it, &before, "After").await;
    let EditOutcome::Stored(after) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(after.draft(), a_draft("After"));
    assert_eq!(
        (after.created_by, after.updated_by),
        (Some(user(7)), Some(user(8)))
    );
    assert_eq!(after.created_at, now());
    assert_eq!(after.updated_at, now() + TimeDelta::minutes(5));
    assert_eq!(find(it, before.id).await, Some(*after.clone()));
    // Another edit at the very same moment is told apart.
    let EditOutcome::Stored(last) = edit(it, &after, "Last").await else {
        panic!("not stored")
    };
    assert!(last.updated_at > after.updated_at);
    let known = try_add(it, 1, "Before").await;
    assert!(
        matches!(known, AddOutcome::Stored(_)),
        "the old title is free"
    );
}

pub async fn an_edit_of_something_older_changes_nothing(it: &impl FaqStore) {
    let seen = add(it, "Before").await;
    let EditOutcome::Stored(theirs) = edit(it, &seen, "Theirs").await else {
        panic!("not stored")
    };
    let mine = edit(it, &seen, "Mine").await;
    assert_eq!(mine, EditOutcome::ChangedMeanwhile(theirs.clone()));
    assert_eq!(find(it, seen.id).await, Some(*theirs));
}

pub async fn parallel_edits_store_one(it: &impl FaqStore) {
    let seen = add(it, "Before").await;
    let titles: Vec<_> = (0..8).map(|number| format!("Edit {number}")).collect();
    let edits = titles.iter().map(|title| edit(it, &seen, title));
    let outcomes = futures_util::future::join_all(edits).await;
    let stored = outcomes
        .iter()
        .filter(|it| matches!(it, EditOutcome::Stored(_)));
    assert_eq!(stored.count(), 1, "{outcomes:?}");
}

pub async fn an_edit_keeps_titles_apart(it: &impl FaqStore) {
    let first = add(it, "First").await;
    let second = add(it, "Second").await;
    let taken = edit(it, &second, "FIRST").await;
    assert_eq!(taken, EditOutcome::TitleTaken(first.id));
    let own = edit(it, &second, "sécond").await;
    assert!(matches!(own, EditOutcome::Stored(_)), "{own:?}");
}

pub async fn another_guild_changes_nothing(it: &impl FaqStore) {
    let entry = add(it, "Ours").await;
    let (there, seen, by) = (guild(2), entry.updated_at, user(9));
    let theirs = a_draft("Theirs");
    let edited = it.edit(there, entry.id, seen, &theirs, by, now());
    assert_eq!(edited.await.unwrap(), EditOutcome::NotFound);
    let pinned = it.pin(there, entry.id, Pin::Pinned, by, now());
    assert_eq!(pinned.await.unwrap(), PinOutcome::NotFound);
    assert_eq!(it.remove(there, entry.id).await.unwrap(), None);
    assert_eq!(find(it, entry.id).await, Some(entry));
}

pub async fn what_was_removed_is_gone(it: &impl FaqStore) {
    let entry = add(it, "Gone").await;
    let removed = it.remove(guild(1), entry.id).await.unwrap();
    assert_eq!(removed.as_ref(), Some(&entry));
    assert_eq!(find(it, entry.id).await, None);
    assert_eq!(it.remove(guild(1), entry.id).await.unwrap(), None);
    assert_eq!(edit(it, &entry, "Back").await, EditOutcome::NotFound);
    assert_eq!(pin(it, entry.id, Pin::Pinned).await, PinOutcome::NotFound);
}

pub async fn five_are_pinned_at_most(it: &impl FaqStore) {
    let mut pinned = Vec::new();
    for number in 0..MOST_PINNED {
        let id = add(it, &format!("Entry {number}")).await.id;
        let outcome = pin(it, id, Pin::Pinned).await;
        assert!(matches!(outcome, PinOutcome::Set(it) if it.pinned));
        pinned.push(id);
    }
    let sixth = add(it, "One more").await.id;
    assert_eq!(pin(it, sixth, Pin::Pinned).await, PinOutcome::Full);
    let loose = pin(it, pinned[0], Pin::Loose).await;
    assert!(matches!(loose, PinOutcome::Set(it) if !it.pinned));
    let outcome = pin(it, sixth, Pin::Pinned).await;
    assert!(matches!(outcome, PinOutcome::Set(it) if it.pinned));
}

pub async fn pinning_twice_changes_nothing(it: &impl FaqStore) {
    let id = add(it, "Entry").await.id;
    let PinOutcome::Set(first) = pin(it, id, Pin::Pinned).await else {
        panic!("not pinned")
    };
    assert!(first.updated_at > now());
    let again = pin(it, id, Pin::Pinned).await;
    assert_eq!(again, PinOutcome::Already(first));
}

pub async fn a_revision_changes_with_every_change_and_with_nothing_else(it: &impl FaqStore) {
    let entry = add(it, "Entry").await;
    let mut seen = vec![it.revision(guild(1)).await.unwrap()];
    let again = it.revision(guild(1)).await.unwrap();
    assert_eq!(again, seen[0]);
    edit(it, &entry, "Changed").await;
    seen.push(it.revision(guild(1)).await.unwrap());
    pin(it, entry.id, Pin::Pinned).await;
    seen.push(it.revision(guild(1)).await.unwrap());
    add(it, "Another").await;
    seen.push(it.revision(guild(1)).await.unwrap());
    it.remove(guild(1), entry.id).await.unwrap();
    seen.push(it.revision(guild(1)).await.unwrap());
    for (at, one) in seen.iter().enumerate() {
        assert!(!seen[at + 1..].contains(one), "{seen:?}");
    }
}

pub async fn questions_without_an_answer_are_counted(it: &(impl FaqStore + FaqSearchLog)) {
    let found = add(it, "Found").await.id;
    let asked = |query: &str, matched: Vec<FaqId>| SearchRow {
        query: query.to_owned(),
        top_score: (!matched.is_empty()).then_some(2.5),
        matched,
    };
    let old = now() - TimeDelta::minutes(1);
    for (of, row, at) in [
        (1, asked("Waar is de bar", vec![]), now()),
        (1, asked("waar is de BAR", vec![]), now()),
        (1, asked("zzz", vec![]), now()),
        (1, asked("aaa", vec![]), now()),
        (1, asked("zzz", vec![]), old),
        (1, asked("found", vec![found]), now()),
        (2, asked("elsewhere", vec![]), now()),
    ] {
        it.record(guild(of), &row, at).await.unwrap();
    }
    let told = |query: &str, count| Unanswered {
        query: query.to_owned(),
        count,
    };
    let counted = it.without_answer(guild(1), now(), 10).await.unwrap();
    let expected = [told("waar is de bar", 2), told("aaa", 1), told("zzz", 1)];
    assert_eq!(counted, expected);
    let first = it.without_answer(guild(1), now(), 1).await.unwrap();
    assert_eq!(first, expected[..1]);
    let since = it.without_answer(guild(1), old, 10).await.unwrap();
    assert_eq!(since[1], told("zzz", 2));
}
