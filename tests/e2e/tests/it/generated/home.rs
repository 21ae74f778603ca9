//! A server of somebody's own: what names in the API's description mean there, and what has been made there so far.

use chrono::{DateTime, TimeDelta, Utc};
use discord_simulator::Guild;
use e2e_tests::Dice;
use serde_json::{Value, json};

use super::callers::Person;
use super::desk::Desk;
use super::document::{Document, Operation, Parameter};
use super::newcomers::Newcomers;
use super::values::{allowed, matching, words};
use super::wire::Answer;

/// Whoever asks for a list names one of these.
const EVENTS: [&str; 3] = ["BOT_READY", "SETTINGS_CHANGED", "BOT_READY,GUILD_SYNC,NONE"];

/// The server, its owner, and what is known of it.
pub(crate) struct Home {
    /// Its owner, who is its admin.
    pub(crate) owner: Person,
    guild: u64,
    channel: u64,
    now: DateTime<Utc>,
    settings: Vec<Setting>,
    reminders: Vec<Known>,
    changes: Vec<u64>,
    shown: Option<Shown>,
    desk: Desk,
    newcomers: Newcomers,
}

/// A setting that admins may change.
struct Setting {
    scope: String,
    key: String,
    described: Value,
}

/// A reminder that was made here.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    id: u64,
    manner: Manner,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    Once,
    Again,
    Live,
}

/// A file that was shown and can be imported.
struct Shown {
    confirm: String,
    file: Value,
}

impl Home {
    /// A server about which nothing is known yet.
    pub(crate) fn new(guild: &Guild, owner: Person, now: DateTime<Utc>, desk: Desk) -> Self {
        Self {
            owner,
            guild: guild.id(),
            channel: guild.channel("general").id(),
            now,
            settings: Vec::new(),
            reminders: Vec::new(),
            changes: Vec::new(),
            shown: None,
            desk,
            newcomers: Newcomers::default(),
        }
    }

    /// Its id.
    pub(crate) fn guild(&self) -> u64 {
        self.guild
    }

    /// The time there.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Whether something has been made that the operation can be about.
    pub(crate) fn has_subject(&mut self, operation: &Operation) -> bool {
        let at_the_desk = self.desk.has_subject(operation);
        if let Some(has) = at_the_desk.or_else(|| self.newcomers.has_subject(operation)) {
            return has;
        }
        match operation.name().as_str() {
            "PUT /api/reminders"
            | "PUT /api/dashboard/{guild_id}/reminders/{id}"
            | "DELETE /api/dashboard/{guild_id}/reminders/{id}"
            | "DELETE /api/reminders/{reminder_id}/{created_by}" => !self.reminders.is_empty(),
            "POST /api/dashboard/{guild_id}/settings/rollback/{history_id}" => {
                !self.changes.is_empty()
            }
            _ => true,
        }
    }

    /// One of the reminders; one that does not exist where there are none.
    pub(crate) fn reminder(&self, dice: &mut Dice) -> Known {
        let none = [Known {
            id: 999_999_999,
            manner: Manner::Again,
        }];
        *dice.pick(if self.reminders.is_empty() {
            &none
        } else {
            &self.reminders
        })
    }

    /// What a part of the address is to be here, as text; none where it is left out.
    pub(crate) fn parameter(
        &mut self,
        document: &Document,
        parameter: &Parameter,
        about: Known,
        dice: &mut Dice,
    ) -> Option<String> {
        let at_the_desk = self.desk.number(&parameter.name, dice);
        if let Some(number) = at_the_desk.or_else(|| self.newcomers.number(&parameter.name, dice)) {
            return Some(number);
        }
        let text = match parameter.name.as_str() {
            "guild_id" => self.guild.to_string(),
            "id" | "reminder_id" => about.id.to_string(),
            "user_id" | "created_by" if dice.once_in(3) => self.owner.account.clone(),
            "user_id" | "created_by" => self.owner.user.to_string(),
            "history_id" => self.changes.pop()?.to_string(),
            "confirm" => self.shown.as_ref()?.confirm.clone(),
            // It takes a scope, and only those of some. Nor do days and a scope go together.
            "key" | "from" | "to" => return None,
            "scope" if !parameter.schema["pattern"].is_null() && dice.once_in(2) => return None,
            "scope" if !parameter.schema["pattern"].is_null() => {
                (*dice.pick(&["7d", "30d", "all"])).to_owned()
            }
            "scope" if self.settings.is_empty() || dice.once_in(2) => return None,
            "scope" => dice.pick(&self.settings).scope.clone(),
            "change_type" if dice.once_in(2) => return None,
            "change_type" => (*dice.pick(&["created", "updated", "import"])).to_owned(),
            "event_types" => (*dice.pick(&EVENTS)).to_owned(),
            _ if !parameter.required && dice.once_in(2) => return None,
            _ => match allowed(document, &parameter.schema, dice) {
                Value::String(text) => text,
                other => other.to_string(),
            },
        };
        Some(text)
    }

    /// A body that ought to be taken.
    pub(crate) fn body(
        &mut self,
        operation: &Operation,
        schema: &Value,
        about: Known,
        dice: &mut Dice,
    ) -> Value {
        let at_the_desk = self.desk.body(operation, dice);
        if let Some(body) = at_the_desk.or_else(|| self.newcomers.body(operation, dice)) {
            return body;
        }
        match operation.path.as_str() {
            "/api/dashboard/settings/{guild_id}" => {
                let (category, settings) = self.wishes(dice);
                json!({"category": category, "settings": settings})
            }
            "/api/dashboard/{guild_id}/settings/import" => match self.shown.take() {
                Some(shown) => shown.file,
                None => self.file(dice),
            },
            _ => self.reminder_body(operation, schema, about, dice),
        }
    }

    /// Keeps what an answer tells: what was made can be changed and deleted.
    pub(crate) fn learn(&mut self, operation: &Operation, sent: Option<&Value>, answer: &Answer) {
        let told = answer.json();
        self.desk.learn(operation, &told);
        self.newcomers.learn(operation, &told);
        match operation.name().as_str() {
            "POST /api/reminders" => self.knows(&told["reminder"]["id"], sent),
            "POST /api/dashboard/{guild_id}/reminders"
            | "POST /api/dashboard/{guild_id}/reminders/live-sessions" => {
                self.knows(&told["reminderId"], sent);
            }
            "GET /api/dashboard/{guild_id}/settings/history" if self.changes.len() < 20 => {
                let changes = told.as_array().into_iter().flatten();
                let ids = changes.filter_map(|it| it["id"].as_u64());
                self.changes = ids.collect();
            }
            "POST /api/dashboard/{guild_id}/settings/import" => {
                self.shown = told["confirm"].as_str().map(|it| Shown {
                    confirm: it.to_owned(),
                    file: sent.cloned().unwrap_or_default(),
                });
            }
            _ => {}
        }
    }

    /// Forgets a reminder that is no more, or that takes no further changes.
    pub(crate) fn forget(&mut self, about: Known) {
        self.reminders.retain(|it| it.id != about.id);
    }

    /// Keeps which settings there are, from `?view=effective`.
    pub(crate) fn learn_settings(&mut self, effective: &Value) {
        for (scope, settings) in effective.as_object().into_iter().flatten() {
            for (key, described) in settings.as_object().into_iter().flatten() {
                if described["who"] == "admin" {
                    self.settings.push(Setting {
                        scope: scope.clone(),
                        key: key.clone(),
                        described: described.clone(),
                    });
                }
            }
        }
    }

    fn knows(&mut self, id: &Value, sent: Option<&Value>) {
        let manner = match sent {
            Some(it) if it["message"].is_null() => Manner::Live,
            Some(it) if it["days"].is_null() => Manner::Once,
            _ => Manner::Again,
        };
        let known = id.as_u64().map(|id| Known { id, manner });
        self.reminders.extend(known);
    }

    /// Settings of one category with values that they may have.
    fn wishes(&self, dice: &mut Dice) -> (String, Value) {
        let scope = &dice.pick(&self.settings).scope;
        let mut wishes = json!({});
        let inside: Vec<_> = self
            .settings
            .iter()
            .filter(|it| it.scope == *scope)
            .collect();
        for _ in 0..=dice.throw(3) {
            let setting = dice.pick(&inside);
            wishes[&setting.key] = self.wish(setting, dice);
        }
        (scope.clone(), wishes)
    }

    fn wish(&self, setting: &Setting, dice: &mut Dice) -> Value {
        let described = &setting.described;
        let whole = |name: &str| described[name].as_i64().unwrap_or_default();
        if dice.once_in(6) && setting.key != "enabled" {
            return Value::Null;
        }
        match described["kind"].as_str().unwrap_or_default() {
            // Whatever is switched off refuses all that follows, which would prove nothing.
            "bool" => (setting.key == "enabled" || dice.once_in(2)).into(),
            "int" => {
                let room = whole("max").saturating_sub(whole("min")).unsigned_abs();
                let thrown = dice.throw(room.saturating_add(1));
                (whole("min") + i64::try_from(thrown).unwrap_or_default()).into()
            }
            "float" => described["max"].clone(),
            "enum" => {
                let words = described["choices"].as_array().map(Vec::as_slice);
                dice.pick(words.unwrap_or(&[Value::Null])).clone()
            }
            "channel" => self.channel.to_string().into(),
            "text" => words(1, 30, dice).into(),
            _ => described["value"].clone(),
        }
    }

    fn file(&self, dice: &mut Dice) -> Value {
        let (scope, settings) = self.wishes(dice);
        json!({"format": "alphapy-settings", "version": 1, "settings": {scope: settings}})
    }

    fn reminder_body(
        &self,
        operation: &Operation,
        schema: &Value,
        about: Known,
        dice: &mut Dice,
    ) -> Value {
        let is_new = operation.method == "POST";
        let is_live = operation.path.ends_with("live-sessions");
        let manner = match () {
            () if is_live => Manner::Live,
            () if is_new => *dice.pick(&[Manner::Once, Manner::Again]),
            () => about.manner,
        };
        let mut body = json!({});
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            let most = field["maxLength"]
                .as_u64()
                .and_then(|it| it.try_into().ok());
            let most = most.unwrap_or(1);
            let value = match name.as_str() {
                "guild_id" => self.guild.to_string().into(),
                "channel_id" => self.channel.to_string().into(),
                "id" if !is_new => about.id.into(),
                "name" | "message" if manner != Manner::Live && (is_new || dice.once_in(2)) => {
                    words(1, most, dice).into()
                }
                "location" if manner != Manner::Live && dice.once_in(3) => {
                    words(1, most, dice).into()
                }
                "user_id" | "created_by" if dice.once_in(4) => self.owner.user.to_string().into(),
                "image_url" if dice.once_in(60) => "https://example.org/a.png".into(),
                "completed" if manner == Manner::Once && !is_new && dice.once_in(8) => true.into(),
                _ => continue,
            };
            body[name] = value;
        }
        if is_new || dice.once_in(3) {
            self.plan(&mut body, schema, manner, dice);
        }
        body
    }

    /// Says when a reminder is: once, or at a clock again and again.
    fn plan(&self, body: &mut Value, schema: &Value, manner: Manner, dice: &mut Dice) {
        let fields = &schema["properties"];
        let named = |names: &[&'static str]| -> Vec<&'static str> {
            let known = names.iter().filter(|it| !fields[**it].is_null());
            known.copied().collect()
        };
        if manner == Manner::Once {
            let name = *dice.pick(&named(&["event_time", "scheduled_time"]));
            body[name] = self.moment(dice).into();
            return;
        }
        let name = *dice.pick(&named(&["time", "call_time", "session_time"]));
        let pattern = fields[name]["pattern"].as_str().unwrap_or_default();
        body[name] = matching(pattern, dice).into();
        let first = dice.throw(7);
        let days = (0..=dice.throw(6)).map(|it| (first + it) % 7);
        body["days"] = match manner {
            Manner::Live => days.collect(),
            _ => days.map(|it| it.to_string()).collect(),
        };
    }

    /// A moment of the months to come.
    fn moment(&self, dice: &mut Dice) -> String {
        let minutes = i64::try_from(dice.between(3_000, 400_000)).unwrap_or_default();
        let moment = self.now + TimeDelta::minutes(minutes);
        let offset = *dice.pick(&["Z", "+02:00", "-09:30", ".25Z"]);
        format!("{}{offset}", moment.format("%Y-%m-%dT%H:%M:%S"))
    }
}
