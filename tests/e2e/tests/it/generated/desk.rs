//! A server's tickets and answers, as far as whoever draws requests knows of them.

use discord_simulator::{ChannelKind, Guild, Permissions};
use e2e_tests::Dice;
use serde_json::{Value, json};
use sqlx::PgPool;

use super::document::Operation;
use super::values::words;

const FAQ: &str = "/api/dashboard/{guild_id}/faq";
const ENTRY: &str = "/api/dashboard/{guild_id}/faq/{faq_id}";
const TICKETS: &str = "/api/dashboard/{guild_id}/tickets";
const STATUS: &str = "/api/dashboard/{guild_id}/tickets/{ticket_id}/status";

/// So many answers are proposed at first.
const PROPOSALS: i32 = 16;

/// The states that can be set.
const STATES: [&str; 5] = ["open", "claimed", "waiting_for_user", "escalated", "closed"];

/// What is known of the tickets and answers.
#[derive(Debug)]
pub(crate) struct Desk {
    ticket: Ticket,
    entries: Vec<Entry>,
    /// The proposals that are open.
    proposals: Vec<u64>,
    /// Whether something was exported: the time stands still, and with it the next turn.
    has_exported: bool,
    /// The number of the ticket, answer or proposal that the request being drawn is about.
    about: u64,
    written: u32,
}

#[derive(Debug)]
struct Ticket {
    number: u64,
    status: String,
}

#[derive(Debug)]
struct Entry {
    id: u64,
    seen: String,
    pinned: bool,
}

impl Desk {
    /// Has tickets set up in a server, and the first one opened by its owner.
    pub(crate) async fn open(guild: &Guild) -> Self {
        guild.set_bot_permissions(Permissions::ALL);
        guild.add_channel("Support", ChannelKind::Category);
        let owner = guild.owner();
        let place = owner.in_channel(&guild.channel("general"));
        for command in [
            "/config ticketbot set_category category:#Support",
            "/ticket description:Help",
        ] {
            let reply = place.runs(command).await.expect("the owner may");
            assert!(reply.to_string().contains("✅"), "{command}: {reply}");
        }
        Self {
            ticket: Ticket {
                number: 1,
                status: "open".to_owned(),
            },
            entries: Vec::new(),
            proposals: Vec::new(),
            has_exported: false,
            about: 0,
            written: 0,
        }
    }

    /// Has answers proposed in a server, as many as are decided about.
    pub(crate) async fn has_proposals(&mut self, guild: &Guild, pool: &PgPool) {
        let made = sqlx::query_scalar::<_, i64>(
            "INSERT INTO alphapy.faq_proposals
                 (guild_id, similarity_key, topic_terms, sample, occurrences, ticket_ids, created_at)
             SELECT $1, 'topic' || number, ARRAY['topic' || number], 'They asked once more.', 1, ARRAY[1::bigint], now()
             FROM generate_series(1, $2) number RETURNING id",
        );
        let made = made.bind(guild.id().cast_signed()).bind(PROPOSALS);
        let made = made.fetch_all(pool).await.expect("they are proposed");
        self.proposals = made.into_iter().map(i64::cast_unsigned).collect();
    }

    /// Whether there is something that the operation can be about; none if it is about nothing here.
    pub(crate) fn has_subject(&mut self, operation: &Operation) -> Option<bool> {
        let path = &operation.path;
        if path.contains("{proposal_id}") {
            return Some(!self.proposals.is_empty());
        }
        if [format!("{FAQ}/export"), format!("{TICKETS}/export")].contains(path) {
            return Some(!std::mem::replace(&mut self.has_exported, true));
        }
        if path == STATUS {
            // Nobody brings back what was archived.
            return Some(self.ticket.status != "archived");
        }
        path.starts_with(ENTRY).then_some(!self.entries.is_empty())
    }

    /// The number of a ticket or an answer for the address.
    pub(crate) fn number(&mut self, name: &str, dice: &mut Dice) -> Option<String> {
        self.about = match name {
            "ticket_id" => self.ticket.number,
            "faq_id" if self.entries.is_empty() => 999_999_999,
            "faq_id" => dice.pick(&self.entries).id,
            "proposal_id" if self.proposals.is_empty() => 999_999_999,
            "proposal_id" => *dice.pick(&self.proposals),
            _ => return None,
        };
        Some(self.about.to_string())
    }

    /// A body that ought to be taken, for what the address names.
    pub(crate) fn body(&mut self, operation: &Operation, dice: &mut Dice) -> Option<Value> {
        let path = operation.path.strip_prefix(TICKETS);
        if path.is_some() {
            return Some(json!({ "status": self.next_state(dice) }));
        }
        match operation.path.strip_prefix(FAQ)? {
            "/{faq_id}/pin" => Some(json!({ "pinned": self.may_pin() && dice.once_in(2) })),
            "" | "/proposals/{proposal_id}/accept" => Some(self.writing(dice)),
            _ => {
                let mut body = self.writing(dice);
                let entry = self.entries.iter().find(|it| it.id == self.about);
                body["seen"] = entry.map_or("2026-02-04T09:00:00Z", |it| &it.seen).into();
                Some(body)
            }
        }
    }

    /// Keeps what an answer tells.
    pub(crate) fn learn(&mut self, operation: &Operation, told: &Value) {
        if operation.path.starts_with(TICKETS) {
            let listed = told["tickets"].as_array().into_iter().flatten();
            for ticket in listed.chain([&told["ticket"]]) {
                self.learn_ticket(ticket);
            }
        } else if operation.method == "DELETE" && operation.path == ENTRY {
            self.entries.retain(|it| it.id != self.about);
        } else if operation.path.ends_with("/faq/proposals") {
            let listed = told["proposals"].as_array().into_iter().flatten();
            self.proposals = listed.filter_map(|it| it["id"].as_u64()).collect();
        } else if operation.path.starts_with(FAQ) {
            if operation.path.contains("{proposal_id}") {
                self.proposals.retain(|it| *it != self.about);
            }
            let listed = told["entries"].as_array().into_iter().flatten();
            for entry in listed.chain([&told["entry"], told]) {
                self.learn_entry(entry);
            }
        }
    }

    fn learn_ticket(&mut self, told: &Value) {
        if let Some(status) = told["status"].as_str() {
            status.clone_into(&mut self.ticket.status);
        }
    }

    fn learn_entry(&mut self, told: &Value) {
        let (Some(id), Some(seen)) = (told["id"].as_u64(), told["updated_at"].as_str()) else {
            return;
        };
        self.entries.retain(|it| it.id != id);
        self.entries.push(Entry {
            id,
            seen: seen.to_owned(),
            pinned: told["pinned"] == true,
        });
    }

    fn next_state(&self, dice: &mut Dice) -> &'static str {
        let now = &self.ticket.status;
        if now == "closed" {
            return "open";
        }
        let others: Vec<_> = STATES
            .into_iter()
            .filter(|it| *it != now.as_str())
            .collect();
        dice.pick::<&str>(&others)
    }

    fn may_pin(&self) -> bool {
        self.entries.iter().filter(|it| it.pinned).count() < 4
    }

    fn writing(&mut self, dice: &mut Dice) -> Value {
        self.written += 1;
        json!({
            "title": format!("Answer {} {}", self.written, words(1, 40, dice)),
            "summary": words(1, 300, dice),
            "keywords": [words(1, 20, dice)],
        })
    }
}
