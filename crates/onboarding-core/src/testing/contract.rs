//! What every store of runs does, one function per clause; [`runs_contract!`](crate::runs_contract) makes a test of each.
//!
//! What is under test is handed over as what leads to it, such as an `Arc`, and nothing is kept yet. It may need guilds 1
//! and 2 to be there.

#![expect(clippy::unwrap_used, reason = "what fails in a clause fails the test")]

use std::ops::Deref;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join;
use kernel::{ChannelId, GuildId, MessageId, UserId};

pub use super::arrival_clauses::{
    an_arrival_is_in_one_hand_at_a_time_until_it_is_over,
    who_never_arrives_is_forgotten_some_at_a_time,
    who_waits_is_looked_at_again_where_nobody_listened,
    whoever_waits_for_the_screening_passes_it_once,
};
use super::builders::{at, questions};
use crate::{
    Answer, Answers, Arrivals, Completed, FunnelEvent, FunnelStore, Language, Nonce, OptIn, Panel,
    PanelMemory, Phase, RunStore, Saved, Session, Undone, UndoneStore, Wishes,
};

/// Everything that running the onboarding keeps.
pub trait Runs: RunStore + UndoneStore + PanelMemory + Arrivals + FunnelStore {}
impl<T: RunStore + UndoneStore + PanelMemory + Arrivals + FunnelStore> Runs for T {}

/// Makes a test of every clause, each with nothing kept: `runs_contract!(#[tokio::test] fn() => runs)`.
#[macro_export]
macro_rules! runs_contract {
    (#[$test:meta] fn() => $runs:expr) => {
        $crate::runs_contract! { @each [#[$test] $runs]
            a_session_is_read_as_it_was_written
            an_expired_session_counts_as_absent_and_gives_way
            of_two_who_begin_at_once_both_see_one_session
            a_step_is_taken_once_however_often_it_is_clicked
            a_step_of_another_run_or_another_place_is_not_taken
            members_and_guilds_do_not_see_each_other
            a_completion_is_saved_once_and_ends_its_session
            whoever_completes_again_replaces_what_was_kept
            answers_of_any_length_and_script_are_read_as_they_were_written
            what_is_left_undone_is_in_one_hand_at_a_time
            what_is_put_back_waits_and_remembers_that_staff_was_told
            what_is_forgotten_is_gone_in_that_guild_alone
            expired_sessions_are_removed_some_at_a_time
            the_last_panel_is_remembered
            whoever_waits_for_the_screening_passes_it_once
            an_arrival_is_in_one_hand_at_a_time_until_it_is_over
            who_waits_is_looked_at_again_where_nobody_listened
            who_never_arrives_is_forgotten_some_at_a_time
            steps_are_counted_by_guild_and_day
        }
    };
    (@each $setup:tt $($clause:ident)*) => { $($crate::runs_contract! { @test $setup $clause })* };
    (@test [#[$test:meta] $runs:expr] $clause:ident) => {
        #[$test]
        async fn $clause() {
            $crate::testing::contract::$clause($runs).await;
        }
    };
}

pub(super) fn guild(id: u64) -> GuildId {
    GuildId::new(id).unwrap()
}

pub(super) fn user(id: u64) -> UserId {
    UserId::new(id).unwrap()
}

fn session_of(place: (GuildId, UserId)) -> Session {
    super::builders::session(place, Phase::Questions)
}

fn session() -> Session {
    session_of((guild(1), user(7)))
}

fn full_answers() -> Answers {
    Answers {
        given: [
            (
                0,
                Answer::Followed {
                    choice: "friend".to_owned(),
                    followup: "Ann \"quoted\" \\ 😀\nline".to_owned(),
                    label: "Who invited you?".to_owned(),
                },
            ),
            (
                1,
                Answer::Many(vec!["learning".to_owned(), "sharing".to_owned()]),
            ),
            (2, Answer::Many(vec!["events".to_owned()])),
            (3, Answer::One("ann@example.com".to_owned())),
        ]
        .into(),
        wishes: Wishes {
            opt_in: Some(OptIn::EventsOnly),
            language: Some(Language::typed("Frysk")),
        },
        rules_accepted_at: Some(at(5)),
    }
}

async fn begun(runs: &impl Deref<Target: Runs>) -> Session {
    runs.begin(&session(), None, at(0)).await.unwrap()
}

async fn kept(runs: &impl Deref<Target: Runs>, now: DateTime<Utc>) -> Option<Session> {
    runs.session(guild(1), user(7), now).await.unwrap()
}

async fn completed(runs: &impl Deref<Target: Runs>) -> Option<Completed> {
    runs.completed(guild(1), user(7)).await.unwrap()
}

async fn saved(runs: &impl Deref<Target: Runs>, session: &Session, seconds: i64) -> Undone {
    let saved = runs.complete(session, at(seconds), at(seconds + 30)).await;
    match saved.unwrap() {
        Saved::Now(undone) => *undone,
        Saved::Stale => panic!("not saved"),
    }
}

/// A session is read as it was written, with everything in it.
pub async fn a_session_is_read_as_it_was_written(runs: impl Deref<Target: Runs>) {
    assert_eq!(kept(&runs, at(0)).await, None);
    let first = begun(&runs).await;
    assert_eq!(kept(&runs, at(1)).await, Some(first.clone()));
    let after = Session {
        phase: Phase::Confirming,
        step: 3,
        editing: true,
        rules_accepted: 2,
        answers: full_answers(),
        ..first.touched(at(9))
    };
    assert!(runs.advance(&first, &after, None).await.unwrap());
    assert_eq!(kept(&runs, at(10)).await, Some(after));
}

/// An expired session counts as absent, and a new one takes its place.
pub async fn an_expired_session_counts_as_absent_and_gives_way(runs: impl Deref<Target: Runs>) {
    let first = begun(&runs).await;
    assert!(
        kept(&runs, first.expires_at - TimeDelta::seconds(1))
            .await
            .is_some()
    );
    assert_eq!(kept(&runs, first.expires_at).await, None);
    let second = session();
    let begun = runs.begin(&second, None, first.expires_at).await.unwrap();
    assert_eq!(begun.nonce, second.nonce);
}

/// Of two who begin at once, both see the same session; who begins instead of the one they know replaces it.
pub async fn of_two_who_begin_at_once_both_see_one_session(runs: impl Deref<Target: Runs>) {
    let (one, other) = (session(), session());
    let begin = join(
        runs.begin(&one, None, at(0)),
        runs.begin(&other, None, at(0)),
    );
    let (first, second) = begin.await;
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_eq!(first.nonce, second.nonce);
    let third = session();
    let stranger = runs
        .begin(&third, Some(&Nonce::fresh()), at(1))
        .await
        .unwrap();
    assert_eq!(stranger.nonce, first.nonce);
    let replaced = runs.begin(&third, Some(&first.nonce), at(1)).await.unwrap();
    assert_eq!(replaced.nonce, third.nonce);
    let figures = runs.figures(guild(1), at(0).date_naive()).await.unwrap();
    assert_eq!(figures.started, 2);
}

/// A step is taken once, and counted once.
pub async fn a_step_is_taken_once_however_often_it_is_clicked(runs: impl Deref<Target: Runs>) {
    let first = begun(&runs).await;
    let after = first.moved(Phase::Questions, 1, at(1));
    let passed = Some(FunnelEvent::Passed(Phase::Questions, 0));
    let clicks = join(
        runs.advance(&first, &after, passed),
        runs.advance(&first, &after, passed),
    );
    let (one, other) = clicks.await;
    assert!(one.unwrap() != other.unwrap(), "one of them");
    assert!(!runs.advance(&first, &after, passed).await.unwrap());
    assert_eq!(kept(&runs, at(1)).await, Some(after));
    let figures = runs.figures(guild(1), at(0).date_naive()).await.unwrap();
    assert_eq!(figures.reached[0].members, 1);
}

/// What was seen of another run, step or writing is not written over.
pub async fn a_step_of_another_run_or_another_place_is_not_taken(runs: impl Deref<Target: Runs>) {
    let first = begun(&runs).await;
    let after = first.moved(Phase::Questions, 1, at(1));
    let others = [
        Session {
            nonce: Nonce::fresh(),
            ..first.clone()
        },
        Session {
            step: 1,
            ..first.clone()
        },
        Session {
            phase: Phase::Rules,
            ..first.clone()
        },
        Session {
            revision: 1,
            ..first.clone()
        },
        Session {
            guild: guild(2),
            ..first.clone()
        },
    ];
    for other in &others {
        assert!(
            !runs.advance(other, &after, None).await.unwrap(),
            "{other:?}"
        );
        let saved = runs.complete(other, at(1), at(31)).await.unwrap();
        assert_eq!(saved, Saved::Stale);
    }
    assert_eq!(kept(&runs, at(1)).await, Some(first));
    assert_eq!(completed(&runs).await, None);
}

/// Each member of each guild has a session of their own.
pub async fn members_and_guilds_do_not_see_each_other(runs: impl Deref<Target: Runs>) {
    let places = [
        (guild(1), user(7)),
        (guild(1), user(8)),
        (guild(2), user(7)),
    ];
    let mut begun = Vec::new();
    for place in places {
        begun.push(runs.begin(&session_of(place), None, at(0)).await.unwrap());
    }
    for (place, session) in places.iter().zip(&begun) {
        let read = runs.session(place.0, place.1, at(1)).await.unwrap();
        assert_eq!(read.as_ref(), Some(session));
    }
    saved(&runs, &begun[0], 1).await;
    assert_eq!(runs.completed(guild(2), user(7)).await.unwrap(), None);
    assert_eq!(runs.all_completed(guild(2)).await.unwrap(), []);
    assert!(
        runs.session(guild(2), user(7), at(1))
            .await
            .unwrap()
            .is_some()
    );
}

/// A completion is saved once, and its session is gone.
pub async fn a_completion_is_saved_once_and_ends_its_session(runs: impl Deref<Target: Runs>) {
    let finished = Session {
        answers: full_answers(),
        ..begun(&runs).await
    };
    let both = join(
        runs.complete(&finished, at(60), at(90)),
        runs.complete(&finished, at(60), at(90)),
    );
    let (one, other) = both.await;
    let all = [one.unwrap(), other.unwrap()];
    let stale = all.iter().filter(|it| **it == Saved::Stale).count();
    assert_eq!(stale, 1);
    let undone = all.iter().find_map(|it| match it {
        Saved::Now(undone) => Some(undone.clone()),
        Saved::Stale => None,
    });
    let undone = undone.unwrap();
    assert_eq!(
        (&undone.answers, &undone.questions),
        (&finished.answers, &finished.questions)
    );
    assert_eq!(
        (undone.tries, undone.told, undone.is_rerun),
        (1, false, false)
    );
    assert_eq!(kept(&runs, at(60)).await, None);
    let read = completed(&runs).await.unwrap();
    assert_eq!((read.at, &read.answers), (at(60), &finished.answers));
    assert_eq!(read.nonce, Some(finished.nonce));
    let asked: Vec<_> = finished
        .questions
        .iter()
        .map(crate::AskedText::of)
        .collect();
    assert_eq!(read.asked, asked);
    let figures = runs.figures(guild(1), at(0).date_naive()).await.unwrap();
    assert_eq!(
        (figures.completed, figures.took),
        (1, TimeDelta::seconds(60))
    );
}

/// Whoever completes it again has one completion, the newer one.
pub async fn whoever_completes_again_replaces_what_was_kept(runs: impl Deref<Target: Runs>) {
    let first = begun(&runs).await;
    saved(&runs, &first, 10).await;
    let second = Session {
        answers: full_answers(),
        ..begun(&runs).await
    };
    let undone = saved(&runs, &second, 20).await;
    assert!(undone.is_rerun);
    let all = runs.all_completed(guild(1)).await.unwrap();
    assert_eq!((all.len(), all[0].at), (1, at(20)));
    assert_eq!(all[0].answers, second.answers);
    assert_eq!(all[0].nonce, Some(second.nonce));
}

/// Twenty answers of a thousand characters of four bytes are kept whole.
pub async fn answers_of_any_length_and_script_are_read_as_they_were_written(
    runs: impl Deref<Target: Runs>,
) {
    let long = "😀".repeat(1000);
    let session = Session {
        questions: questions().into_iter().cycle().take(20).collect(),
        ..session()
    };
    let first = runs.begin(&session, None, at(0)).await.unwrap();
    let given = (0..20)
        .map(|place| (place, Answer::One(long.clone())))
        .collect();
    let mut after = first.touched(at(1));
    after.answers.given = given;
    assert!(runs.advance(&first, &after, None).await.unwrap());
    saved(&runs, &after, 2).await;
    assert_eq!(completed(&runs).await.unwrap().answers, after.answers);
}

/// What is left undone is in one hand at a time, and nobody has it before its time.
pub async fn what_is_left_undone_is_in_one_hand_at_a_time(runs: impl Deref<Target: Runs>) {
    let undone = saved(&runs, &begun(&runs).await, 0).await;
    assert_eq!(runs.claim_undone(at(29), at(59), 9).await.unwrap(), []);
    let both = join(
        runs.claim_undone(at(30), at(60), 9),
        runs.claim_undone(at(30), at(60), 9),
    );
    let (one, other) = both.await;
    let claimed = [one.unwrap(), other.unwrap()].concat();
    let [mine] = &claimed[..] else {
        panic!("{} of them", claimed.len())
    };
    assert_eq!((mine.tries, &mine.nonce), (2, &undone.nonce));
    assert_eq!(
        (&mine.answers, &mine.questions),
        (&undone.answers, &undone.questions)
    );
    assert!(!runs.settle(&undone).await.unwrap(), "somebody else has it");
    assert!(!runs.put_back(&undone, at(0)).await.unwrap());
    assert!(runs.settle(mine).await.unwrap());
    assert!(!runs.settle(mine).await.unwrap());
    assert_eq!(
        runs.claim_undone(at(9999), at(10_000), 9).await.unwrap(),
        []
    );
}

/// What is put back waits until it is due, and it is remembered whether staff was told.
pub async fn what_is_put_back_waits_and_remembers_that_staff_was_told(
    runs: impl Deref<Target: Runs>,
) {
    let undone = Undone {
        told: true,
        ..saved(&runs, &begun(&runs).await, 0).await
    };
    assert!(runs.put_back(&undone, at(100)).await.unwrap());
    assert_eq!(runs.claim_undone(at(99), at(199), 9).await.unwrap(), []);
    let again = runs.claim_undone(at(100), at(130), 9).await.unwrap();
    assert_eq!((again.len(), again[0].tries, again[0].told), (1, 2, true));
}

/// What is forgotten of a member is gone, and nothing of the same user elsewhere.
pub async fn what_is_forgotten_is_gone_in_that_guild_alone(runs: impl Deref<Target: Runs>) {
    let elsewhere = session_of((guild(2), user(7)));
    let elsewhere = runs.begin(&elsewhere, None, at(0)).await.unwrap();
    saved(&runs, &elsewhere, 1).await;
    saved(&runs, &begun(&runs).await, 1).await;
    begun(&runs).await;
    assert!(runs.forget(guild(1), user(7)).await.unwrap());
    assert!(!runs.forget(guild(1), user(7)).await.unwrap());
    assert_eq!(
        (kept(&runs, at(1)).await, completed(&runs).await),
        (None, None)
    );
    let left = runs.claim_undone(at(999), at(1999), 9).await.unwrap();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].guild, guild(2));
    assert!(runs.completed(guild(2), user(7)).await.unwrap().is_some());
}

/// Expired sessions are removed, some at a time, and no others.
pub async fn expired_sessions_are_removed_some_at_a_time(runs: impl Deref<Target: Runs>) {
    for id in 7..10 {
        let session = session_of((guild(1), user(id)));
        runs.begin(&session, None, at(0)).await.unwrap();
    }
    let end = session().expires_at;
    let before = end - TimeDelta::seconds(1);
    assert_eq!(runs.remove_expired(before, 9).await.unwrap(), 0);
    assert_eq!(runs.remove_expired(end, 2).await.unwrap(), 2);
    assert_eq!(runs.remove_expired(end, 2).await.unwrap(), 1);
}

/// The panel that was remembered last is the one.
pub async fn the_last_panel_is_remembered(runs: impl Deref<Target: Runs>) {
    let panel = |id| Panel {
        channel: ChannelId::new(5).unwrap(),
        message: MessageId::new(id).unwrap(),
    };
    assert_eq!(runs.panel(guild(1)).await.unwrap(), None);
    runs.remember_panel(guild(1), panel(1), None, at(0))
        .await
        .unwrap();
    runs.remember_panel(guild(1), panel(2), Some(user(3)), at(1))
        .await
        .unwrap();
    assert_eq!(runs.panel(guild(1)).await.unwrap(), Some(panel(2)));
    assert_eq!(runs.panel(guild(2)).await.unwrap(), None);
}

/// What is counted is counted by guild and day.
pub async fn steps_are_counted_by_guild_and_day(runs: impl Deref<Target: Runs>) {
    let yesterday = at(0) - TimeDelta::days(1);
    for (of, when) in [(1, yesterday), (1, at(0)), (1, at(9)), (2, at(0))] {
        runs.count(guild(of), FunnelEvent::Shown, when)
            .await
            .unwrap();
    }
    let shown = async |of, since: DateTime<Utc>| {
        let figures = runs.figures(guild(of), since.date_naive());
        figures.await.unwrap().shown
    };
    assert_eq!(shown(1, yesterday).await, 3);
    assert_eq!(shown(1, at(0)).await, 2);
    assert_eq!(shown(2, yesterday).await, 1);
}
