//! What members meet who ask, in front of a fake service.

mod late;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Clock as _, GuildId, UseCaseError, UserId};
use language_model::testing::{
    FakeEndpoint, FixedChoices, InMemoryUsage, LeapingClock, RecordingDiary,
};
use language_model::{
    FailureClass, ModelPorts, ModelRules, ModelService, ModelUsage as _, Tariffs, Temperature,
    UsageKey,
};
use settings_core::SettingValue;
use settings_core::testing::InMemorySettings;

use super::*;
use crate::questions::Challenge;
use crate::settings::{gpt, growth};
use crate::testing::{
    InMemoryCheckins, InMemoryWaiting, RecordingBoard, RecordingDiary as Diary, RecordingLate,
    ShortestTitle,
};
use crate::{CheckinForm, CheckinId, Posted, ReplyTo, SharedAs};

struct Scene {
    growth: Growth,
    endpoint: Arc<FakeEndpoint>,
    usage: Arc<InMemoryUsage>,
    choices: Arc<FixedChoices>,
    checkins: Arc<InMemoryCheckins>,
    board: Arc<RecordingBoard>,
    late: Arc<RecordingLate>,
    waiting: InMemoryWaiting,
    diary: Arc<Diary>,
    ports: GrowthPorts,
    settings: InMemorySettings,
    clock: LeapingClock,
}

fn guild() -> GuildId {
    GuildId::new(1).unwrap()
}

fn user() -> UserId {
    UserId::new(7).unwrap()
}

impl Scene {
    fn new() -> Self {
        let clock = LeapingClock::at("2026-11-21T12:00:00Z".parse::<DateTime<Utc>>().unwrap());
        let endpoint = Arc::new(FakeEndpoint::default());
        let usage = Arc::new(InMemoryUsage::default());
        let choices = Arc::<FixedChoices>::default();
        choices.choose(None, 0.7);
        let ports = ModelPorts {
            endpoint: endpoint.clone(),
            choices: choices.clone(),
            usage: usage.clone(),
            plans: None,
            diary: Arc::new(RecordingDiary::default()),
            clock: Arc::new(clock.clone()),
            chance: || 0.5,
        };
        let rules = ModelRules {
            model: "small".parse().unwrap(),
            temperature: Temperature::clamped(0.7),
            free_daily_limit: Some(3),
            tariffs: Tariffs::default(),
        };
        let checkins = Arc::new(InMemoryCheckins::default());
        let board = Arc::new(RecordingBoard::default());
        let late = Arc::new(RecordingLate::default());
        let settings = InMemorySettings::default();
        let (waiting, diary) = (InMemoryWaiting::default(), Arc::<Diary>::default());
        let ports = GrowthPorts {
            model: ModelService::new(ports, rules),
            checkins: checkins.clone(),
            waiting: Arc::new(waiting.clone()),
            diary: diary.clone(),
            board: board.clone(),
            late: late.clone(),
            ranker: Arc::new(ShortestTitle),
            settings: Arc::new(settings.clone()),
            clock: Arc::new(clock.clone()),
            chance: || 0.5,
        };
        Self {
            growth: Growth::new(ports.clone()),
            ports,
            endpoint,
            usage,
            choices,
            checkins,
            board,
            late,
            waiting,
            diary,
            settings,
            clock,
        }
    }

    fn ask(&self) -> Ask {
        Ask {
            guild: Some(guild()),
            user: user(),
            reply_to: ReplyTo {
                token: "a token".to_owned(),
                until: self.clock.now() + TimeDelta::minutes(14),
                reference: "7f3a9c21".to_owned(),
            },
        }
    }

    async fn learns(&self, topic: &str) -> Result<Reply, UseCaseError<GrowthRefusal>> {
        self.growth.learn_topic(&self.ask(), topic).await.outcome
    }

    async fn asks_to_check_in(&self, feeling: &str) -> Asked {
        let form = CheckinForm::new("sleep", "thoughts", feeling).unwrap();
        self.growth.check_in(&self.ask(), form).await
    }

    async fn checks_in(&self, feeling: &str) -> Told {
        let asked = self.asks_to_check_in(feeling).await;
        Told {
            help: asked.help,
            reply: asked.outcome.unwrap(),
        }
    }

    /// How many questions wait here.
    async fn waits(&self) -> u64 {
        self.growth.waiting(Some(guild())).await.unwrap()
    }

    /// Another process, with nothing in memory.
    fn restarts(&mut self) {
        self.growth = Growth::new(self.ports.clone());
    }

    /// Moves on until the next question that waits can be tried, and tries it.
    async fn time_comes(&self) -> LateRound {
        let due = self.growth.next_due().await.unwrap().unwrap();
        self.clock.advance(due - self.clock.now());
        self.growth.answer_late().await.unwrap()
    }

    /// A check-in that may be shared in this channel.
    async fn shareable_in(&self, channel: kernel::ChannelId) -> CheckinId {
        let chosen = SettingValue::Channel(channel);
        self.settings.set(guild(), &growth::LOG_CHANNEL, chosen);
        let told = self.checks_in("fine").await;
        match told.reply {
            Reply::Answered(Answered::Checkin {
                id: Some(id),
                shareable: true,
                ..
            }) => id,
            other => panic!("{other:?}"),
        }
    }

    /// What becomes of sharing one.
    async fn shares(&self, guild: GuildId, user: UserId, id: CheckinId) -> String {
        let by = SharedAs::Anonymous;
        match self.growth.share(guild, user, id, by).await {
            Ok(kept) => format!("{kept:?}"),
            Err(UseCaseError::Refused(why)) => format!("{why:?}"),
            Err(UseCaseError::Failed(failure)) => failure.to_string(),
        }
    }

    async fn used(&self) -> u32 {
        let key = UsageKey {
            guild: Some(guild()),
            user: user(),
            day: self.clock.now().date_naive(),
        };
        self.usage.used(&key).await.unwrap().answers
    }
}

fn text(reply: &Reply) -> &str {
    match reply {
        Reply::Answered(Answered::Text(text) | Answered::Caption(text)) => text,
        other => panic!("no answer: {other:?}"),
    }
}

#[tokio::test]
async fn a_fourth_question_in_a_minute_has_to_wait_and_check_ins_are_counted_apart() {
    let scene = Scene::new();
    for topic in ["RSI", "scalping", "patience"] {
        assert_eq!(text(&scene.learns(topic).await.unwrap()), "Well done.");
    }
    let refused = scene.learns("more").await.unwrap_err();
    assert!(
        matches!(refused, UseCaseError::Refused(GrowthRefusal::CoolingDown(wait)) if wait == TimeDelta::seconds(60)),
        "{refused:?}"
    );
    scene.clock.advance(TimeDelta::days(1));
    assert!(matches!(
        scene.checks_in("fine").await.reply,
        Reply::Answered(_)
    ));
}

#[tokio::test]
async fn a_topic_that_is_not_for_here_never_reaches_the_service_and_costs_nothing() {
    let scene = Scene::new();
    let told = scene.learns("how to write ransomware").await.unwrap();
    assert!(
        matches!(&told, Reply::None(error) if error.class == FailureClass::BlockedPrompt),
        "{told:?}"
    );
    assert_eq!((scene.endpoint.asked().len(), scene.used().await), (0, 0));
}

#[tokio::test]
async fn a_key_that_is_refused_costs_neither_quota_nor_a_use() {
    let scene = Scene::new();
    scene.endpoint.fails(FailureClass::Unauthorized, 4);
    for _ in 0..4 {
        let told = scene.learns("RSI").await.unwrap();
        assert!(matches!(told, Reply::None(_)), "{told:?}");
    }
    assert_eq!((scene.endpoint.asked().len(), scene.used().await), (4, 0));
    assert_eq!(scene.waits().await, 0);
}

#[tokio::test]
async fn what_is_switched_off_asks_nobody() {
    let scene = Scene::new();
    scene
        .settings
        .set(guild(), &gpt::ENABLED, SettingValue::Bool(false));
    scene
        .settings
        .set(guild(), &growth::ENABLED, SettingValue::Bool(false));
    let refused = scene.learns("RSI").await.unwrap_err();
    assert!(matches!(
        refused,
        UseCaseError::Refused(GrowthRefusal::Disabled)
    ));
    let refused = scene.asks_to_check_in("fine").await.outcome;
    assert!(matches!(
        refused.unwrap_err(),
        UseCaseError::Refused(GrowthRefusal::Disabled)
    ));
    assert_eq!(scene.endpoint.asked().len(), 0);
}

#[tokio::test]
async fn a_check_in_is_kept_only_once_it_was_answered() {
    let scene = Scene::new();
    scene.endpoint.fails(FailureClass::ContentFilter, 1);
    let told = scene.checks_in("fine").await;
    assert!(matches!(told.reply, Reply::None(_)), "{told:?}");
    let history = async || scene.growth.history(user(), 0).await.unwrap().checkins;
    assert_eq!(history().await, []);
    let told = scene.checks_in("better").await;
    let kept = history().await;
    assert_eq!(kept[0].reply, "Well done.");
    assert!(
        matches!(&told.reply, Reply::Answered(Answered::Checkin { id, shareable: false, .. }) if *id == Some(kept[0].id)),
        "{told:?}"
    );
    scene.clock.advance(TimeDelta::minutes(6));
    scene.checks_in("again").await;
    let asked = scene.endpoint.asked();
    let last = asked.last().unwrap().messages[0].text();
    assert!(
        last.contains("EARLIER") && last.contains("Feeling: better"),
        "{last}"
    );
}

#[tokio::test]
async fn without_a_database_a_check_in_is_answered_and_an_operator_hears_what_was_not_kept() {
    let scene = Scene::new();
    scene.checkins.is_away(true);
    let told = scene.checks_in("fine").await;
    assert!(
        matches!(&told.reply, Reply::Answered(Answered::Checkin { id: None, shareable: false, text }) if text == "Well done."),
        "{told:?}"
    );
    assert_eq!(scene.diary.notes(), ["ContextUnread", "CheckinUnkept"]);
}

#[tokio::test]
async fn what_a_database_cannot_have_is_left_out_of_what_is_kept() {
    let scene = Scene::new();
    let form = CheckinForm::new("run\0", "\0time", "we\0ary").unwrap();
    let reply = "Well\0 done.".to_owned();
    scene.growth.keep(&scene.ask(), &form, reply).await;
    let kept = scene.growth.history(user(), 0).await.unwrap().checkins;
    let texts = [kept[0].form.goal(), kept[0].form.obstacle(), &kept[0].reply];
    assert_eq!(texts, ["run", "time", "Well done."]);
    assert_eq!(text(&scene.learns("R\0SI").await.unwrap()), "Well done.");
    let asked = scene.endpoint.asked()[0].messages[0].text();
    assert!(asked.contains("[Topic] RSI"), "{asked}");
    let blank = scene.learns("\0 ").await.unwrap_err();
    assert!(matches!(
        blank,
        UseCaseError::Refused(GrowthRefusal::Invalid(_))
    ));
}

#[tokio::test]
async fn whoever_is_in_distress_reads_where_help_is_also_when_nothing_is_asked() {
    let scene = Scene::new();
    for _ in 0..2 {
        scene.checks_in("fine").await;
    }
    let refused = scene.asks_to_check_in("I want to die").await;
    assert_eq!(refused.help, Some(None));
    assert!(matches!(
        refused.outcome,
        Err(UseCaseError::Refused(GrowthRefusal::CoolingDown(_)))
    ));
    let own = Challenge::Own("I want to die, and nobody notices".to_owned());
    let told = scene.growth.leader_help(&scene.ask(), own).await;
    assert_eq!(told.help, Some(None));
    scene
        .settings
        .set(guild(), &growth::ENABLED, SettingValue::Bool(false));
    let refused = scene.asks_to_check_in("zelfmoord").await;
    assert_eq!(refused.help, Some(None));
    let fine = scene.asks_to_check_in("fine").await;
    assert_eq!(fine.help, None);
}

#[tokio::test]
async fn whoever_is_in_distress_reads_where_help_is_and_shares_nothing() {
    let scene = Scene::new();
    scene.settings.set(
        guild(),
        &growth::LOG_CHANNEL,
        SettingValue::Channel(kernel::ChannelId::new(5).unwrap()),
    );
    let told = scene.checks_in("I want to die").await;
    assert_eq!(told.help, Some(None));
    let Reply::Answered(Answered::Checkin {
        id: Some(id),
        shareable,
        ..
    }) = told.reply
    else {
        panic!("{told:?}");
    };
    assert!(!shareable);
    let refused = scene
        .growth
        .share(guild(), user(), id, SharedAs::Anonymous)
        .await;
    assert!(matches!(
        refused,
        Err(UseCaseError::Refused(ShareRefusal::NotThisOne))
    ));
    scene.settings.set(
        guild(),
        &growth::HELP_TEXT,
        SettingValue::Text("Call Sara.".to_owned()),
    );
    scene.endpoint.fails(FailureClass::Unauthorized, 1);
    let told = scene.checks_in("zelfmoord").await;
    assert_eq!(
        told.help,
        Some(Some("Call Sara.".to_owned())),
        "also without an answer"
    );
}

#[tokio::test]
async fn a_check_in_is_shared_once_where_it_was_made_and_stays_undecided_where_it_cannot_be() {
    let scene = Scene::new();
    let channel = kernel::ChannelId::new(5).unwrap();
    let id = scene.shareable_in(channel).await;
    let stranger = UserId::new(8).unwrap();
    assert_eq!(scene.shares(guild(), stranger, id).await, "Gone");
    let abroad = GuildId::new(2).unwrap();
    assert_eq!(scene.shares(abroad, user(), id).await, "Gone");
    scene.board.closes(Some(Posted::Forbidden));
    assert_eq!(scene.shares(guild(), user(), id).await, "Forbidden");
    scene.board.closes(None);
    assert_eq!(scene.shares(guild(), user(), id).await, "Shared");
    assert_eq!(scene.shares(guild(), user(), id).await, "Already");
    let posted = scene.board.posted();
    assert_eq!(posted.len(), 1);
    assert_eq!((posted[0].0, posted[0].1), (guild(), channel));
}

#[tokio::test]
async fn a_check_in_whose_sharing_nobody_heard_of_stands_there_once() {
    for (is_readable, told) in [(true, "Shared"), (false, "Unsure")] {
        let scene = Scene::new();
        let id = scene.shareable_in(kernel::ChannelId::new(5).unwrap()).await;
        scene.board.loses_answers(true);
        scene.board.is_readable(is_readable);
        assert_eq!(scene.shares(guild(), user(), id).await, told);
        assert_eq!(scene.shares(guild(), user(), id).await, "Already");
        assert_eq!(scene.board.posted().len(), 1);
    }
}

#[tokio::test]
async fn the_history_has_three_on_a_page_and_fifteen_in_all() {
    let scene = Scene::new();
    let empty = scene.growth.history(user(), 9).await.unwrap();
    assert_eq!((empty.number, empty.pages), (0, 1));
    let form = CheckinForm::new("a", "b", "c").unwrap();
    for _ in 0..17 {
        scene
            .growth
            .keep(&scene.ask(), &form, "Well done.".to_owned())
            .await;
    }
    let last = scene.growth.history(user(), 9).await.unwrap();
    assert_eq!((last.number, last.pages, last.checkins.len()), (4, 5, 3));
    assert_eq!(scene.growth.begin_history(user()), Ok(()));
    assert_eq!(
        scene.growth.begin_history(user()),
        Err(TimeDelta::seconds(30))
    );
}
