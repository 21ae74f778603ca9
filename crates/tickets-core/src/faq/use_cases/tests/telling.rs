//! How often one may ask, and what staff is told of it.

use super::*;

#[tokio::test]
async fn nobody_asks_more_than_five_times_in_half_a_minute_unless_nothing_could_be_looked_up() {
    let world = FaqWorld::default();
    let faq = world.faq();
    let mine = question("muziek");
    world.store.fail_next_calls(1);
    let failed = faq.search(mine.clone()).await;
    assert!(matches!(failed, Err(UseCaseError::Failed(_))), "{failed:?}");
    for _ in 0..5 {
        faq.search(mine.clone()).await.unwrap();
        world.clock.advance(TimeDelta::seconds(1));
    }
    let wait = TimeDelta::seconds(25);
    assert_eq!(
        refused(faq.search(mine.clone()).await),
        SearchFaqRefusal::CoolingDown(wait)
    );
    search(&faq, "muziek").await;
    world.clock.advance(wait);
    faq.search(mine).await.unwrap();
}

#[tokio::test]
async fn what_a_dashboard_asks_takes_nothing_from_how_often_one_may_type() {
    let world = FaqWorld::default();
    let faq = world.faq();
    for _ in 0..6 {
        let asked = faq.search_from_dashboard(guild(1), "muziek").await;
        asked.unwrap();
    }
    faq.search(question("muziek")).await.unwrap();
    assert_eq!(world.log.told(guild(1)).len(), 7, "each is a search");
    world.switch(&ENABLED, false);
    let refusal = refused(faq.search_from_dashboard(guild(1), "muziek").await);
    assert_eq!(refusal, SearchFaqRefusal::Faq(FaqRefusal::Disabled));
}

#[tokio::test]
async fn staff_is_told_of_changes_and_of_questions_and_never_who_asked() {
    let world = FaqWorld::default();
    let faq = world.faq();
    let added = faq.add(entry("Muziek", "Met /speel.", "")).await.unwrap();
    let edited = faq.edit(edit_of(&added, "Geluid")).await.unwrap();
    let pin = PinFaq {
        guild: guild(1),
        member: admin(8),
        id: added.id,
        pin: Pin::Pinned,
    };
    let pinned = faq.pin(pin).await.unwrap();
    world.clock.advance(TimeDelta::minutes(1));
    faq.pin(pin).await.unwrap();
    search(&faq, "geluid van jan@club.example").await;
    faq.remove(guild(1), admin(9), added.id).await.unwrap();
    let changed = |change, entry: &FaqEntry, by| FaqEvent::Changed {
        change,
        entry: Box::new(entry.clone()),
        by: user(by),
    };
    let expected = [
        changed(FaqChange::Added, &added, 7),
        changed(FaqChange::Edited, &edited, 8),
        changed(FaqChange::Pinned, &pinned, 8),
        FaqEvent::Searched {
            query: "geluid van [email]".to_owned(),
            hits: 1,
        },
        changed(FaqChange::Removed, &pinned, 9),
    ];
    assert_eq!(world.log.told(guild(1)), expected);
    assert_eq!(world.log.told(guild(2)), []);
}
