//! What admins and members meet who use the FAQ.

mod telling;

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::TimeDelta;
use kernel::{RoleId, UseCaseError};
use settings_core::SettingValue;

use super::*;
use crate::faq::testing::{FaqWorld, admin, entry, guild, instant, member, user};
use crate::faq::{FaqEntry, FaqId, FaqStore as _, InvalidEntry, Pin, Unanswered};
use crate::settings::faq::ENABLED;
use crate::settings::ticketbot::STAFF_ROLE;

fn refused<T: std::fmt::Debug, R>(answer: Result<T, UseCaseError<R>>) -> R {
    match answer {
        Err(UseCaseError::Refused(refusal)) => refusal,
        Err(UseCaseError::Failed(failure)) => panic!("{failure}"),
        Ok(done) => panic!("not refused: {done:?}"),
    }
}

fn edit_of(seen: &FaqEntry, title: &str) -> EditFaq {
    EditFaq {
        guild: guild(1),
        member: admin(8),
        id: seen.id,
        seen: seen.updated_at,
        title: title.to_owned(),
        answer: seen.answer.as_str().to_owned(),
        keywords: String::new(),
    }
}

/// A question in guild 1 by somebody who has never asked anything.
fn question(query: &str) -> SearchFaq {
    static ASKERS: AtomicU64 = AtomicU64::new(1);
    SearchFaq {
        guild: guild(1),
        asker: user(ASKERS.fetch_add(1, Ordering::Relaxed)),
        query: query.to_owned(),
    }
}

async fn search(faq: &Faq, query: &str) -> Searched {
    faq.search(question(query)).await.unwrap()
}

/// The titles that a question finds.
async fn found(faq: &Faq, query: &str) -> Vec<String> {
    match search(faq, query).await.answered {
        Answered::Found(findings) => {
            let hits = findings.hits.iter();
            hits.map(|it| it.entry.title.as_str().to_owned()).collect()
        }
        Answered::Picked(entry) => panic!("picked {entry:?}"),
    }
}

#[tokio::test]
async fn what_is_written_changed_and_removed_is_found_accordingly_at_once() {
    let faq = FaqWorld::default().faq();
    assert_eq!(found(&faq, "facturen").await, [""; 0]);
    let added = faq
        .add(entry("Factuur kwijt", "Vraag ze ons.", "btw"))
        .await
        .unwrap();
    assert_eq!(found(&faq, "facturen").await, ["Factuur kwijt"]);
    let changed = faq
        .edit(edit_of(&added, "Rekeninguittreksel"))
        .await
        .unwrap();
    assert_eq!(changed.updated_by, Some(admin(8).user));
    assert_eq!(found(&faq, "btw").await, [""; 0], "the keyword is gone");
    assert_eq!(
        found(&faq, "rekeninguittreksels").await,
        ["Rekeninguittreksel"]
    );
    let removed = faq.remove(guild(1), admin(7), added.id).await.unwrap();
    assert_eq!(removed, changed);
    assert_eq!(found(&faq, "rekeninguittreksel").await, [""; 0]);
    let gone = faq.view(guild(1), added.id).await;
    assert_eq!(refused(gone), FaqRefusal::NotFound);
}

#[tokio::test]
async fn another_guild_finds_sees_and_changes_nothing() {
    let faq = FaqWorld::default().faq();
    let ours = faq.add(entry("Ours", "So it is.", "")).await.unwrap();
    let theirs = guild(2);
    let there = |query: &str| SearchFaq {
        guild: theirs,
        ..question(query)
    };
    let searched = faq.search(there("ours")).await.unwrap();
    assert_eq!(
        searched.answered,
        Answered::Found(crate::faq::Findings::default())
    );
    let picked = faq.search(there(&faq_choice(ours.id))).await;
    assert_eq!(refused(picked), SearchFaqRefusal::Faq(FaqRefusal::NotFound));
    assert_eq!(faq.suggest(theirs, "").await, []);
    assert_eq!(faq.list(theirs, 1).await.unwrap().total, 0);
    assert_eq!(
        refused(faq.view(theirs, ours.id).await),
        FaqRefusal::NotFound
    );
    let removed = faq.remove(theirs, admin(9), ours.id).await;
    assert_eq!(refused(removed), FaqRefusal::NotFound);
    let edit = EditFaq {
        guild: theirs,
        ..edit_of(&ours, "Theirs")
    };
    let edited = faq.edit(edit).await;
    assert_eq!(refused(edited), EditFaqRefusal::Faq(FaqRefusal::NotFound));
    assert_eq!(faq.view(guild(1), ours.id).await.unwrap(), ours);
}

#[tokio::test]
async fn only_admins_change_it_and_nobody_while_it_is_off() {
    let world = FaqWorld::default();
    let faq = world.faq();
    let added = faq.add(entry("Here", "So it is.", "")).await.unwrap();
    for (who, why) in [
        (member(9), FaqRefusal::NotAdmin),
        (admin(7), FaqRefusal::Disabled),
    ] {
        world.switch(&ENABLED, why != FaqRefusal::Disabled);
        let add = AddFaq {
            member: who,
            ..entry("More", "So it is.", "")
        };
        assert_eq!(refused(faq.add(add).await), AddFaqRefusal::Faq(why));
        let edit = EditFaq {
            member: who,
            ..edit_of(&added, "Other")
        };
        assert_eq!(refused(faq.edit(edit).await), EditFaqRefusal::Faq(why));
        let (guild, id, pin) = (guild(1), added.id, Pin::Pinned);
        let pinned = faq
            .pin(PinFaq {
                guild,
                member: who,
                id,
                pin,
            })
            .await;
        assert_eq!(refused(pinned), PinFaqRefusal::Faq(why));
        assert_eq!(refused(faq.remove(guild, who, id).await), why);
        assert_eq!(refused(faq.may_write(guild, who).await), why);
        assert_eq!(refused(faq.form(guild, who, id).await), why);
        assert_eq!(refused(faq.reload(guild, who).await), why);
        let why = match why {
            FaqRefusal::NotAdmin => FaqRefusal::NotStaff,
            other => other,
        };
        assert_eq!(refused(faq.unanswered(guild, who, &[]).await), why);
    }
    assert_eq!(refused(faq.list(guild(1), 1).await), FaqRefusal::Disabled);
    assert_eq!(
        refused(faq.view(guild(1), added.id).await),
        FaqRefusal::Disabled
    );
    let guild = guild(1);
    let searched = faq.search(question("here")).await;
    assert_eq!(
        refused(searched),
        SearchFaqRefusal::Faq(FaqRefusal::Disabled)
    );
    assert_eq!(faq.suggest(guild, "here").await, []);
    assert_eq!(faq.help_for(guild, "here it is").await.unwrap(), []);
}

#[tokio::test]
async fn what_cannot_be_an_entry_is_refused_by_its_reason() {
    let faq = FaqWorld::default().faq();
    let first = faq.add(entry("Foto's", "In #galerij.", "")).await.unwrap();
    let taken = faq.add(entry("FOTOS", "Elders.", "")).await;
    assert_eq!(refused(taken), AddFaqRefusal::TitleTaken(first.id));
    let blank = faq.add(entry("Titel", " \n", "")).await;
    assert_eq!(
        refused(blank),
        AddFaqRefusal::Invalid(InvalidEntry::AnswerBlank)
    );
    let other = faq.add(entry("Elders", "Daar.", "")).await.unwrap();
    let taken = faq.edit(edit_of(&other, "foto’s")).await;
    assert_eq!(refused(taken), EditFaqRefusal::TitleTaken(first.id));
    let long = faq.edit(edit_of(&other, &"x".repeat(101))).await;
    assert_eq!(
        refused(long),
        EditFaqRefusal::Invalid(InvalidEntry::TitleTooLong)
    );
}

#[tokio::test]
async fn who_edits_what_somebody_else_changed_sees_both() {
    let faq = FaqWorld::default().faq();
    let seen = faq.form(
        guild(1),
        admin(7),
        faq.add(entry("Seen", "So.", "")).await.unwrap().id,
    );
    let seen = seen.await.unwrap();
    let theirs = faq.edit(edit_of(&seen, "Theirs")).await.unwrap();
    match refused(faq.edit(edit_of(&seen, "Mine")).await) {
        EditFaqRefusal::ChangedMeanwhile { now, wanted } => {
            assert_eq!(*now, theirs);
            assert_eq!(wanted.title.as_str(), "Mine");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn five_entries_are_pinned_and_stand_first() {
    let faq = FaqWorld::default().faq();
    let mut ids = Vec::new();
    for title in ["One", "Two", "Three", "Four", "Five", "Six"] {
        ids.push(faq.add(entry(title, "So it is.", "")).await.unwrap().id);
    }
    let pin = |id: FaqId, pin| {
        let (guild, member) = (guild(1), admin(7));
        faq.pin(PinFaq {
            guild,
            member,
            id,
            pin,
        })
    };
    for id in &ids[1..] {
        assert!(pin(*id, Pin::Pinned).await.unwrap().pinned);
    }
    assert_eq!(refused(pin(ids[0], Pin::Pinned).await), PinFaqRefusal::Full);
    assert!(!pin(ids[3], Pin::Loose).await.unwrap().pinned);
    assert!(pin(ids[0], Pin::Pinned).await.unwrap().pinned);
    let suggested = faq.suggest(guild(1), "").await;
    assert_eq!(
        suggested.last().unwrap().id,
        ids[3],
        "all others are pinned"
    );
}

#[tokio::test]
async fn a_page_beyond_the_end_is_the_last_one() {
    let faq = FaqWorld::default().faq();
    let empty = faq.list(guild(1), 3).await.unwrap();
    assert_eq!((empty.page, empty.pages, empty.total), (1, 1, 0));
    for number in 0..11 {
        faq.add(entry(&format!("Entry {number}"), "So.", ""))
            .await
            .unwrap();
    }
    let shown = |page| faq.list(guild(1), page);
    assert_eq!(shown(1).await.unwrap().entries.len(), 10);
    let last = shown(9).await.unwrap();
    assert_eq!((last.page, last.pages, last.entries.len()), (2, 2, 1));
    faq.remove(guild(1), admin(7), last.entries[0].id)
        .await
        .unwrap();
    let now = shown(2).await.unwrap();
    assert_eq!((now.page, now.pages, now.entries.len()), (1, 1, 10));
    assert_eq!(shown(0).await.unwrap().page, 1);
}

#[tokio::test]
async fn a_search_is_kept_without_secrets_and_what_is_picked_is_not() {
    let world = FaqWorld::default();
    let faq = world.faq();
    let added = faq.add(entry("Wachtwoord", "Klik.", "")).await.unwrap();
    let query = format!(
        "wachtwoord: Zomer2024! voor jan@club.example {}",
        "x".repeat(300)
    );
    search(&faq, &query).await;
    assert_eq!(found(&faq, "barcelona").await, [""; 0]);
    let kept = world.store.searches(guild(1));
    assert_eq!(kept.len(), 2);
    assert!(!kept[0].query.contains("Zomer2024"), "{kept:?}");
    assert!(!kept[0].query.contains("jan@club"), "{kept:?}");
    assert_eq!(kept[0].query.chars().count(), 200);
    assert_eq!(kept[0].matched, [added.id]);
    assert!(kept[0].top_score.is_some_and(|it| it > 0.0));
    assert_eq!((kept[1].matched.len(), kept[1].top_score), (0, None));
    let picked = search(&faq, &faq_choice(added.id)).await.answered;
    assert_eq!(picked, Answered::Picked(Box::new(added)));
    faq.suggest(guild(1), "wach").await;
    faq.help_for(guild(1), "wachtwoord vergeten").await.unwrap();
    assert_eq!(world.store.searches(guild(1)).len(), 2);
}

#[tokio::test]
async fn a_search_without_words_is_refused_and_one_that_cannot_be_kept_is_answered() {
    let world = FaqWorld::default();
    let faq = world.faq();
    for query in ["", " ?! ", "👍"] {
        let searched = faq.search(question(query)).await;
        assert_eq!(refused(searched), SearchFaqRefusal::NoWords);
    }
    faq.add(entry("Muziek", "Met /speel.", "")).await.unwrap();
    assert_eq!(
        found(&faq, "muziek").await.len(),
        1,
        "the index is in memory now"
    );
    world.store.fail_next_calls(1);
    let searched = search(&faq, "muziek").await;
    assert!(searched.unkept.is_some());
    let Answered::Found(findings) = searched.answered else {
        panic!("picked")
    };
    assert_eq!(findings.clear().unwrap().entry.title.as_str(), "Muziek");
}

#[tokio::test]
async fn what_another_process_changed_is_found_soon_and_at_once_when_it_says_so() {
    let world = FaqWorld::default();
    let (here, there) = (world.faq(), world.faq());
    assert_eq!(found(&here, "muziek").await, [""; 0]);
    there.add(entry("Muziek", "Met /speel.", "")).await.unwrap();
    assert_eq!(found(&here, "muziek").await, [""; 0], "not noticed yet");
    here.changed_elsewhere(guild(1));
    assert_eq!(found(&here, "muziek").await, ["Muziek"]);
    there
        .add(entry("Muziek in huis", "Zachtjes.", ""))
        .await
        .unwrap();
    world.clock.advance(TimeDelta::seconds(10));
    assert_eq!(found(&here, "muziek").await.len(), 2);
    assert_eq!(here.reload(guild(1), admin(7)).await.unwrap().entries, 2);
}

#[tokio::test]
async fn whoever_types_a_number_is_helped_out_of_memory_and_by_their_own_guild() {
    let world = FaqWorld::default();
    let faq = world.faq();
    faq.add(entry("Muziek", "Met /speel.", "")).await.unwrap();
    let rule = faq.add(entry("Regel 2", "Wees lief.", "")).await.unwrap();
    assert_eq!(rule.id.get(), 2);
    faq.suggest_by_number(guild(1), "#2").await;
    world.store.fail_next_calls(1);
    for typed in ["#2", "2"] {
        let found = faq.suggest_by_number(guild(1), typed).await;
        let found: Vec<_> = found.iter().map(|it| it.id).collect();
        assert_eq!(found, [rule.id], "{typed}: once");
    }
    world.store.fail_next_calls(0);
    assert_eq!(faq.suggest_by_number(guild(2), "#2").await, []);
    assert_eq!(faq.suggest_by_number(guild(1), "#99").await, []);
}

#[tokio::test]
async fn while_the_store_is_away_answers_come_from_memory() {
    let world = FaqWorld::default();
    let faq = world.faq();
    faq.add(entry("Muziek", "Met /speel.", "")).await.unwrap();
    assert_eq!(found(&faq, "muziek").await, ["Muziek"]);
    world.clock.advance(TimeDelta::seconds(60));
    world.store.fail_next_calls(2);
    assert_eq!(found(&faq, "muziek").await, ["Muziek"]);
    let fresh = world.faq();
    world.store.fail_next_calls(1);
    assert_eq!(
        fresh.suggest(guild(1), "muz").await,
        [],
        "nothing is in memory yet"
    );
    let doubtful = world.faq();
    assert_eq!(found(&doubtful, "muziek").await, ["Muziek"]);
    doubtful.unheard_elsewhere();
    doubtful.changed_elsewhere(guild(1));
    world.store.fail_next_calls(2);
    assert_eq!(found(&doubtful, "muziek").await, ["Muziek"]);
    world.store.fail_next_calls(1);
    let listed = faq.list(guild(1), 1).await;
    assert!(matches!(listed, Err(UseCaseError::Failed(_))), "{listed:?}");
}

#[tokio::test]
async fn questions_without_an_answer_are_told_however_they_were_written() {
    let world = FaqWorld::default();
    let faq = world.faq();
    search(&faq, "oude vraag").await;
    world.clock.set(instant("2026-03-07 09:00"));
    for query in ["Waar is het café?", "waar is het cafe", "zwembad"] {
        search(&faq, query).await;
    }
    let role = RoleId::new(77).unwrap();
    world.set(&STAFF_ROLE, SettingValue::Role(role));
    let told = faq.unanswered(guild(1), member(9), &[role]).await.unwrap();
    let expected = [("waar is het cafe", 2), ("zwembad", 1)].map(|(query, count)| Unanswered {
        query: query.to_owned(),
        count,
    });
    assert_eq!(told, expected);
}

#[tokio::test]
async fn a_new_ticket_is_helped_by_two_answers_at_most_and_never_by_a_weak_one() {
    let faq = FaqWorld::default().faq();
    for (title, answer) in [
        ("Factuur ontbreekt", "Kijk op je account onder facturen."),
        ("Factuur wijzigen", "Schrijf ons het nummer van de factuur."),
        ("Factuur betalen", "Met een kaart of overschrijving."),
        (
            "Muziek spelen",
            "Met /speel. Alleen in dat kanaal, op zaterdag.",
        ),
    ] {
        faq.add(entry(title, answer, "")).await.unwrap();
    }
    let help = |text| faq.help_for(guild(1), text);
    let found = help("Mijn factuur van mei ontbreekt, ik kan niets betalen of wijzigen").await;
    assert_eq!(found.unwrap().len(), 2, "three of them fit");
    let found = help("Hallo, de factuur ontbreekt op mijn account")
        .await
        .unwrap();
    assert_eq!(found[0].entry.title.as_str(), "Factuur ontbreekt");
    let weak = help("op zaterdag was er een storing met lange wachttijden")
        .await
        .unwrap();
    assert_eq!(weak, [], "one word of an answer is no help");
}

#[tokio::test]
async fn an_entry_that_was_removed_elsewhere_cannot_be_edited() {
    let world = FaqWorld::default();
    let faq = world.faq();
    let seen = faq.add(entry("Seen", "So.", "")).await.unwrap();
    world.store.remove(guild(1), seen.id).await.unwrap();
    let edited = faq.edit(edit_of(&seen, "Back")).await;
    assert_eq!(refused(edited), EditFaqRefusal::Faq(FaqRefusal::NotFound));
}
