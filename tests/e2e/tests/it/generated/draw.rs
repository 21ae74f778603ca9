//! Draws requests: some that ought to succeed, some that the description allows, and some that nobody should send.

use std::net::Ipv4Addr;

use e2e_tests::Dice;
use serde_json::Value;

use super::callers::{Caller, Person, SECRET, token};
use super::document::{Document, Operation};
use super::home::{Home, Known};
use super::newcomers::Newcomers;
use super::oddities;
use super::raw::{Raw, encoded};
use super::values::allowed;
use super::values::odd_text;

/// A request that is ready to be sent.
pub(crate) struct Drawn {
    /// What it asks for; none where it may ask for nothing that there is.
    pub(crate) operation: Option<usize>,
    /// What is special about it.
    pub(crate) about: String,
    /// Whether it ought to succeed.
    pub(crate) is_good: bool,
    /// The status that it must be answered with.
    pub(crate) expected: Option<u16>,
    /// Whether it is to be sent a second time, with the same answer.
    pub(crate) twice: bool,
    /// Its body, if that is whole.
    pub(crate) sent: Option<Value>,
    /// The reminder it is about, if it is about one.
    pub(crate) subject: Known,
    /// What is sent.
    pub(crate) raw: Raw,
}

/// What requests are drawn from.
pub(crate) struct Deck<'a> {
    /// The description.
    pub(crate) document: &'a Document,
    /// Somebody who has an account and is in no server.
    pub(crate) stranger: &'a Person,
    /// The number of whoever draws.
    pub(crate) number: usize,
}

/// The parts of a request, before it is text.
struct Draft {
    path: Vec<(String, String)>,
    query: Vec<(String, String)>,
    body: Option<Value>,
    subject: Known,
}

impl Deck<'_> {
    /// The `turn`th request.
    pub(crate) fn draw(&self, turn: usize, home: &mut Home, dice: &mut Dice) -> Drawn {
        let at = (turn + self.number) % self.document.operations.len();
        let at = self.possible(at, home);
        let operation = &self.document.operations[at];
        let chance = dice.throw(20);
        if chance == 19 {
            return self.stray(operation, turn, home, dice);
        }
        let draft = if (10..12).contains(&chance) {
            self.allowed(operation, home, dice)
        } else {
            self.good(operation, home, dice)
        };
        let by = self.own(operation, home, dice);
        let mut drawn = Drawn {
            operation: Some(at),
            about: "as it ought to be".to_owned(),
            is_good: chance < 10,
            expected: None,
            twice: false,
            sent: draft.body.clone(),
            subject: draft.subject,
            raw: self.raw(operation, &draft, turn),
        };
        match chance {
            0..10 => self.repeat(operation, &mut drawn, turn, dice),
            10..12 => "as the description allows".clone_into(&mut drawn.about),
            12..17 => {
                let odd = oddities::spoil(operation, &mut drawn.raw, dice);
                drawn.about = odd.about;
                drawn.expected = odd.expected;
                drawn.sent = None;
            }
            _ => return self.by_others(operation, drawn, home, dice),
        }
        drawn.raw.identify(&by);
        drawn
    }

    /// The operation, or one that makes what it needs.
    fn possible(&self, at: usize, home: &mut Home) -> usize {
        let operation = &self.document.operations[at];
        if home.has_subject(operation) {
            return at;
        }
        let instead = if let Some(instead) = Newcomers::instead(operation) {
            instead
        } else if operation.path.contains("history_id") {
            "GET /api/dashboard/{guild_id}/settings/history"
        } else if operation.path.ends_with("/export") || operation.path.contains("proposal_id") {
            "GET /api/dashboard/{guild_id}/faq/proposals"
        } else if operation.path.contains("faq_id") {
            "POST /api/dashboard/{guild_id}/faq"
        } else {
            "POST /api/reminders"
        };
        let mut all = self.document.operations.iter();
        all.position(|it| it.name() == instead).unwrap_or(at)
    }

    fn good(&self, operation: &Operation, home: &mut Home, dice: &mut Dice) -> Draft {
        let subject = home.reminder(dice);
        let mut draft = Draft {
            path: Vec::new(),
            query: Vec::new(),
            body: None,
            subject,
        };
        for it in &operation.parameters {
            let text = home.parameter(self.document, it, subject, dice);
            if it.in_path {
                let text = text.unwrap_or_else(|| "999999999".to_owned());
                draft.path.push((it.name.clone(), text));
            } else {
                draft.query.extend(text.map(|text| (it.name.clone(), text)));
            }
        }
        draft.body = operation.body.as_ref().map(|it| {
            let schema = self.document.resolved(it);
            home.body(operation, schema, subject, dice)
        });
        draft
    }

    /// Whatever the description allows, at one's own server.
    fn allowed(&self, operation: &Operation, home: &mut Home, dice: &mut Dice) -> Draft {
        let mut draft = self.good(operation, home, dice);
        let any = |schema: &Value, dice: &mut Dice| allowed(self.document, schema, dice);
        draft.query.retain(|it| it.0 == "guild_id");
        for it in &operation.parameters {
            let free = !it.in_path && it.name != "guild_id" && dice.once_in(2);
            let value = free.then(|| any(&it.schema, dice));
            let text = value.map(|it| it.as_str().map_or(it.to_string(), str::to_owned));
            draft.query.extend(text.map(|text| (it.name.clone(), text)));
        }
        draft.body = operation.body.as_ref().map(|it| any(it, dice));
        draft
    }

    /// Somebody who may ask this.
    fn own(&self, operation: &Operation, home: &Home, dice: &mut Dice) -> Caller {
        let owner = &home.owner;
        let somebody = || 1 + u64::try_from(self.number).unwrap_or_default();
        match operation.access.as_str() {
            "none" if dice.once_in(2) => Caller::Nobody,
            // Each user of a service has limits of their own, and few would do.
            "key" => Caller::KeyFor(somebody() * 1_000_000 + dice.throw(1_000_000)),
            "caller" if dice.once_in(2) => {
                Caller::KeyFor(somebody() * 1_000_000 + dice.throw(1_000_000))
            }
            "key_or_admin" if dice.once_in(20) => Caller::Key,
            _ if dice.once_in(24) && !names_somebody(operation) => Caller::KeyFor(owner.user),
            _ => Caller::Token(owner.token.clone()),
        }
    }

    /// The same request by somebody else.
    fn by_others(
        &self,
        operation: &Operation,
        mut drawn: Drawn,
        home: &Home,
        dice: &mut Dice,
    ) -> Drawn {
        let token = &home.owner.token;
        let now = home.now();
        let nobody = "99999999-0000-4000-8000-000000000000";
        let callers = [
            Caller::Nobody,
            Caller::Key,
            Caller::KeyFor(self.stranger.user),
            Caller::WrongKey,
            Caller::Token(self.stranger.token.clone()),
            Caller::Unlinked(super::callers::token(nobody, now, SECRET)),
            Caller::WrongToken(token_of(&home.owner, home)),
            Caller::WrongToken(format!("{token}x")),
            Caller::WrongToken(odd_text(dice).replace(|it: char| !it.is_ascii_graphic(), "")),
        ];
        let by = dice.pick(&callers);
        drawn.about = format!("by {by:?}");
        drawn.expected = by.refusal(&operation.access);
        drawn.sent = None;
        drawn.raw.identify(by);
        drawn
    }

    /// Now and then a write comes twice under one key.
    fn repeat(&self, operation: &Operation, drawn: &mut Drawn, turn: usize, dice: &mut Dice) {
        let writes = operation.method != "GET" && operation.path.starts_with("/api/");
        if writes && dice.once_in(6) {
            drawn.twice = true;
            let key = format!("{}-{turn}", self.number);
            drawn.raw.add("Idempotency-Key", key.as_bytes());
        }
    }

    /// A request to an address or by a method that there may not be.
    fn stray(&self, operation: &Operation, turn: usize, home: &mut Home, dice: &mut Dice) -> Drawn {
        let draft = self.good(operation, home, dice);
        let mut raw = self.raw(operation, &draft, turn);
        let about = oddities::mislead(&mut raw, dice);
        raw.identify(&self.own(operation, home, dice));
        Drawn {
            operation: None,
            about,
            is_good: false,
            expected: None,
            twice: false,
            sent: None,
            subject: draft.subject,
            raw,
        }
    }

    fn raw(&self, operation: &Operation, draft: &Draft, turn: usize) -> Raw {
        let mut path = operation.path.clone();
        for (name, text) in &draft.path {
            path = path.replace(&format!("{{{name}}}"), &encoded(text));
        }
        // Every request comes from somewhere else: this is about answers, not about how many there may be.
        let turn = u32::try_from(turn).unwrap_or_default();
        let number = u32::try_from(self.number).unwrap_or_default();
        let from = Ipv4Addr::from_bits(0x0a00_0000 | number << 16 | turn);
        let mut raw = Raw::new(&operation.method, &path);
        raw.query.clone_from(&draft.query);
        raw.add("X-Forwarded-For", from.to_string().as_bytes());
        if let Some(body) = &draft.body {
            raw.add("Content-Type", b"application/json");
            raw.body = Some(body.to_string().into_bytes());
        }
        raw
    }
}

/// A token with the right words and the wrong signature.
fn token_of(person: &Person, home: &Home) -> String {
    token(
        &person.account,
        home.now(),
        "somebody-elses-secret-of-their-own",
    )
}

/// Whether its path names who asks, which may be by their account.
fn names_somebody(operation: &Operation) -> bool {
    let mut parameters = operation.parameters.iter();
    parameters.any(|it| ["user_id", "created_by"].contains(&it.name.as_str()))
}
