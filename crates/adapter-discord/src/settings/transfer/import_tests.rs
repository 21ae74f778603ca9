//! What admins see of an import, and what comes of it.

use chrono::{DateTime, Utc};
use kernel::{Authority, ChannelId, UserId};
use reminders_core::settings as reminders;
use settings_core::testing::InMemorySettings;
use settings_core::{SettingValue, SettingsFile, system};
use twilight_model::guild::Permissions;
use twilight_model::http::interaction::InteractionResponseData;

use super::super::test_guild::{self, GENERAL, GUILD, HIDDEN, VOICE, asker, content};
use super::export;
use super::import::{Question, asked, perform, propose};
use crate::GuildDirectory;
use crate::context::Asker;
use crate::custom_id::Parts;
use crate::reply::Reply;

struct Stage {
    store: InMemorySettings,
    directory: GuildDirectory,
    asker: Asker,
}

impl Stage {
    fn new() -> Self {
        Self {
            store: InMemorySettings::default(),
            directory: test_guild::directory(Permissions::all()),
            asker: asker(9, Authority::Admin),
        }
    }

    async fn proposes(&self, settings: &str) -> Reply {
        let json = format!(
            r#"{{"format":"alphapy-settings","version":1,"guild_id":"5","settings":{settings}}}"#
        );
        self.proposes_file(json.as_bytes()).await
    }

    async fn proposes_file(&self, bytes: &[u8]) -> Reply {
        let settings = test_guild::settings(&self.store);
        let handled = propose(bytes, &self.asker, &settings, &self.directory, at(0));
        handled.await.unwrap()
    }

    /// Presses the button of a proposal.
    async fn presses(&self, proposal: &Message, who: &Asker, when: DateTime<Utc>) -> Reply {
        let parts = Parts::of(&proposal.button);
        let settings = test_guild::settings(&self.store);
        match asked(parts, who, when) {
            Ok(question) => {
                let file = &proposal.file;
                let directory = &self.directory;
                perform(question, file, who, &settings, directory, when)
                    .await
                    .unwrap()
            }
            Err(refusal) => *refusal,
        }
    }

    async fn offset(&self) -> i64 {
        let snapshot = test_guild::settings(&self.store).snapshot(GUILD).await;
        snapshot.unwrap().int(&reminders::OFFSET)
    }
}

/// What somebody sees of a proposal.
struct Message {
    text: String,
    button: String,
    file: Vec<u8>,
}

impl Message {
    fn of(reply: Reply) -> Self {
        let data = data(reply);
        let embed = &data.embeds.as_ref().unwrap()[0];
        let components = serde_json::to_value(&data.components).unwrap();
        let id = components[0]["components"][0]["custom_id"].as_str();
        let files = data.attachments.unwrap_or_default();
        Self {
            text: serde_json::to_string(embed).unwrap(),
            button: id.unwrap_or_default().to_owned(),
            file: files.first().map(|it| it.file.clone()).unwrap_or_default(),
        }
    }
}

fn data(reply: Reply) -> InteractionResponseData {
    match reply {
        Reply::Message(body) | Reply::Update(body) => body.into_data(),
        _ => panic!("no message"),
    }
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000 + seconds, 0).unwrap()
}

const OFFSET: &str = r#"{"embedwatcher":{"reminder_offset_minutes":0}}"#;

#[tokio::test]
async fn a_file_is_shown_and_brought_in_by_its_button() {
    let stage = Stage::new();
    let shown = Message::of(stage.proposes(OFFSET).await);
    let change = "embedwatcher.reminder_offset_minutes** default → `0`";
    assert!(shown.text.contains(change), "{}", shown.text);
    assert!(
        shown.text.contains("comes from another server"),
        "{}",
        shown.text
    );
    assert_eq!(stage.offset().await, 60, "it was only shown");
    let done = stage.presses(&shown, &stage.asker, at(299)).await;
    let done = content(done);
    assert!(done.starts_with("✅ Imported one setting"), "{done}");
    assert_eq!(stage.offset().await, 0);
}

#[tokio::test]
async fn a_late_button_somebody_elses_and_a_members_bring_nothing_in() {
    let stage = Stage::new();
    let shown = Message::of(stage.proposes(OFFSET).await);
    for (who, when, words) in [
        (asker(9, Authority::Admin), at(300), "had its time"),
        (asker(8, Authority::Admin), at(1), "whoever asked"),
        (asker(9, Authority::Member), at(1), "Only admins"),
    ] {
        let told = content(stage.presses(&shown, &who, when).await);
        assert!(told.contains(words), "{told}");
    }
    assert_eq!(stage.offset().await, 60);
}

#[tokio::test]
async fn what_changed_meanwhile_is_shown_again_and_not_overwritten() {
    let stage = Stage::new();
    let shown = Message::of(stage.proposes(OFFSET).await);
    stage
        .store
        .set(GUILD, &reminders::OFFSET, SettingValue::Int(7));
    let again = Message::of(stage.presses(&shown, &stage.asker, at(1)).await);
    assert!(
        again.text.contains("has changed since you looked"),
        "{}",
        again.text
    );
    assert!(again.text.contains("`7` → `0`"), "{}", again.text);
    assert_eq!(stage.offset().await, 7);
    content(stage.presses(&again, &stage.asker, at(2)).await);
    assert_eq!(stage.offset().await, 0);
}

#[tokio::test]
async fn channels_are_looked_at_as_the_command_does() {
    let stage = Stage::new();
    let lines = format!(
        r#"{{"system":{{"log_channel_id":"999","rules_channel_id":"<#{GENERAL}>","onboarding_channel_id":"{VOICE}"}}}}"#
    );
    let shown = Message::of(stage.proposes(&lines).await);
    assert!(
        shown.text.contains("This server has no channel `999`"),
        "{}",
        shown.text
    );
    assert!(
        shown.text.contains("not the kind of channel"),
        "{}",
        shown.text
    );
    stage.presses(&shown, &stage.asker, at(1)).await;
    let snapshot = test_guild::settings(&stage.store)
        .snapshot(GUILD)
        .await
        .unwrap();
    let set = |it| snapshot.channel(it);
    assert_eq!(set(&system::RULES_CHANNEL), Some(GENERAL));
    assert_eq!(set(&system::LOG_CHANNEL), None::<ChannelId>);
    assert_eq!(set(&system::ONBOARDING_CHANNEL), None);
}

#[tokio::test]
async fn a_channel_that_can_be_opened_later_is_taken_with_a_word() {
    let stage = Stage {
        directory: test_guild::directory(Permissions::all().difference(Permissions::ADMINISTRATOR)),
        ..Stage::new()
    };
    let lines = format!(r#"{{"embedwatcher":{{"announcements_channel_id":"{HIDDEN}"}}}}"#);
    let shown = Message::of(stage.proposes(&lines).await);
    assert!(shown.text.contains("Worth a look"), "{}", shown.text);
    assert!(shown.text.contains("*View Channel*"), "{}", shown.text);
    assert!(!shown.button.is_empty());
}

#[tokio::test]
async fn every_line_that_is_left_out_says_why() {
    let stage = Stage::new();
    let lines = r#"{
        "embedwatcher": {"reminder_offset_minutes": 9999, "enabled": "maybe"},
        "reminders": {"enabled": true, "enabled": false, "default_channel_id": "general"},
        "system": {"timezone": "Mars/Olympus", "log_level": "", "gone": 1},
        "**@everyone**": {"`": 1}
    }"#;
    let shown = Message::of(stage.proposes(lines).await);
    for words in [
        "`0` to `4320`",
        "another kind of value",
        "more than once",
        "no id of Discord's",
        "I do not know that time zone",
        "Write `null`",
        "I have no such setting",
        "`system`.`gone`",
    ] {
        assert!(shown.text.contains(words), "{words}: {}", shown.text);
    }
    assert!(shown.text.contains("`**@everyone**`.`ˋ`"), "{}", shown.text);
    assert!(shown.text.contains("Nothing to import"), "{}", shown.text);
    assert!(shown.button.is_empty() && shown.file.is_empty());
}

#[tokio::test]
async fn a_zone_is_brought_in_under_its_own_name() {
    let stage = Stage::new();
    let lines = r#"{"system":{"timezone":"europe/lisbon"}}"#;
    let shown = Message::of(stage.proposes(lines).await);
    assert!(shown.text.contains("`Europe/Lisbon`"), "{}", shown.text);
}

#[tokio::test]
async fn a_file_full_of_nonsense_fits_into_one_message() {
    let stage = Stage::new();
    let lines: Vec<_> = (0..1500).map(|it| format!(r#""{it:0>30}":1"#)).collect();
    let lines = lines.join(",");
    let known = r#""system":{"log_channel_id":"1x"}"#;
    let reply = stage
        .proposes(&format!(r#"{{{known},"x":{{{lines}}}}}"#))
        .await;
    let embed = data(reply).embeds.unwrap().remove(0);
    let fields: Vec<_> = embed
        .fields
        .iter()
        .map(|it| it.value.chars().count())
        .collect();
    assert!(fields.iter().all(|it| *it <= 1024), "{fields:?}");
    let text = &embed.fields[1].value;
    assert!(
        text.contains("… and 1") && text.ends_with(" more"),
        "{text}"
    );
}

#[tokio::test]
async fn what_is_no_file_of_settings_is_refused_with_the_reason() {
    let stage = Stage::new();
    for (bytes, words) in [
        (b"{\n!".to_vec(), "line 2"),
        (b"{}".to_vec(), "no file of my settings"),
        (
            br#"{"format":"alphapy-settings","version":9,"settings":{}}"#.to_vec(),
            "of version 9, and I read version 1",
        ),
        (vec![b' '; SettingsFile::MAX_BYTES + 1], "at most 64 KiB"),
    ] {
        let told = content(stage.proposes_file(&bytes).await);
        assert!(
            told.contains(words) && told.contains("Nothing was changed"),
            "{told}"
        );
    }
}

#[tokio::test]
async fn what_leaves_comes_back_as_it_was() {
    let stage = Stage::new();
    stage
        .store
        .set(GUILD, &reminders::OFFSET, SettingValue::Int(0));
    stage
        .store
        .set(GUILD, &system::LOG_CHANNEL, SettingValue::Channel(GENERAL));
    let settings = test_guild::settings(&stage.store);
    let exported = data(export(&stage.asker, &settings, at(0)).await.unwrap());
    let file = exported.attachments.unwrap().remove(0);
    assert_eq!(file.filename, format!("alphapy-settings-{GUILD}.json"));
    let same = Message::of(stage.proposes_file(&file.file).await);
    assert!(same.text.contains("Set like this already"), "{}", same.text);
    assert!(!same.text.contains("another server"), "{}", same.text);
    let elsewhere = Stage::new();
    let shown = Message::of(elsewhere.proposes_file(&file.file).await);
    elsewhere.presses(&shown, &elsewhere.asker, at(1)).await;
    assert_eq!(elsewhere.offset().await, 0);
}

#[test]
fn a_button_reads_back_what_it_carries_within_discords_limit() {
    let longest = Question {
        agreed: u64::MAX,
        asker: UserId::new(9_223_372_036_854_775_807).unwrap(),
        until: DateTime::from_timestamp(4_102_444_800, 0).unwrap(),
    };
    let id = longest.button();
    assert!(id.len() <= 100, "{id}");
    assert_eq!(Question::read(Parts::of(&id)), Some(longest));
    assert_eq!(Question::read(Parts::of("config_import:x:9:1")), None);
}
