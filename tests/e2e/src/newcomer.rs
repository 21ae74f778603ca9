//! A newcomer who does what they are shown, one thing after another, and presses the start button again where nothing is.

use discord_simulator::{ClientRefusal, InChannel, Message, Reply};
use serde_json::Value;

/// What the start button is called.
pub const START: &str = "🚀 Start Onboarding";
/// What brings somebody on without a question, the most urgent first.
const ONWARDS: [&str; 7] = [
    "Try again",
    "✅ I Accept",
    "Accept all & start",
    "Accept all & get role",
    "Continue",
    "✅ Send",
    "Confirm",
];
/// What stands there when there is nothing more to do.
const ENDS: [&str; 3] = [
    "you are done",
    "answers are updated",
    "You completed the onboarding",
];

/// How a question or a form is answered.
#[derive(Debug, Clone)]
pub enum Given {
    /// With one option, by its label.
    One(String),
    /// With several.
    Several(Vec<String>),
    /// With words.
    Words(String),
    /// Not at all.
    Nothing,
}

/// What is asked, as it stands on the card or in the form, and how it is answered.
pub type Sheet = Vec<(String, Given)>;

/// Somebody on their way.
#[derive(Debug)]
pub struct Newcomer {
    place: InChannel,
    panel: Message,
    sheet: Sheet,
    /// What they look at.
    pub reply: Option<Reply>,
    /// How often they pressed the start button.
    pub starts: u32,
}

impl Newcomer {
    /// Somebody in the panel's channel.
    pub fn new(place: InChannel, panel: &Message, sheet: Sheet) -> Self {
        Self {
            place,
            panel: panel.clone(),
            sheet,
            reply: None,
            starts: 0,
        }
    }

    /// Does the next thing, and looks at what comes of it. Whether there is nothing more to do.
    pub async fn goes_on(&mut self) -> bool {
        if self.is_done() {
            return true;
        }
        // Whoever is broken off in the middle still looks at what they looked at.
        let next = match &self.reply {
            Some(reply) => self.does(reply).await,
            None => None,
        };
        self.reply = match next {
            Some(Ok(reply)) if !reads(&reply).is_empty() => Some(reply),
            _ => self.starts().await,
        };
        self.is_done()
    }

    /// Goes on to the end, in at most so many steps. Whether it was reached.
    pub async fn walks(&mut self, most: u32) -> bool {
        for _ in 0..most {
            if self.goes_on().await {
                return true;
            }
        }
        self.is_done()
    }

    /// Presses the start button; none where the bot does not answer.
    pub async fn starts(&mut self) -> Option<Reply> {
        self.starts += 1;
        let pressed = self.place.clicks_on(&self.panel, START).await;
        pressed.ok().filter(|it| !reads(it).is_empty())
    }

    /// What they read.
    pub fn reads(&self) -> String {
        self.reply.as_ref().map(reads).unwrap_or_default()
    }

    /// Whether they read that it is over.
    pub fn is_done(&self) -> bool {
        let words = self.reads();
        ENDS.iter().any(|it| words.contains(it))
    }

    /// What there is to do about what they look at; none where they find nothing that they know.
    async fn does(&self, reply: &Reply) -> Option<Result<Reply, ClientRefusal>> {
        if let Some(modal) = reply.modal() {
            let asked = &modal.inputs.first()?.label;
            let Given::Words(words) = self.given(asked)? else {
                return None;
            };
            return Some(reply.submits(&[(asked, words)]).await);
        }
        let message = reply.message()?;
        let components = all(&message.components);
        let has = |label: &str| {
            components
                .iter()
                .any(|it| it["label"] == label && it["disabled"] != true)
        };
        if let Some(onwards) = ONWARDS.into_iter().find(|it| has(it)) {
            return Some(reply.clicks(onwards).await);
        }
        let asked = message.embeds.first()?["description"].as_str()?;
        Some(match self.given(asked)? {
            Given::One(label) if has(label) => reply.clicks(label).await,
            Given::One(label) => reply.selects("Choose one", &[label]).await,
            Given::Several(labels) => {
                let labels: Vec<_> = labels.iter().map(String::as_str).collect();
                reply.selects("Choose one or more", &labels).await
            }
            Given::Words(_) if has("✏️ Re-enter") => reply.clicks("✏️ Re-enter").await,
            Given::Words(_) => reply.clicks("✏️ Type answer").await,
            Given::Nothing => reply.clicks("Skip").await,
        })
    }

    fn given(&self, asked: &str) -> Option<&Given> {
        // On a card, what could be markdown is escaped.
        let asked = asked.replace('\\', "");
        let found = self.sheet.iter().find(|it| it.0 == asked);
        found.map(|it| &it.1)
    }
}

/// What stands there, if anything does: a form counts as words.
fn reads(reply: &Reply) -> String {
    let answered = reply.message().is_some() || reply.modal().is_some();
    if answered {
        reply.to_string()
    } else {
        String::new()
    }
}

/// The parts of all rows.
fn all(rows: &[Value]) -> Vec<&Value> {
    let rows = rows.iter().filter_map(|it| it["components"].as_array());
    rows.flatten().collect()
}

/// The four questions that come with the bot, answered as in the example of what is stored.
pub fn default_sheet() -> Sheet {
    let words = |text: &str| Given::Words(text.to_owned());
    let several =
        |labels: &[&str]| Given::Several(labels.iter().map(|it| (*it).to_owned()).collect());
    [
        (
            "How did you find this community?",
            Given::One("Invited by a member".to_owned()),
        ),
        ("Who invited you?", words("Ann")),
        (
            "What brings you here?",
            several(&["Learn skills", "Share knowledge"]),
        ),
        ("How would you like to take part?", several(&["Events"])),
        (
            "What is your e-mail address? (optional)",
            words("ann@example.com"),
        ),
    ]
    .map(|(asked, given)| (asked.to_owned(), given))
    .into()
}
