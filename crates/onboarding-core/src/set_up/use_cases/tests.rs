//! What admins can do, on fakes.

use std::sync::Arc;

use chrono::DateTime;
use kernel::{ManualClock, UseCaseError};
use settings_core::testing::InMemorySettings;

use super::*;
use crate::set_up::testing::{
    InMemorySetUp, RecordingSetUpLog, admin, guild, member, select_parts, text_parts,
};
use crate::set_up::{Pick, Reordering};
use crate::{
    BrokenQuestion, FollowUpKind, InvalidFollowUp, InvalidOptions, InvalidOrder, InvalidPicture,
    InvalidQuestion, InvalidRule, InvalidText, Position, QuestionParts,
};

struct World {
    set_up: SetUp,
    store: InMemorySetUp,
    log: RecordingSetUpLog,
}

fn world() -> World {
    let (store, log) = (InMemorySetUp::default(), RecordingSetUpLog::default());
    let set_up = SetUp::new(SetUpPorts {
        store: Arc::new(store.clone()),
        settings: settings_core::testing::settings(&InMemorySettings::default()),
        log: Arc::new(log.clone()),
        clock: Arc::new(ManualClock::at(DateTime::UNIX_EPOCH)),
    });
    World { set_up, store, log }
}

fn question(position: i64, parts: QuestionParts) -> AddQuestion {
    AddQuestion {
        guild: guild(1),
        member: admin(),
        position,
        enabled: true,
        parts,
        earlier_follow_ups: EarlierFollowUps::Dropped,
    }
}

fn rule(position: i64, title: &str) -> AddRule {
    AddRule {
        guild: guild(1),
        member: admin(),
        position,
        enabled: true,
        title: title.to_owned(),
        description: "To everyone.".to_owned(),
        thumbnail: None,
        image: None,
    }
}

fn follow_up(value: &str, question: Option<&str>) -> SetFollowUp {
    SetFollowUp {
        guild: guild(1),
        member: admin(),
        position: 1,
        value: value.to_owned(),
        question: question.map(str::to_owned),
        kind: FollowUpKind::Text,
    }
}

#[track_caller]
fn refusal<T: std::fmt::Debug, R: std::fmt::Debug>(result: Result<T, UseCaseError<R>>) -> R {
    match result {
        Err(UseCaseError::Refused(it)) => it,
        other => panic!("not refused: {other:?}"),
    }
}

impl World {
    async fn ask(&self, position: i64, text: &str) {
        let wish = question(position, text_parts(text));
        self.set_up.add_question(wish).await.unwrap();
    }

    async fn texts(&self) -> Vec<String> {
        let overview = self.set_up.overview(guild(1), admin()).await.unwrap();
        let questions = overview.questions.into_iter();
        questions
            .map(|it| it.content.unwrap().text.to_string())
            .collect()
    }

    fn told(&self) -> Vec<SetUpChange> {
        let told = self.log.take().into_iter();
        told.inspect(|(of, by, _)| assert_eq!((*of, *by), (guild(1), admin().user)))
            .map(|(_, _, change)| change)
            .collect()
    }
}

#[tokio::test]
async fn the_first_question_says_that_it_replaces_the_defaults() {
    let world = world();
    let first = world.set_up.add_question(question(3, text_parts("One?")));
    let first = first.await.unwrap();
    assert!(first.replaces_defaults && first.replaced.is_none());
    let second = world.set_up.add_question(question(3, text_parts("Two?")));
    let second = second.await.unwrap();
    assert!(!second.replaces_defaults);
    assert_eq!(second.replaced, Some(first.question.clone()));
    assert_eq!(
        world.told(),
        [
            SetUpChange::QuestionAdded(first.question),
            SetUpChange::QuestionReplaced(second.question)
        ]
    );
}

#[tokio::test]
async fn a_question_that_nobody_could_answer_is_not_stored() {
    let world = world();
    let add = async |wish| refusal(world.set_up.add_question(wish).await);
    assert_eq!(
        add(question(0, text_parts("One?"))).await,
        AddQuestionRefusal::Position
    );
    assert_eq!(
        add(question(21, text_parts("One?"))).await,
        AddQuestionRefusal::Position
    );
    assert_eq!(
        add(question(1, select_parts("One?", ""))).await,
        AddQuestionRefusal::Invalid(InvalidQuestion::OptionsMissing)
    );
    assert_eq!(
        add(question(1, select_parts("One?", "A"))).await,
        AddQuestionRefusal::Invalid(InvalidQuestion::Options(InvalidOptions::TooFew))
    );
    assert!(world.texts().await.is_empty());
    assert!(world.told().is_empty());
}

#[tokio::test]
async fn only_admins_see_and_change_anything() {
    let world = world();
    world.ask(1, "One?").await;
    world.set_up.add_rule(rule(1, "Be kind")).await.unwrap();
    world.told();
    let it = &world.set_up;
    let (here, anybody) = (guild(1), member());
    let wish = AddQuestion {
        member: anybody,
        ..question(1, text_parts("Two?"))
    };
    let refused = refusal(it.add_question(wish).await);
    assert_eq!(refused, AddQuestionRefusal::NotAdmin);
    let wish = AddRule {
        member: anybody,
        ..rule(1, "Be rude")
    };
    assert_eq!(refusal(it.add_rule(wish).await), AddRuleRefusal::NotAdmin);
    let wish = SetFollowUp {
        member: anybody,
        ..follow_up("a", None)
    };
    assert_eq!(
        refusal(it.set_follow_up(wish).await),
        SetFollowUpRefusal::NotAdmin
    );
    let first = Position::new(1).unwrap();
    let question = it.delete_question(here, anybody, Pick::At(first)).await;
    let rule = it.delete_rule(here, anybody, Pick::At(first)).await;
    assert_eq!(refusal(question), RemoveRefusal::NotAdmin);
    assert_eq!(refusal(rule), RemoveRefusal::NotAdmin);
    for refused in [
        refusal(it.reset_questions(here, anybody).await),
        refusal(it.reset_rules(here, anybody).await),
        refusal(it.overview(here, anybody).await),
    ] {
        assert_eq!(refused, SetUpRefusal::NotAdmin);
    }
    assert_eq!(
        refusal(it.reorder_questions(here, anybody, "1").await),
        ReorderQuestionsRefusal::NotAdmin
    );
    let order = Reordering::default();
    assert_eq!(
        refusal(it.reorder(here, anybody, &order).await),
        ReorderContentRefusal::NotAdmin
    );
    assert_eq!(world.texts().await, ["One?"]);
    assert!(world.told().is_empty());
}

#[tokio::test]
async fn a_follow_up_is_set_changed_and_removed() {
    let world = world();
    let wish = question(1, select_parts("Which?", "A;B"));
    world.set_up.add_question(wish).await.unwrap();
    world.told();
    let set = async |wish| world.set_up.set_follow_up(wish).await.unwrap();
    let FollowUpSet::Set(question) = set(follow_up(" a ", Some("Why A?"))).await else {
        panic!("it was to be set");
    };
    let content = question.content.clone().unwrap();
    assert_eq!(content.follow_up("a").unwrap().question.as_str(), "Why A?");
    let FollowUpSet::Removed(bare) = set(follow_up("a", Some("  "))).await else {
        panic!("it was to be removed");
    };
    assert_eq!(bare.content.clone().unwrap().follow_up("a"), None);
    assert_eq!(
        world.told(),
        [
            SetUpChange::FollowUpSet(question, "a".to_owned()),
            SetUpChange::FollowUpRemoved(bare, "a".to_owned())
        ]
    );
}

#[tokio::test]
async fn whoever_mends_the_words_of_a_question_keeps_what_its_options_ask_further() {
    let world = world();
    let select = question(1, select_parts("Whihc?", "A;B"));
    world.set_up.add_question(select).await.unwrap();
    for value in ["a", "b"] {
        let set = follow_up(value, Some("Why?"));
        world.set_up.set_follow_up(set).await.unwrap();
    }
    let mended = |earlier_follow_ups| AddQuestion {
        earlier_follow_ups,
        ..question(1, select_parts("Which?", "A;C"))
    };
    let stored = async |wish| {
        let stored = world.set_up.add_question(wish).await.unwrap();
        let asked = stored.question.content.unwrap();
        ["a", "b", "c"].map(|it| asked.follow_up(it).is_some())
    };
    let kept = stored(mended(EarlierFollowUps::Kept)).await;
    assert_eq!(
        kept,
        [true, false, false],
        "of options that are still there"
    );
    let text = AddQuestion {
        earlier_follow_ups: EarlierFollowUps::Kept,
        ..question(1, text_parts("Which?"))
    };
    let replaced = mended(EarlierFollowUps::Dropped);
    assert_eq!(stored(replaced).await, [false; 3]);
    assert_eq!(stored(text).await, [false; 3]);
}

#[tokio::test]
async fn a_follow_up_that_cannot_be_is_named() {
    let world = world();
    let set = async |wish| refusal(world.set_up.set_follow_up(wish).await);
    let wish = || follow_up("z", Some("Why?"));
    assert_eq!(set(wish()).await, SetFollowUpRefusal::NoQuestion);
    world.ask(1, "One?").await;
    let not_taken = SetFollowUpRefusal::Invalid(InvalidFollowUp::NotTaken, Vec::new());
    assert_eq!(set(wish()).await, not_taken);
    let select = question(1, select_parts("Which?", "A;B"));
    world.set_up.add_question(select).await.unwrap();
    assert_eq!(
        set(wish()).await,
        SetFollowUpRefusal::Invalid(
            InvalidFollowUp::UnknownValue("z".to_owned()),
            vec!["a".to_owned(), "b".to_owned()]
        )
    );
    let long = "x".repeat(101);
    let too_long = InvalidFollowUp::Text("a".to_owned(), InvalidText::TooLong(100));
    assert_eq!(
        set(follow_up("a", Some(&long))).await,
        SetFollowUpRefusal::Invalid(too_long, Vec::new())
    );
    let broken = BrokenQuestion {
        text: "Which?".to_owned(),
        why: InvalidQuestion::OptionsMissing,
    };
    let first = Position::new(1).unwrap();
    world.store.break_question(guild(1), first, broken);
    assert_eq!(set(wish()).await, SetFollowUpRefusal::Broken);
}

#[tokio::test]
async fn questions_are_reordered_by_their_numbers_whatever_their_places() {
    let world = world();
    for (position, text) in [(2, "A"), (5, "B"), (11, "C")] {
        world.ask(position, text).await;
    }
    world.told();
    let it = &world.set_up;
    let now = it.reorder_questions(guild(1), admin(), "3, 1, 2").await;
    let now = now.unwrap();
    assert_eq!(world.texts().await, ["C", "A", "B"]);
    assert_eq!(world.told(), [SetUpChange::QuestionsReordered(now)]);
    let again = it.reorder_questions(guild(1), admin(), "2,1,3").await;
    assert!(again.is_ok());
    assert_eq!(world.texts().await, ["A", "C", "B"]);
}

#[tokio::test]
async fn what_is_no_order_is_named_and_changes_nothing() {
    let world = world();
    let it = &world.set_up;
    let order = async |text| refusal(it.reorder_questions(guild(1), admin(), text).await);
    assert_eq!(order("1").await, ReorderQuestionsRefusal::OnlyDefaults);
    world.ask(1, "A").await;
    world.ask(2, "B").await;
    world.told();
    assert_eq!(
        order("1, 1").await,
        ReorderQuestionsRefusal::Invalid(InvalidOrder::Twice(1), 2)
    );
    assert_eq!(
        order("2").await,
        ReorderQuestionsRefusal::Invalid(InvalidOrder::Missing(1), 2)
    );
    assert_eq!(world.texts().await, ["A", "B"]);
    assert!(world.told().is_empty());
}

#[tokio::test]
async fn a_rule_is_written_replaced_and_deleted_and_admins_hear_of_it() {
    let world = world();
    let it = &world.set_up;
    let first = it.add_rule(rule(1, "Be kind")).await.unwrap();
    let second = it.add_rule(rule(1, "Be kinder")).await.unwrap();
    assert_eq!(second.replaced, Some(first.rule.clone()));
    let place = Pick::At(Position::new(1).unwrap());
    let deleted = it.delete_rule(guild(1), admin(), place).await.unwrap();
    assert_eq!(deleted, second.rule);
    let again = it.delete_rule(guild(1), admin(), place).await;
    assert_eq!(refusal(again), RemoveRefusal::NotFound);
    assert_eq!(
        world.told(),
        [
            SetUpChange::RuleAdded(first.rule),
            SetUpChange::RuleReplaced(second.rule.clone()),
            SetUpChange::RuleDeleted(second.rule)
        ]
    );
}

#[tokio::test]
async fn a_rule_whose_picture_discord_would_refuse_is_not_stored() {
    let world = world();
    let wish = AddRule {
        image: Some("http://example.com/x.png".to_owned()),
        ..rule(1, "Be kind")
    };
    assert_eq!(
        refusal(world.set_up.add_rule(wish).await),
        AddRuleRefusal::Invalid(InvalidRule::Image(InvalidPicture::NotHttps))
    );
    let refused = refusal(world.set_up.add_rule(rule(99, "Be kind")).await);
    assert_eq!(refused, AddRuleRefusal::Position);
    assert!(world.told().is_empty());
}

#[tokio::test]
async fn a_reset_of_nothing_tells_nobody() {
    let world = world();
    let it = &world.set_up;
    assert_eq!(it.reset_questions(guild(1), admin()).await.unwrap(), 0);
    assert_eq!(it.reset_rules(guild(1), admin()).await.unwrap(), 0);
    assert!(world.told().is_empty());
    world.ask(1, "One?").await;
    it.add_rule(rule(1, "Be kind")).await.unwrap();
    world.told();
    assert_eq!(it.reset_questions(guild(1), admin()).await.unwrap(), 1);
    assert_eq!(it.reset_rules(guild(1), admin()).await.unwrap(), 1);
    assert_eq!(
        world.told(),
        [SetUpChange::QuestionsReset(1), SetUpChange::RulesReset(1)]
    );
}

#[tokio::test]
async fn an_overview_says_what_is_missing_and_what_is_asked() {
    let world = world();
    let overview = async || world.set_up.overview(guild(1), admin()).await.unwrap();
    let bare = overview().await;
    assert!(bare.misses_rules());
    assert_eq!(bare.in_force().asked.len(), 4);
    world.ask(1, "One?").await;
    world.set_up.add_rule(rule(1, "Be kind")).await.unwrap();
    let full = overview().await;
    assert!(!full.misses_rules());
    assert_eq!(full.in_force().asked.len(), 1);
}

#[tokio::test]
async fn nobody_is_told_of_what_could_not_be_stored() {
    let world = world();
    world.store.fail_next_calls(1);
    let failed = world.set_up.add_question(question(1, text_parts("One?")));
    assert!(matches!(failed.await, Err(UseCaseError::Failed(_))));
    assert!(world.told().is_empty());
}

crate::set_up_store_contract!(#[tokio::test] fn() => Box::new(InMemorySetUp::default()));
