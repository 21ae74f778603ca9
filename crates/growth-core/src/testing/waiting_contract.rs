//! What every [`WaitingQuestions`] does, one function per clause;
//! [`waiting_questions_contract!`](crate::waiting_questions_contract) makes a test of each.
//!
//! What is under test is handed over as what leads to it, such as an `Arc`, and nothing waits yet. It may need guilds 1
//! and 2 to be there.

#![expect(clippy::unwrap_used, reason = "what fails in a clause fails the test")]

use std::ops::Deref;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use kernel::{GuildId, UserId};

use crate::questions::{Challenge, Style};
use crate::{Ask, CheckinForm, NewWaiting, Question, ReplyTo, WaitingQuestion, WaitingQuestions};

/// Makes a test of every clause, each with nothing that waits:
/// `waiting_questions_contract!(#[tokio::test] fn() => waiting)`.
#[macro_export]
macro_rules! waiting_questions_contract {
    (#[$test:meta] fn() => $waiting:expr) => {
        $crate::waiting_questions_contract! { @each [#[$test] $waiting]
            what_waits_is_taken_in_hand_as_it_was_asked
            nothing_is_taken_before_it_is_due_and_the_earliest_comes_first
            of_twenty_who_take_at_once_each_gets_another_one
            what_nobody_gave_back_can_be_taken_again_and_is_lost_to_whoever_had_it
            what_is_put_back_waits_until_it_is_due_again
            an_answer_that_may_have_been_told_is_known_as_that
            the_oldest_give_way_but_not_what_is_in_hand
            of_many_who_come_at_once_no_more_wait_than_may
            each_guild_has_its_own_count_and_so_have_direct_messages
        }
    };
    (@each $setup:tt $($clause:ident)*) => { $($crate::waiting_questions_contract! { @test $setup $clause })* };
    (@test [#[$test:meta] $waiting:expr] $clause:ident) => {
        #[$test]
        async fn $clause() {
            $crate::testing::waiting_contract::$clause($waiting).await;
        }
    };
}

/// Nobody gives way.
const ALL: u16 = 100;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::seconds(seconds)
}

/// A question that is due after so many seconds, named by them.
fn due(seconds: i64) -> NewWaiting {
    NewWaiting {
        ask: Ask {
            guild: GuildId::new(1).ok(),
            user: UserId::new(7).unwrap(),
            reply_to: ReplyTo {
                token: format!("token {seconds}"),
                until: at(870),
                reference: "7f3a9c21".to_owned(),
            },
        },
        question: Question::Topic(format!("topic {seconds}")),
        model: "org/small-1".parse().unwrap(),
        max_tokens: 900,
        charged_on: Some(at(0).date_naive()),
        due: at(seconds),
    }
}

/// What is taken in hand at a moment, for a minute.
async fn taken(
    waiting: &impl Deref<Target: WaitingQuestions>,
    seconds: i64,
    most: u16,
) -> Vec<WaitingQuestion> {
    let (now, until) = (at(seconds), at(seconds + 60));
    waiting.claim(now, until, most).await.unwrap()
}

fn tokens(questions: &[WaitingQuestion]) -> Vec<&str> {
    let tokens = questions.iter().map(|it| &*it.what.ask.reply_to.token);
    tokens.collect()
}

/// What waits is taken in hand as it was asked, wherever that was.
pub async fn what_waits_is_taken_in_hand_as_it_was_asked(
    waiting: impl Deref<Target: WaitingQuestions>,
) {
    let form = CheckinForm::new("run\n5 km", "\"time\" 😴", "weary").unwrap();
    let base = due(0);
    let direct = Ask {
        guild: None,
        ..base.ask.clone()
    };
    let asked = [
        NewWaiting {
            question: Question::Checkin(form),
            ..base.clone()
        },
        NewWaiting {
            question: Question::Caption("habits".to_owned(), Style::Formal),
            charged_on: None,
            ..base.clone()
        },
        NewWaiting {
            question: Question::Leader(Challenge::Own("burnout".to_owned())),
            ask: direct,
            max_tokens: 450,
            ..base
        },
    ];
    for question in &asked {
        assert_eq!(waiting.add(question, at(0), ALL).await.unwrap(), []);
    }
    let taken = taken(&waiting, 0, 9).await;
    let what: Vec<_> = taken.iter().map(|it| it.what.clone()).collect();
    assert_eq!(what, asked);
    assert!(taken.iter().all(|it| it.tries == 1 && !it.was_answered));
}

/// Nothing is taken before it is due, and of what is due the earliest comes first.
pub async fn nothing_is_taken_before_it_is_due_and_the_earliest_comes_first(
    waiting: impl Deref<Target: WaitingQuestions>,
) {
    assert_eq!(waiting.next_due().await.unwrap(), None);
    for seconds in [30, 10, 20] {
        waiting.add(&due(seconds), at(0), ALL).await.unwrap();
    }
    assert_eq!(waiting.next_due().await.unwrap(), Some(at(10)));
    assert_eq!(taken(&waiting, 9, 9).await, []);
    assert_eq!(
        tokens(&taken(&waiting, 20, 9).await),
        ["token 10", "token 20"]
    );
    assert_eq!(waiting.next_due().await.unwrap(), Some(at(30)));
    assert_eq!(tokens(&taken(&waiting, 30, 1).await), ["token 30"]);
}

/// Of twenty who take one at once, each gets another one, and the last ones none.
pub async fn of_twenty_who_take_at_once_each_gets_another_one(
    waiting: impl Deref<Target: WaitingQuestions>,
) {
    for seconds in 0..9 {
        waiting.add(&due(seconds), at(0), ALL).await.unwrap();
    }
    let waiting = &waiting;
    let all = join_all((0..20).map(|_| taken(waiting, 30, 1))).await;
    let mut ids: Vec<_> = all.iter().flatten().map(|it| it.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((ids.len(), all.iter().flatten().count()), (9, 9));
}

/// What nobody gave back can be taken again once its time is over, and is lost to whoever had it.
pub async fn what_nobody_gave_back_can_be_taken_again_and_is_lost_to_whoever_had_it(
    waiting: impl Deref<Target: WaitingQuestions>,
) {
    waiting.add(&due(0), at(0), ALL).await.unwrap();
    let first = taken(&waiting, 0, 9).await.remove(0);
    assert_eq!(waiting.next_due().await.unwrap(), Some(at(60)));
    assert_eq!(taken(&waiting, 59, 9).await, []);
    let second = taken(&waiting, 60, 9).await.remove(0);
    assert_eq!((second.id, second.tries), (first.id, 2));
    assert!(!waiting.put_back(&first, at(0)).await.unwrap());
    assert!(!waiting.note_answered(&first).await.unwrap());
    assert!(!waiting.remove(&first).await.unwrap());
    assert!(waiting.remove(&second).await.unwrap());
    assert!(!waiting.remove(&second).await.unwrap());
    assert_eq!(waiting.next_due().await.unwrap(), None);
}

/// What is put back waits until it is due again.
pub async fn what_is_put_back_waits_until_it_is_due_again(
    waiting: impl Deref<Target: WaitingQuestions>,
) {
    waiting.add(&due(0), at(0), ALL).await.unwrap();
    let question = taken(&waiting, 0, 9).await.remove(0);
    assert!(waiting.put_back(&question, at(5)).await.unwrap());
    assert_eq!(waiting.next_due().await.unwrap(), Some(at(5)));
    assert_eq!(taken(&waiting, 4, 9).await, []);
    let again = taken(&waiting, 5, 9).await.remove(0);
    assert_eq!((again.id, again.tries), (question.id, 2));
    assert_eq!(again.what.due, at(5));
}

/// Whoever takes a question whose answer was there before knows that it may have been told.
pub async fn an_answer_that_may_have_been_told_is_known_as_that(
    waiting: impl Deref<Target: WaitingQuestions>,
) {
    waiting.add(&due(0), at(0), ALL).await.unwrap();
    let question = taken(&waiting, 0, 9).await.remove(0);
    assert!(waiting.note_answered(&question).await.unwrap());
    let again = taken(&waiting, 60, 9).await.remove(0);
    assert!(again.was_answered);
}

/// The oldest give way, but not those that somebody has in hand.
pub async fn the_oldest_give_way_but_not_what_is_in_hand(
    waiting: impl Deref<Target: WaitingQuestions>,
) {
    for seconds in [0, 40, 50] {
        waiting.add(&due(seconds), at(0), 3).await.unwrap();
    }
    assert_eq!(tokens(&taken(&waiting, 30, 9).await), ["token 0"]);
    let gone = waiting.add(&due(35), at(30), 3).await.unwrap();
    assert_eq!(tokens(&gone), ["token 40"]);
    let gone = waiting.add(&due(36), at(95), 3).await.unwrap();
    assert_eq!(tokens(&gone), ["token 0"], "nobody has it in hand any more");
    assert_eq!(waiting.count(GuildId::new(1).ok()).await.unwrap(), 3);
}

/// Of many who come at once, no more wait than may, and each of the others is told to somebody.
pub async fn of_many_who_come_at_once_no_more_wait_than_may(
    waiting: impl Deref<Target: WaitingQuestions>,
) {
    let questions: Vec<_> = (0..20).map(due).collect();
    let coming = questions.iter().map(|it| waiting.add(it, at(0), 5));
    let gone = join_all(coming).await;
    let gone: usize = gone.into_iter().map(|it| it.unwrap().len()).sum();
    assert_eq!(gone, 15);
    assert_eq!(waiting.count(GuildId::new(1).ok()).await.unwrap(), 5);
}

/// Each guild has its own count, and so have direct messages.
pub async fn each_guild_has_its_own_count_and_so_have_direct_messages(
    waiting: impl Deref<Target: WaitingQuestions>,
) {
    let guilds = [1, 1, 2].map(|it| GuildId::new(it).ok());
    for guild in guilds.into_iter().chain([None]) {
        let base = due(0);
        let ask = Ask { guild, ..base.ask };
        let question = NewWaiting { ask, ..base };
        waiting.add(&question, at(0), ALL).await.unwrap();
    }
    let count = async |guild| waiting.count(guild).await.unwrap();
    assert_eq!(count(GuildId::new(1).ok()).await, 2);
    assert_eq!(count(GuildId::new(2).ok()).await, 1);
    assert_eq!(count(None).await, 1);
}
