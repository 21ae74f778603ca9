//! What every [`SuggestionStore`] does, one function per clause;
//! [`suggestion_store_contract!`](crate::suggestion_store_contract) makes a test of each.
#![expect(missing_docs, reason = "a clause's name is its sentence")]

use futures_util::future::join_all;

use crate::TicketId;
use crate::drafts::{
    Decision, NewSuggestion, SuggestionFigures, SuggestionId, SuggestionState, SuggestionStore,
};
use crate::testing::{guild, instant, user};

/// Makes a test of every clause, each with a fresh store: `suggestion_store_contract!(#[tokio::test] fn() => store)`.
/// Guilds 1 and 2 must be there, and tickets 1 to 9 of guild 1.
#[macro_export]
macro_rules! suggestion_store_contract {
    (#[$test:meta] fn() => $store:expr) => {
        $crate::suggestion_store_contract! { @each [#[$test] $store]
            a_draft_is_found_in_its_guild_only
            of_many_who_decide_the_first_wins
            what_could_not_be_done_waits_again
            figures_count_what_became_of_drafts
        }
    };
    (@each $setup:tt $($clause:ident)*) => { $($crate::suggestion_store_contract! { @test $setup $clause })* };
    (@test [#[$test:meta] $store:expr] $clause:ident) => {
        #[$test]
        async fn $clause() {
            $crate::drafts::testing::contract::$clause(&*$store).await;
        }
    };
}

async fn drafted(it: &impl SuggestionStore, minute: i64) -> SuggestionId {
    let what = NewSuggestion {
        guild: guild(1),
        ticket: TicketId::new(1).unwrap(),
        by: user(21),
        sources: vec!["F12".to_owned(), "D:a \"b\".md#C".to_owned()],
        chars: 100,
    };
    it.add(&what, instant(minute)).await.unwrap().unwrap()
}

pub async fn a_draft_is_found_in_its_guild_only(it: &impl SuggestionStore) {
    let id = drafted(it, 0).await;
    let found = it.find(guild(1), id).await.unwrap().unwrap();
    assert_eq!((found.id, found.guild, found.by), (id, guild(1), user(21)));
    assert_eq!((found.ticket.get(), found.at), (1, instant(0)));
    assert_eq!(found.state, SuggestionState::Drafted);
    assert_eq!(it.find(guild(2), id).await.unwrap(), None);
    let abroad = it.decide(guild(2), id, Decision::Posted, 5, instant(1));
    assert!(!abroad.await.unwrap());
}

pub async fn of_many_who_decide_the_first_wins(it: &impl SuggestionStore) {
    let id = drafted(it, 0).await;
    let decisions = (0..6).map(|_| it.decide(guild(1), id, Decision::Edited(0.25), 80, instant(1)));
    let all = join_all(decisions).await;
    assert_eq!(all.iter().filter(|it| matches!(it, Ok(true))).count(), 1);
    let later = it.decide(guild(1), id, Decision::Dismissed, 0, instant(2));
    assert!(!later.await.unwrap());
    let found = it.find(guild(1), id).await.unwrap().unwrap();
    assert_eq!(
        found.state,
        SuggestionState::Decided(Decision::Edited(0.25))
    );
}

pub async fn what_could_not_be_done_waits_again(it: &impl SuggestionStore) {
    let id = drafted(it, 0).await;
    let decide = || it.decide(guild(1), id, Decision::Posted, 100, instant(1));
    assert!(decide().await.unwrap());
    it.reopen(guild(2), id, 100).await.unwrap();
    assert!(!decide().await.unwrap(), "another guild's word");
    it.reopen(guild(1), id, 100).await.unwrap();
    let found = it.find(guild(1), id).await.unwrap().unwrap();
    assert_eq!(found.state, SuggestionState::Drafted);
    assert!(decide().await.unwrap());
}

pub async fn figures_count_what_became_of_drafts(it: &impl SuggestionStore) {
    for (minute, decision) in [
        (0, Some((Decision::Posted, 100))),
        (5, Some((Decision::Edited(0.5), 70))),
        (6, Some((Decision::Dismissed, 0))),
        (7, None),
        (2000, None),
    ] {
        let id = drafted(it, minute).await;
        if let Some((decision, chars)) = decision {
            let decided = it.decide(guild(1), id, decision, chars, instant(minute + 1));
            assert!(decided.await.unwrap());
        }
    }
    let all = it.figures(guild(1), None, instant(2001)).await.unwrap();
    let expected = SuggestionFigures {
        posted: 1,
        edited: 1,
        dismissed: 1,
        waiting: 1,
        expired: 1,
        accepted_chars: 170,
    };
    assert_eq!(all, expected);
    let recent = it.figures(guild(1), Some(instant(5)), instant(2001)).await;
    let recent = recent.unwrap();
    assert_eq!((recent.posted, recent.accepted_chars), (0, 70));
    let abroad = it.figures(guild(2), None, instant(2001)).await.unwrap();
    assert_eq!(abroad, SuggestionFigures::default());
}
