//! What every [`SetUpStore`] does, one function per clause; [`set_up_store_contract!`](crate::set_up_store_contract) makes
//! a test of each.
#![expect(missing_docs, reason = "a clause's name is its sentence")]

use chrono::{DateTime, TimeDelta, Utc};

use super::{a_question, a_rule, guild, select_parts};
use crate::set_up::{
    NewQuestion, NewRule, Pick, QuestionStored, ReorderOutcome, Reordered, Reordering, RuleStored,
    SetUpStore,
};
use crate::{
    CustomQuestion, FollowUpKind, GuildRule, Order, Position, Question, QuestionParts, Rule,
    WrittenFollowUp, default_questions,
};

/// Makes a test of every clause, each with a fresh store behind a `Deref`:
/// `set_up_store_contract!(#[tokio::test] fn() => store)`. Guilds 1 and 2 need not be there.
#[macro_export]
macro_rules! set_up_store_contract {
    (#[$test:meta] fn() => $store:expr) => {
        $crate::set_up_store_contract! { @each [#[$test] $store]
            a_guild_that_wrote_nothing_has_nothing
            every_kind_of_question_comes_back_as_it_was_stored
            questions_come_by_their_places
            a_question_takes_the_place_and_number_of_another
            the_first_enabled_question_replaces_the_defaults
            a_question_changes_only_if_it_is_as_it_was_seen
            a_deleted_question_is_gone
            another_guild_sees_and_changes_nothing
            all_questions_go_at_once_and_rules_stay
            rules_come_back_as_they_were_stored
            a_rule_takes_the_place_and_number_of_another
            all_rules_go_at_once_and_questions_stay
            an_order_numbers_places_from_one_and_keeps_everything_else
            two_swapped_are_swapped
            an_order_that_misses_one_changes_nothing
            questions_and_rules_are_reordered_together_or_not_at_all
            parallel_writers_of_one_place_leave_one_question
        }
    };
    (@each $setup:tt $($clause:ident)*) => { $($crate::set_up_store_contract! { @test $setup $clause })* };
    (@test [#[$test:meta] $store:expr] $clause:ident) => {
        #[$test]
        async fn $clause() {
            $crate::set_up::testing::contract::$clause(&*$store).await;
        }
    };
}

/// When everything of the contract happens.
fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
}

fn at(position: i64) -> Position {
    Position::new(position).unwrap()
}

async fn put(it: &impl SetUpStore, of: u64, position: i64, question: Question) -> QuestionStored {
    let new = NewQuestion {
        position: at(position),
        enabled: true,
        question,
    };
    it.store_question(guild(of), &new, now()).await.unwrap()
}

async fn ask(it: &impl SetUpStore, position: i64, text: &str) -> CustomQuestion {
    put(it, 1, position, a_question(text)).await.question
}

async fn put_rule(it: &impl SetUpStore, of: u64, position: i64, rule: Rule) -> RuleStored {
    let new = NewRule {
        position: at(position),
        enabled: true,
        rule,
    };
    it.store_rule(guild(of), &new, now()).await.unwrap()
}

async fn rule(it: &impl SetUpStore, position: i64, title: &str) -> GuildRule {
    put_rule(it, 1, position, a_rule(title)).await.rule
}

async fn questions(it: &impl SetUpStore) -> Vec<CustomQuestion> {
    it.questions(guild(1)).await.unwrap()
}

async fn rules(it: &impl SetUpStore) -> Vec<GuildRule> {
    it.rules(guild(1)).await.unwrap()
}

fn places(questions: &[CustomQuestion]) -> Vec<(u8, String)> {
    let text = |it: &CustomQuestion| it.content.clone().unwrap().text.to_string();
    let places = questions.iter().map(|it| (it.position.get(), text(it)));
    places.collect()
}

async fn reorder(it: &impl SetUpStore, order: Reordering) -> ReorderOutcome {
    it.reorder(guild(1), &order, now()).await.unwrap()
}

fn of_questions(questions: &[CustomQuestion]) -> Reordering {
    Reordering {
        questions: Some(questions.iter().map(|it| it.id).collect()),
        rules: None,
    }
}

pub async fn a_guild_that_wrote_nothing_has_nothing(it: &impl SetUpStore) {
    assert_eq!((questions(it).await, rules(it).await), (vec![], vec![]));
    assert_eq!(it.reset_questions(guild(1)).await.unwrap(), 0);
    assert_eq!(it.reset_rules(guild(1)).await.unwrap(), 0);
    let gone = it.delete_question(guild(1), Pick::At(at(1))).await.unwrap();
    assert_eq!(gone, None);
    let nothing = Reordering {
        questions: Some(Vec::new()),
        rules: Some(Vec::new()),
    };
    assert_eq!(
        reorder(it, nothing).await,
        ReorderOutcome::Reordered(Reordered::default())
    );
}

pub async fn every_kind_of_question_comes_back_as_it_was_stored(it: &impl SetUpStore) {
    let further = WrittenFollowUp {
        value: "b".to_owned(),
        question: "Where can we \"write\" to you? ✉".to_owned(),
        kind: FollowUpKind::Email,
        required: false,
    };
    let odd = Question::new(&QuestionParts {
        follow_ups: vec![further],
        required: false,
        ..select_parts(
            "A \\ \"quoted\"\n\nquestion: *x*?",
            "Ä 'quoted' \"label\"=a;B=b;{}=c",
        )
    });
    let mut asked = default_questions();
    asked.push(odd.unwrap());
    asked.push(a_question("Who are you?"));
    for (position, question) in (1..).zip(&asked) {
        let stored = put(it, 1, position, question.clone()).await;
        assert_eq!(stored.question.content.as_ref(), Ok(question));
        assert_eq!(
            (stored.question.position, stored.replaced),
            (at(position), None)
        );
    }
    let back = questions(it).await.into_iter();
    let back: Vec<_> = back.map(|it| it.content.unwrap()).collect();
    assert_eq!(back, asked);
}

pub async fn questions_come_by_their_places(it: &impl SetUpStore) {
    for (position, text) in [(20, "C"), (1, "A"), (7, "B")] {
        ask(it, position, text).await;
    }
    let (a, b, c) = ("A".to_owned(), "B".to_owned(), "C".to_owned());
    assert_eq!(places(&questions(it).await), [(1, a), (7, b), (20, c)]);
}

pub async fn a_question_takes_the_place_and_number_of_another(it: &impl SetUpStore) {
    let first = ask(it, 3, "First?").await;
    let new = NewQuestion {
        position: at(3),
        enabled: false,
        question: a_question("Second?"),
    };
    let stored = it.store_question(guild(1), &new, now()).await.unwrap();
    assert_eq!(stored.question.id, first.id);
    assert_eq!(stored.replaced, Some(first));
    assert!(!stored.question.enabled && !stored.replaces_defaults);
    assert_eq!(questions(it).await, [stored.question]);
}

pub async fn the_first_enabled_question_replaces_the_defaults(it: &impl SetUpStore) {
    let new = |position, enabled| NewQuestion {
        position: at(position),
        enabled,
        question: a_question("Why?"),
    };
    let store = async |new: NewQuestion| {
        let stored = it.store_question(guild(1), &new, now()).await.unwrap();
        stored.replaces_defaults
    };
    assert!(!store(new(1, false)).await);
    assert!(store(new(1, true)).await);
    assert!(!store(new(2, true)).await);
    assert!(!store(new(1, true)).await);
    it.reset_questions(guild(1)).await.unwrap();
    assert!(store(new(5, true)).await);
}

pub async fn a_question_changes_only_if_it_is_as_it_was_seen(it: &impl SetUpStore) {
    let seen = ask(it, 1, "First?").await;
    let change = async |of: u64, seen: &CustomQuestion, text: &str| {
        let question = a_question(text);
        let changed = it.change_question(guild(of), seen, &question, now());
        changed.await.unwrap()
    };
    let changed = change(1, &seen, "Second?").await.unwrap();
    assert_eq!((changed.id, changed.position), (seen.id, seen.position));
    assert_eq!(changed.content, Ok(a_question("Second?")));
    assert_eq!(change(1, &seen, "Third?").await, None);
    assert_eq!(change(2, &changed, "Third?").await, None);
    assert_eq!(questions(it).await, std::slice::from_ref(&changed));
    it.delete_question(guild(1), Pick::Numbered(changed.id))
        .await
        .unwrap();
    assert_eq!(change(1, &changed, "Third?").await, None);
}

pub async fn a_deleted_question_is_gone(it: &impl SetUpStore) {
    let (one, two) = (ask(it, 1, "One?").await, ask(it, 2, "Two?").await);
    let delete = async |which| it.delete_question(guild(1), which).await.unwrap();
    assert_eq!(delete(Pick::At(at(1))).await, Some(one.clone()));
    assert_eq!(delete(Pick::At(at(1))).await, None);
    assert_eq!(delete(Pick::Numbered(one.id)).await, None);
    assert_eq!(questions(it).await, std::slice::from_ref(&two));
    assert_eq!(delete(Pick::Numbered(two.id)).await, Some(two));
    assert!(questions(it).await.is_empty());
}

pub async fn another_guild_sees_and_changes_nothing(it: &impl SetUpStore) {
    let (question, here) = (ask(it, 1, "Here?").await, rule(it, 1, "Here").await);
    assert!(it.questions(guild(2)).await.unwrap().is_empty());
    assert!(it.rules(guild(2)).await.unwrap().is_empty());
    for which in [Pick::At(at(1)), Pick::Numbered(question.id)] {
        assert_eq!(it.delete_question(guild(2), which).await.unwrap(), None);
    }
    for which in [Pick::At(at(1)), Pick::Numbered(here.id)] {
        assert_eq!(it.delete_rule(guild(2), which).await.unwrap(), None);
    }
    assert_eq!(it.reset_questions(guild(2)).await.unwrap(), 0);
    assert_eq!(it.reset_rules(guild(2)).await.unwrap(), 0);
    let order = of_questions(std::slice::from_ref(&question));
    let outcome = it.reorder(guild(2), &order, now()).await.unwrap();
    assert_eq!(outcome, ReorderOutcome::NotItsQuestions);
    let there = put(it, 2, 1, a_question("There?")).await;
    assert_eq!((there.replaced, there.replaces_defaults), (None, true));
    assert_eq!(put_rule(it, 2, 1, a_rule("There")).await.replaced, None);
    assert_eq!(questions(it).await, [question]);
    assert_eq!(rules(it).await, [here]);
}

pub async fn all_questions_go_at_once_and_rules_stay(it: &impl SetUpStore) {
    ask(it, 1, "One?").await;
    ask(it, 9, "Two?").await;
    rule(it, 1, "Be kind").await;
    assert_eq!(it.reset_questions(guild(1)).await.unwrap(), 2);
    assert_eq!((questions(it).await.len(), rules(it).await.len()), (0, 1));
}

pub async fn rules_come_back_as_they_were_stored(it: &impl SetUpStore) {
    let address = Some("https://example.com/x.png");
    let written = [
        Rule::new(
            "Be kind",
            "To *everyone*.\n\nhttps://example.com",
            None,
            None,
        ),
        Rule::new("Show", "x", address, None),
        Rule::new("Picture", "y", None, address),
    ];
    for (position, rule) in [5, 2, 9].into_iter().zip(&written) {
        let stored = put_rule(it, 1, position, rule.clone().unwrap()).await;
        assert_eq!(stored.rule.rule, rule.clone().unwrap());
    }
    let back = rules(it).await;
    let titles: Vec<_> = back.iter().map(|it| it.rule.title.as_str()).collect();
    assert_eq!(titles, ["Show", "Be kind", "Picture"]);
    assert_eq!(back[1].rule, written[0].clone().unwrap());
    assert_eq!(
        back[2].rule.image.as_ref().map(crate::PictureUrl::as_str),
        address
    );
}

pub async fn a_rule_takes_the_place_and_number_of_another(it: &impl SetUpStore) {
    let first = rule(it, 1, "First").await;
    let new = NewRule {
        position: at(1),
        enabled: false,
        rule: a_rule("Second"),
    };
    let stored = it.store_rule(guild(1), &new, now()).await.unwrap();
    assert_eq!((stored.rule.id, stored.rule.enabled), (first.id, false));
    assert_eq!(stored.replaced, Some(first));
    assert_eq!(rules(it).await, std::slice::from_ref(&stored.rule));
    let deleted = it.delete_rule(guild(1), Pick::Numbered(stored.rule.id));
    assert_eq!(deleted.await.unwrap(), Some(stored.rule));
    assert!(rules(it).await.is_empty());
}

pub async fn all_rules_go_at_once_and_questions_stay(it: &impl SetUpStore) {
    ask(it, 1, "One?").await;
    rule(it, 1, "One").await;
    rule(it, 20, "Two").await;
    assert_eq!(it.reset_rules(guild(1)).await.unwrap(), 2);
    assert_eq!((questions(it).await.len(), rules(it).await.len()), (1, 0));
}

pub async fn an_order_numbers_places_from_one_and_keeps_everything_else(it: &impl SetUpStore) {
    for position in (1..=20).rev() {
        ask(it, position, &format!("Question {position}?")).await;
    }
    it.delete_question(guild(1), Pick::At(at(4))).await.unwrap();
    it.delete_question(guild(1), Pick::At(at(1))).await.unwrap();
    let before = questions(it).await;
    let numbers = [
        9, 18, 1, 2, 3, 17, 16, 4, 5, 15, 6, 14, 7, 13, 8, 12, 10, 11,
    ];
    let order = Order::new(&numbers, 18).unwrap();
    let wanted = order.apply(&before);
    let ReorderOutcome::Reordered(now) = reorder(it, of_questions(&wanted)).await else {
        panic!("it is an order");
    };
    assert_eq!(now.questions, questions(it).await);
    for (found, (wanted, place)) in now.questions.iter().zip(wanted.iter().zip(1..)) {
        assert_eq!(found.position, at(place));
        assert_eq!((found.id, &found.content), (wanted.id, &wanted.content));
        assert_eq!(found.enabled, wanted.enabled);
    }
    let back = reorder(it, of_questions(&before)).await;
    assert!(matches!(back, ReorderOutcome::Reordered(_)));
    let ids = |of: &[CustomQuestion]| of.iter().map(|it| it.id).collect::<Vec<_>>();
    assert_eq!(ids(&questions(it).await), ids(&before));
}

pub async fn two_swapped_are_swapped(it: &impl SetUpStore) {
    let (one, two) = (ask(it, 1, "One?").await, ask(it, 2, "Two?").await);
    reorder(it, of_questions(&[two, one])).await;
    let swapped = [(1, "Two?".to_owned()), (2, "One?".to_owned())];
    assert_eq!(places(&questions(it).await), swapped);
}

pub async fn an_order_that_misses_one_changes_nothing(it: &impl SetUpStore) {
    let (one, two) = (ask(it, 3, "One?").await, ask(it, 5, "Two?").await);
    let theirs = put(it, 2, 1, a_question("Theirs?")).await.question;
    let before = questions(it).await;
    for wrong in [
        vec![],
        vec![two.clone()],
        vec![two.clone(), two.clone()],
        vec![two.clone(), one.clone(), one.clone()],
        vec![two.clone(), one.clone(), theirs.clone()],
        vec![two, theirs],
    ] {
        let outcome = reorder(it, of_questions(&wrong)).await;
        assert_eq!(outcome, ReorderOutcome::NotItsQuestions);
        assert_eq!(questions(it).await, before);
    }
}

pub async fn questions_and_rules_are_reordered_together_or_not_at_all(it: &impl SetUpStore) {
    let (one, two) = (ask(it, 1, "One?").await, ask(it, 2, "Two?").await);
    let (first, second) = (rule(it, 4, "First").await, rule(it, 8, "Second").await);
    let both = |rules| Reordering {
        rules: Some(rules),
        ..of_questions(&[two.clone(), one.clone()])
    };
    let outcome = reorder(it, both(vec![first.id])).await;
    assert_eq!(outcome, ReorderOutcome::NotItsRules);
    assert_eq!(questions(it).await, [one.clone(), two.clone()]);
    let outcome = reorder(it, both(vec![second.id, first.id])).await;
    let (questions, rules) = (questions(it).await, rules(it).await);
    assert_eq!((questions[0].id, rules[0].id), (two.id, second.id));
    assert_eq!((rules[0].position, rules[1].position), (at(1), at(2)));
    assert_eq!(
        outcome,
        ReorderOutcome::Reordered(Reordered { questions, rules })
    );
}

pub async fn parallel_writers_of_one_place_leave_one_question(it: &impl SetUpStore) {
    let new = |text| NewQuestion {
        position: at(1),
        enabled: true,
        question: Question {
            required: false,
            ..a_question(text)
        },
    };
    let (one, two) = (new("One?"), new("Two?"));
    let both = futures_util::future::join(
        it.store_question(guild(1), &one, now()),
        it.store_question(guild(1), &two, now()),
    );
    let (one, two) = both.await;
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one.question.id, two.question.id);
    assert!(one.replaced.is_some() != two.replaced.is_some());
    assert!(one.replaces_defaults != two.replaces_defaults);
    assert_eq!(questions(it).await.len(), 1);
}
