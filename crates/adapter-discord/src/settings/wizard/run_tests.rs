//! What an admin sees of the wizard, press by press.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use invites_core::settings as invites;
use kernel::{Authority, ChannelId};
use privacy_core::settings::gdpr;
use reminders_core::settings as reminders;
use settings_core::testing::{InMemorySettings, RecordingAudit};
use settings_core::wizard::{Move, Progress, Question, Session};
use settings_core::{ChangeSource, Definition, Registry, Settings, system};
use tickets_core::settings::ticketbot;
use twilight_model::guild::Permissions;
use twilight_model::http::interaction::InteractionResponseData;

use super::super::test_guild::{self, ANNOUNCEMENTS, GENERAL, GUILD, HIDDEN, VOICE, asker};
use super::run::{answered, moved};
use super::{answers, ids};
use crate::GuildDirectory;
use crate::context::Asker;
use crate::custom_id::Parts;
use crate::reply::Reply;

struct Stage {
    settings: Settings,
    audit: RecordingAudit,
    directory: GuildDirectory,
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000 + seconds, 0).unwrap()
}

fn admin() -> Asker {
    asker(9, Authority::Admin)
}

/// The admin's run, at the step with this number.
fn at_step(number: u8) -> Session {
    let session = Session::start(admin().member, at(0)).unwrap();
    session.at(Progress::from_parts(number - 1, 0).unwrap(), at(0))
}

/// What is left of a reply: its data, if it changes the card, and otherwise its words.
fn seen(reply: Reply) -> Result<InteractionResponseData, String> {
    match reply {
        Reply::Update(body) => Ok(body.into_data()),
        other => Err(test_guild::content(other)),
    }
}

fn card_of(reply: Reply) -> String {
    let data = seen(reply).expect("the card changes");
    format!("{:?} {:?}", data.embeds.unwrap(), data.components.unwrap())
}

impl Stage {
    fn new(granted: Permissions) -> Self {
        let registry = Registry::new(&[
            system::DEFINITIONS,
            reminders::DEFINITIONS,
            invites::DEFINITIONS[0],
            gdpr::DEFINITIONS,
            ticketbot::DEFINITIONS,
        ]);
        let store = Arc::new(InMemorySettings::default());
        let audit = RecordingAudit::default();
        let reported = Arc::new(audit.clone());
        Self {
            settings: Settings::new(Arc::new(registry.unwrap()), store.clone(), store, reported),
            audit,
            directory: test_guild::directory(granted),
        }
    }

    async fn picks(&self, session: &Session, id: ChannelId, who: &Asker, seconds: i64) -> Reply {
        self.sends(&ids::pick(session), &[id.to_string()], who, seconds)
            .await
    }

    async fn sends(&self, id: &str, picked: &[String], who: &Asker, seconds: i64) -> Reply {
        let parts = Parts::of(id);
        let (settings, directory) = (&self.settings, &self.directory);
        let reply = answered(parts, picked, who, settings, directory, at(seconds)).await;
        reply.unwrap()
    }

    async fn presses(&self, session: &Session, made: Move, who: &Asker, seconds: i64) -> Reply {
        let id = ids::button(session, made);
        let (settings, directory) = (&self.settings, &self.directory);
        let reply = moved(Parts::of(&id), who, settings, directory, at(seconds)).await;
        reply.unwrap()
    }

    async fn channel(&self, definition: &'static Definition) -> Option<ChannelId> {
        let snapshot = self.settings.snapshot(GUILD).await.unwrap();
        snapshot.channel(definition)
    }
}

#[test]
fn every_question_has_a_setting_and_a_command_that_sets_the_same() {
    let stage = Stage::new(Permissions::all());
    for question in Question::STEPS.into_iter().chain([Question::AFTERWARDS]) {
        let found = answers::action(question, stage.settings.registry());
        let (scope, action) = found.unwrap_or_else(|| panic!("{question:?}"));
        let named = (action.definition.scope, action.definition.key);
        assert_eq!(
            (scope.name, named),
            (question.setting().0, question.setting())
        );
    }
}

#[tokio::test]
async fn a_pick_is_stored_as_the_wizards_and_leads_on() {
    let stage = Stage::new(Permissions::all());
    let reply = stage.picks(&at_step(1), GENERAL, &admin(), 299).await;
    let card = card_of(reply);
    assert!(card.contains("step 2 of 7"), "{card}");
    assert!(card.contains("✅ Log channel: <#1>"), "{card}");
    assert_eq!(stage.channel(&system::LOG_CHANNEL).await, Some(GENERAL));
    let reported = stage.audit.entries();
    assert_eq!(reported[0].changes[0].source, ChangeSource::Wizard);
    // Its buttons wait five minutes from this press.
    assert!(card.contains(&at(599).timestamp().to_string()), "{card}");
}

#[tokio::test]
async fn a_channel_that_does_not_serve_keeps_the_step() {
    let granted = Permissions::VIEW_CHANNEL | Permissions::READ_MESSAGE_HISTORY;
    let stage = Stage::new(granted);
    let nowhere = ChannelId::new(999).unwrap();
    for (step, channel, why) in [
        (1, GENERAL, "*Send Messages*"),
        (1, VOICE, "not the kind of channel"),
        (2, nowhere, "cannot find"),
        // The command takes it with a warning; the wizard does not, since reminders are to be posted there.
        (3, ANNOUNCEMENTS, "*Send Messages*"),
        (3, HIDDEN, "*View Channel*"),
    ] {
        let card = card_of(stage.picks(&at_step(step), channel, &admin(), 1).await);
        assert!(card.contains(&format!("step {step} of 7")), "{card}");
        assert!(card.contains("❌") && card.contains(why), "{card}");
    }
    let snapshot = stage.settings.snapshot(GUILD).await.unwrap();
    assert_eq!(*snapshot, settings_core::Snapshot::default());
}

#[tokio::test]
async fn nobody_else_no_member_and_nobody_late_gets_on() {
    let stage = Stage::new(Permissions::all());
    let session = at_step(1);
    for (who, seconds, words) in [
        (asker(8, Authority::Owner), 1, "belongs to whoever"),
        (asker(9, Authority::Member), 1, "Only admins"),
    ] {
        let picked = seen(stage.picks(&session, GENERAL, &who, seconds).await);
        assert!(picked.unwrap_err().contains(words));
        for made in [Move::Skip, Move::Back, Move::Finish] {
            let pressed = seen(stage.presses(&session, made, &who, seconds).await);
            assert!(pressed.unwrap_err().contains(words));
        }
    }
    for late in [
        stage.picks(&session, GENERAL, &admin(), 300).await,
        stage.presses(&session, Move::Skip, &admin(), 300).await,
    ] {
        let data = seen(late).expect("the card changes");
        assert_eq!(data.components.unwrap(), []);
        let card = format!("{:?}", data.embeds.unwrap());
        assert!(
            card.contains("Timed out") && card.contains("/config start"),
            "{card}"
        );
    }
    assert_eq!(stage.channel(&system::LOG_CHANNEL).await, None);
}

#[tokio::test]
async fn what_no_client_of_discords_sends_is_answered_and_changes_nothing() {
    let stage = Stage::new(Permissions::all());
    let id = ids::pick(&at_step(1));
    let two = [GENERAL.to_string(), ANNOUNCEMENTS.to_string()];
    let none = String::new;
    for picked in [
        &two[..],
        &[],
        &["0".to_owned()],
        &["#general".to_owned()],
        &[none()],
    ] {
        let words = seen(stage.sends(&id, picked, &admin(), 1).await);
        assert!(words.unwrap_err().contains("/config start"), "{picked:?}");
    }
    let words = seen(stage.sends("wizard_pick:9", &two[..1], &admin(), 1).await);
    assert!(words.unwrap_err().contains("/config start"));
    assert_eq!(stage.channel(&system::LOG_CHANNEL).await, None);
}

#[tokio::test]
async fn a_summary_of_nothing_but_trouble_fits_into_an_embed() {
    let all = Stage::new(Permissions::all());
    for (step, channel) in [(1, GENERAL), (2, GENERAL), (3, ANNOUNCEMENTS), (4, GENERAL)] {
        all.picks(&at_step(step), channel, &admin(), 1).await;
    }
    let bare = Stage::new(Permissions::empty());
    let ill = Stage {
        directory: test_guild::directory(Permissions::empty()),
        ..all
    };
    for (stage, cure) in [
        (&ill, "*Embed Links*"),
        (&bare, "/config system set_log_channel"),
    ] {
        let summary = stage.presses(&at_step(7), Move::Skip, &admin(), 2).await;
        let embed = seen(summary).unwrap().embeds.unwrap().remove(0);
        assert!(format!("{embed:?}").contains(cure), "{embed:?}");
        for field in &embed.fields {
            assert!(
                (1..=1024).contains(&field.value.chars().count()),
                "{}",
                field.value
            );
        }
    }
}

#[tokio::test]
async fn the_summary_tells_what_was_chosen_and_what_is_to_do() {
    let stage = Stage::new(Permissions::all());
    stage.picks(&at_step(1), GENERAL, &admin(), 1).await;
    let session = Session {
        progress: Progress::START.chosen(),
        ..at_step(2)
    };
    let card = card_of(stage.presses(&session, Move::Finish, &admin(), 2).await);
    assert!(card.contains("Setup complete"), "{card}");
    assert!(
        card.contains("/config embedwatcher set_announcements"),
        "{card}"
    );
    assert!(card.contains("Europe/Brussels"), "{card}");
    assert!(!card.contains("set_log_channel"), "{card}");
    assert!(card.contains("wizard_pick:7:1:9:"), "{card}");

    let over = session.at(session.progress.after(Move::Finish), at(3));
    let card = card_of(stage.picks(&over, GENERAL, &admin(), 4).await);
    assert!(card.contains("✅ Reminder channel: <#1>"), "{card}");
    assert!(!card.contains("wizard_pick"), "{card}");
    assert_eq!(
        stage.channel(&reminders::DEFAULT_CHANNEL).await,
        Some(GENERAL)
    );
}
