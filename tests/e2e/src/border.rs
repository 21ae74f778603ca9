//! Two servers of one bot: one keeps secrets, in the other somebody sends the first one's ids.

use std::sync::Mutex;

use discord_simulator::{ChannelKind, Guild, InChannel, Message, Permissions, Reply, ReplyState};
use kernel::Clock as _;
use serde_json::json;

use crate::border_rows::{check_in, go_through, propose_and_draft, write_onboarding};
use crate::{Town, ask_for};

/// Words that stand in the town's rows and messages, and nowhere else.
pub const SECRETS: [&str; 4] = ["Whispers", "Cellar", "vault", "Murmurs"];

/// Ids that are small numbers, and so stand in many an answer.
const SMALL: [&str; 11] = [
    "{reminder}",
    "{live}",
    "{occurrence}",
    "{history}",
    "{ticket}",
    "{faq}",
    "{checkin}",
    "{proposal}",
    "{draft}",
    "{question}",
    "{rule}",
];

/// A file of settings that Sara has at hand, and which names the town's own.
const FILE: (&str, &str) = (
    "settings.json",
    r#"{"format": "alphapy-settings", "version": 1, "guild_id": "{guild}", "settings": {
        "system": {"log_channel_id": "{channel}"},
        "ticketbot": {"category_id": "{category}", "staff_role_id": "{role}"}
    }}"#,
);

/// The town, whose secrets these are, and a second server with the same people: Sara owns both, which is the most that
/// anybody can be in the wrong server.
pub struct Border {
    /// Where the secrets are.
    pub town: Town,
    /// Where their ids are tried.
    pub abroad: Guild,
    ids: Vec<(&'static str, String)>,
    pressed: Message,
    heard: Mutex<String>,
}

/// Where the town's ids are tried.
enum Place {
    Home,
    Abroad,
}

impl Border {
    /// Fills the town with secrets and its settings with ids of its own.
    pub async fn new() -> Self {
        Self::with_others_in(Place::Abroad).await
    }

    /// The same, but the ids are tried in the town itself, where they must work: what is refused there too proves
    /// nothing abroad.
    pub async fn at_home() -> Self {
        Self::with_others_in(Place::Home).await
    }

    async fn with_others_in(place: Place) -> Self {
        let town = Town::start().await;
        let vault = town.guild.add_channel("vault", ChannelKind::Text);
        let keepers = town.guild.add_role("keepers", Permissions::VIEW_CHANNEL);
        let cellars = town.guild.add_channel("cellars", ChannelKind::Category);
        town.guild.joins("zoe", &[]);
        for command in [
            "/config system set_log_channel channel:#vault",
            "/config system set_rules_channel channel:#vault",
            "/config reminders set_default_channel channel:#vault",
            "/config embedwatcher set_announcements channel:#announcements",
            "/config embedwatcher set_target channel:#vault",
        ] {
            assert!(town.says("sara", command).await.contains("✅"), "{command}");
        }
        let add = "/add_reminder name:Whispers time:20:00 days:mon location:Cellar message:Murmurs";
        let added = town.says("sara", add).await;
        let reminder = id_in(&added);
        let live = town
            .says("sara", "/add_live_session days:mon time:19:30")
            .await;
        let live = id_in(&live);
        let occurrence = sent_in_the_vault(&town).await;
        let embed =
            json!({ "title": "Whispers II", "description": "14/2/2026 20:00, bring Murmurs" });
        let message = town.announces("karim", embed);
        town.titled("vault", "Reminder created").await;
        let brought = format!(
            "/setinvites member:{} count:41",
            town.member("zoe").mention()
        );
        assert!(town.says("sara", &brought).await.contains("✅"));
        town.may_make_tickets();
        for command in [
            "/config ticketbot set_category category:#cellars",
            "/config ticketbot set_staff_role role:@keepers",
        ] {
            assert!(town.says("sara", command).await.contains("✅"), "{command}");
        }
        town.opens_ticket("zoe", "Whispers in the Cellar").await;
        town.ticket_work_is_done(&town.guild).await;
        let faq = town
            .writes_answer("Whispers in the Cellar", "Say Murmurs.", "")
            .await;
        write_onboarding(&town).await;
        go_through(&town).await;
        // By then the log has been told of everything before, too: five messages in five seconds.
        town.reads_at_last(&vault, "Answer added").await;
        check_in(&town).await;
        propose_and_draft(&town).await;
        let abroad = match place {
            Place::Home => town.guild.clone(),
            Place::Abroad => town.second_guild("Abroad"),
        };
        let stewards = abroad.add_role("stewards", Permissions::ADMINISTRATOR);
        abroad.joins("mara", &[stewards]);
        abroad.joins("tess", &[stewards]);
        abroad.joins("omar", &[stewards]);
        let sara = town.member("sara").in_channel(&abroad.channel("general"));
        let default = "/config reminders set_default_channel channel:#general";
        let pressed = sara
            .runs(default)
            .await
            .expect("Sara configures")
            .message()
            .expect("an answer")
            .clone();
        let ids = vec![
            ("{reminder}", reminder),
            ("{live}", live),
            ("{channel}", vault.id().to_string()),
            (
                "{announcements}",
                town.channel("announcements").id().to_string(),
            ),
            ("{message}", message.id.to_string()),
            ("{guild}", town.guild.id().to_string()),
            ("{occurrence}", occurrence),
            ("{role}", keepers.id.to_string()),
            ("{category}", cellars.id().to_string()),
            // Of the first thing that was set in this database: the log channel of the town.
            ("{history}", "1".to_owned()),
            ("{ticket}", "1".to_owned()),
            ("{faq}", faq),
            ("{checkin}", "1".to_owned()),
            ("{proposal}", "1".to_owned()),
            ("{draft}", "1".to_owned()),
            ("{question}", "2".to_owned()),
            ("{rule}", "2".to_owned()),
            ("{zoe}", town.member("zoe").id().to_string()),
        ];
        Self {
            town,
            abroad,
            ids,
            pressed,
            heard: Mutex::default(),
        }
    }

    /// A text with the town's ids in the place of their names; `{abroad}`, `{room}`, `{sara}` and `{soon}` are the
    /// other server's own.
    pub fn fill(&self, text: &str) -> String {
        let soon = self.town.clock.now().timestamp() + 60;
        let own = [
            ("{abroad}", self.abroad.id().to_string()),
            ("{room}", self.abroad.channel("general").id().to_string()),
            ("{sara}", self.town.member("sara").id().to_string()),
            ("{mara}", self.town.member("mara").id().to_string()),
            ("{tess}", self.town.member("tess").id().to_string()),
            ("{omar}", self.town.member("omar").id().to_string()),
            ("{soon}", soon.to_string()),
        ];
        own.iter()
            .chain(&self.ids)
            .fold(text.to_owned(), |text, (name, id)| text.replace(name, id))
    }

    /// Types a command abroad.
    pub async fn types(&self, command: &str) -> String {
        self.town.clock.advance(chrono::TimeDelta::seconds(20));
        let reply = self.sara().runs_forged(&self.fill(command)).await;
        let brought = command.contains(FILE.0);
        let typed = if brought { FILE.1 } else { command };
        self.hears(
            typed,
            &reply.unwrap_or_else(|refused| panic!("{command}: {refused}")),
        )
    }

    /// Types a command abroad up to its last option, and sees what is offered.
    pub async fn completes(&self, so_far: &str, text: &str) -> String {
        let reply = self.sara().types(so_far, &self.fill(text)).await;
        let reply = reply.unwrap_or_else(|refused| panic!("{so_far}: {refused}"));
        assert_eq!(reply.state(), ReplyState::Choices, "{so_far}: {reply}");
        self.hears(text, &reply)
    }

    /// Uses a message command abroad on the town's announcement.
    pub async fn points_at(&self, command: &str) -> String {
        let message = self.fill("{message}").parse().expect("an id");
        let reply = self.sara().points_at_forged(command, message).await;
        self.hears(
            "{message}",
            &reply.unwrap_or_else(|refused| panic!("{command}: {refused}")),
        )
    }

    /// Presses a button abroad that the bot never made.
    pub async fn presses(&self, custom_id: &str) -> String {
        let reply = self
            .sara()
            .presses_forged(&self.pressed, &self.fill(custom_id))
            .await;
        self.hears(custom_id, &reply)
    }

    /// Picks something abroad, in a menu that the bot never made.
    pub async fn picks(&self, custom_id: &str, kind: u64, picked: &str) -> String {
        let (id, value) = (self.fill(custom_id), self.fill(picked));
        let reply = self
            .sara()
            .picks_forged(&self.pressed, kind, &id, &[&value])
            .await;
        self.hears(&format!("{custom_id} {picked}"), &reply)
    }

    /// Submits a form abroad that the bot never opened. The fields are `(custom id, text)`; one whose id is `channel`
    /// chooses a channel.
    pub async fn submits(&self, custom_id: &str, fields: &[(&str, &str)]) -> String {
        self.town.clock.advance(chrono::TimeDelta::seconds(20));
        let mut resolved = json!({});
        let mut parts = Vec::new();
        let mut typed = custom_id.to_owned();
        for (at, (name, text)) in fields.iter().enumerate() {
            let value = self.fill(text);
            typed.push_str(text);
            let field = if *name == "channel" {
                resolved["channels"][&value] =
                    json!({ "id": value, "type": 0, "name": "general", "permissions": "8" });
                json!({ "type": 8, "id": 2 * at + 2, "custom_id": name, "values": [value] })
            } else {
                json!({ "type": 4, "id": 2 * at + 2, "custom_id": name, "value": value })
            };
            parts.push(json!({ "type": 18, "id": 2 * at + 1, "component": field }));
        }
        let reply = self
            .sara()
            .submits_forged(&self.fill(custom_id), parts.into(), resolved)
            .await;
        self.hears(&typed, &reply)
    }

    /// Asks the API, as a service that speaks for an admin: `GET /address`. Mara asks about settings, Tess about
    /// tickets and answers, and Sara about the rest, since each may write only so often a minute.
    pub async fn asks(&self, request: &str, body: &str) -> String {
        // An export makes whoever took it wait for the next one.
        let admin = if request.contains("/settings") || request.contains("/faq/export") {
            "{mara}"
        } else if request.contains("/onboarding") {
            "{omar}"
        } else if request.contains("/tickets") || request.contains("/faq") {
            "{tess}"
        } else {
            "{sara}"
        };
        let (asked, admin) = (self.fill(request), self.fill(admin));
        let answer = ask_for(self.town.api(), &asked, &admin, &self.fill(body)).await;
        self.keep(&format!("{request} {body}"), &answer);
        answer
    }

    /// Every row of the town, and every message in it.
    pub async fn secrets(&self) -> String {
        let rows = self.town.database.dump(self.town.guild.id()).await;
        let read = |name| self.town.reads(&self.town.guild.channel(name));
        let channels = ["general", "vault", "staff", "bot-log", "announcements"].map(read);
        format!("{rows}\n{}", channels.join("\n"))
    }

    /// Asserts that no secret has come abroad, in an answer, a message or a row.
    pub async fn assert_nothing_was_seen(&self) {
        let rows = self.town.database.dump(self.abroad.id()).await;
        let messages = ["general", "staff", "bot-log", "announcements"]
            .map(|it| raw(&self.abroad.channel(it).messages()));
        let heard = self.heard.lock().expect("nobody panicked").clone();
        for (place, text) in [
            ("the answers", heard),
            ("the rows", rows),
            ("the messages", messages.join("\n")),
        ] {
            for secret in SECRETS {
                assert!(
                    !text.contains(secret),
                    "{secret} stands in {place}:\n{text}"
                );
            }
        }
    }

    fn sara(&self) -> InChannel {
        self.town
            .member("sara")
            .in_channel(&self.abroad.channel("general"))
            .with_file(FILE.0, "application/json", self.fill(FILE.1))
    }

    /// What an answer holds, as it was sent: a client that shows a foreign channel as its name is not our affair.
    fn hears(&self, typed: &str, reply: &Reply) -> String {
        assert_ne!(
            reply.state(),
            ReplyState::NoAnswer,
            "{typed} was not answered"
        );
        let choices: Vec<_> = reply
            .choices()
            .iter()
            .map(|it| format!("{}={}", it.name, it.value))
            .collect();
        let modal = reply
            .modal()
            .map(|it| it.json.to_string())
            .unwrap_or_default();
        let messages: Vec<_> = reply
            .message()
            .cloned()
            .into_iter()
            .chain(reply.follow_ups())
            .collect();
        let files: String = messages.iter().map(|it| self.files(it)).collect();
        let answer = format!("{}{modal}{}{files}", raw(&messages), choices.join("\n"));
        self.keep(typed, &answer);
        answer
    }

    /// The files of a message, as text.
    fn files(&self, message: &Message) -> String {
        let names = message.attachments.iter();
        let names = names.filter_map(|it| it["filename"].as_str());
        let files = names.filter_map(|it| self.town.simulator.file(message, it));
        files
            .map(|it| String::from_utf8_lossy(&it).into_owned())
            .collect()
    }

    /// Keeps an answer, which may hold no id of the town that was not typed.
    fn keep(&self, typed: &str, answer: &str) {
        if self.abroad.id() == self.town.guild.id() {
            return;
        }
        for (name, id) in self
            .ids
            .iter()
            .filter(|(name, _)| !SMALL.contains(name) && !typed.contains(name))
        {
            assert!(
                !answer.contains(id.as_str()),
                "{typed} was answered with {name}: {answer}"
            );
        }
        let mut heard = self.heard.lock().expect("nobody panicked");
        heard.push_str(answer);
        heard.push('\n');
    }
}

/// The number of a send that stands in the vault.
async fn sent_in_the_vault(town: &Town) -> String {
    let soon = "/add_reminder name:\"Whispers now\" time:10:01";
    assert!(town.says("sara", soon).await.contains("✅"));
    town.clock.advance(chrono::TimeDelta::minutes(1));
    let sent = town.titled("vault", "Reminder: Whispers now").await;
    let id = sent.components[0]["components"][0]["custom_id"].as_str();
    let number = id.and_then(|it| it.rsplit(':').next());
    number.expect("the button's id").to_owned()
}

fn raw(messages: &[Message]) -> String {
    let raw = |it: &Message| format!("{}{}{}", it.content, json!(it.embeds), json!(it.components));
    messages.iter().map(raw).collect::<Vec<_>>().join("\n")
}

/// The number that an answer names.
fn id_in(answer: &str) -> String {
    let named = answer
        .split_once("(ID ")
        .and_then(|it| it.1.split_once(')'));
    named.expect("an ID").0.to_owned()
}
