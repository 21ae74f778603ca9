//! A row of `alphapy.ticket_jobs`, and the work in it.

use chrono::{DateTime, Utc};
use kernel::{GuildId, UserId};
use serde_json::{Value, json};
use tickets_core::{Claim, ClaimedWork, Line, Permissions, Target, Unarchived, Work, WorkId};

use super::row::{Unreadable, target, target_columns, ticket_id};

/// Stored work as the database has it.
#[derive(Debug)]
pub(super) struct WorkRow {
    pub(super) id: i64,
    pub(super) guild_id: i64,
    pub(super) ticket_id: i64,
    pub(super) kind: String,
    pub(super) payload: Value,
    pub(super) attempts: i32,
    pub(super) created_at: DateTime<Utc>,
    pub(super) last_error: Option<String>,
}

impl TryFrom<WorkRow> for ClaimedWork {
    type Error = Unreadable;

    fn try_from(row: WorkRow) -> Result<Self, Unreadable> {
        Ok(Self {
            id: WorkId(row.id),
            guild: GuildId::try_from(row.guild_id)?,
            ticket: ticket_id(row.ticket_id)?,
            work: work(&row.kind, &row.payload, row.created_at)?,
            attempt: u32::try_from(row.attempts).map_err(|_| Unreadable)?,
            since: row.created_at,
            error: row.last_error,
        })
    }
}

/// Marks what is told to the requester alone, among what is told in the channel.
const ASK: &str = "ask";

/// The name of a kind of work.
pub(super) fn kind_text(work: &Work) -> &'static str {
    match work {
        Work::RefreshControl => "refresh_embed",
        Work::Tell(_) | Work::Ask => "notify",
        Work::Admit(_) => "admit",
        Work::Lock => "lock",
        Work::Unlock => "unlock",
        Work::Rename => "rename",
        Work::Summarise => "summary",
        Work::DeleteChannel => "delete_channel",
        Work::OfferAnswers => "answers",
        Work::Log => "log",
    }
}

/// What a piece of work needs to know beside its ticket.
pub(super) fn payload(work: &Work) -> Value {
    match work {
        Work::Tell(line) => line_payload(line),
        Work::Ask => json!({ "line": ASK }),
        Work::Admit(to) => target_payload(*to),
        _ => json!({}),
    }
}

fn target_payload(to: Target) -> Value {
    let (kind, id) = target_columns(to);
    json!({ "kind": kind, "id": id })
}

fn line_payload(line: &Line) -> Value {
    match line {
        Line::Claimed(claim) => {
            json!({ "line": "claimed", "by": claim.by.as_i64(), "at": claim.at.to_rfc3339() })
        }
        Line::Waiting => json!({ "line": "waiting" }),
        Line::Escalated(to) => {
            json!({ "line": "escalated", "to": to.map(target_payload) })
        }
        Line::Closed { by, reason } => {
            json!({ "line": "closed", "by": by.map(UserId::as_i64), "reason": reason })
        }
        Line::Reopened(by) => json!({ "line": "reopened", "by": by.map(UserId::as_i64) }),
        Line::Unclaimed(by) => json!({ "line": "unclaimed", "by": by.map(UserId::as_i64) }),
        Line::NotLocked { by, lacking } => {
            json!({ "line": "not_locked", "by": by.as_i64(), "lacking": lacking.bits() })
        }
        Line::NotArchived { by, why } => {
            json!({ "line": "not_archived", "by": by.as_i64(), "why": why.as_str() })
        }
        Line::Left => json!({ "line": "left" }),
        Line::Idle => json!({ "line": "idle" }),
    }
}

/// What was stored at `since`.
fn work(kind: &str, payload: &Value, since: DateTime<Utc>) -> Result<Work, Unreadable> {
    Ok(match kind {
        "refresh_embed" => Work::RefreshControl,
        "notify" if payload["line"] == ASK => Work::Ask,
        "notify" => Work::Tell(line(payload, since)?),
        "admit" => Work::Admit(payload_target(payload)?),
        "lock" => Work::Lock,
        "unlock" => Work::Unlock,
        "rename" => Work::Rename,
        "summary" => Work::Summarise,
        "delete_channel" => Work::DeleteChannel,
        "answers" => Work::OfferAnswers,
        "log" => Work::Log,
        _ => return Err(Unreadable),
    })
}

fn line(payload: &Value, since: DateTime<Utc>) -> Result<Line, Unreadable> {
    let by = payload["by"].as_i64().map(UserId::try_from).transpose()?;
    Ok(match payload["line"].as_str() {
        Some("claimed") => Line::Claimed(Claim {
            by: by.ok_or(Unreadable)?,
            // Earlier releases did not say.
            at: moment(&payload["at"])?.unwrap_or(since),
        }),
        Some("waiting") => Line::Waiting,
        Some("escalated") => {
            let to = Some(&payload["to"]).filter(|it| !it.is_null());
            Line::Escalated(to.map(payload_target).transpose()?)
        }
        Some("closed") => Line::Closed {
            by,
            reason: payload["reason"].as_str().map(str::to_owned),
        },
        Some("reopened") => Line::Reopened(by),
        Some("unclaimed") => Line::Unclaimed(by),
        Some("not_locked") => Line::NotLocked {
            by: by.ok_or(Unreadable)?,
            lacking: Permissions::from_bits(payload["lacking"].as_u64().ok_or(Unreadable)?),
        },
        Some("not_archived") => Line::NotArchived {
            by: by.ok_or(Unreadable)?,
            why: Unarchived::named(payload["why"].as_str().ok_or(Unreadable)?).ok_or(Unreadable)?,
        },
        Some("left") => Line::Left,
        Some("idle") => Line::Idle,
        _ => return Err(Unreadable),
    })
}

fn moment(value: &Value) -> Result<Option<DateTime<Utc>>, Unreadable> {
    let moment = value.as_str().map(str::parse).transpose();
    moment.map_err(|_| Unreadable)
}

fn payload_target(payload: &Value) -> Result<Target, Unreadable> {
    let kind = payload["kind"].as_str().ok_or(Unreadable)?;
    let id = payload["id"].as_i64().ok_or(Unreadable)?;
    target(kind, id)
}

#[cfg(test)]
mod tests {
    use kernel::RoleId;
    use tickets_core::testing::instant;

    use super::*;

    #[test]
    fn work_is_read_as_it_was_written() {
        let user = UserId::new(21).unwrap();
        let claim = Claim {
            by: user,
            at: instant(7),
        };
        let role = Target::Role(RoleId::new(78).unwrap());
        let closed = |by, reason: Option<&str>| {
            Work::Tell(Line::Closed {
                by,
                reason: reason.map(str::to_owned),
            })
        };
        for piece in [
            Work::RefreshControl,
            Work::Tell(Line::Claimed(claim)),
            Work::Tell(Line::Waiting),
            Work::Tell(Line::Escalated(None)),
            Work::Tell(Line::Escalated(Some(role))),
            closed(Some(user), Some("it \"works\"")),
            closed(None, None),
            Work::Tell(Line::Reopened(Some(user))),
            Work::Tell(Line::Unclaimed(None)),
            Work::Tell(Line::NotLocked {
                by: user,
                lacking: Permissions::MANAGE_ROLES,
            }),
            Work::Tell(Line::Left),
            Work::Tell(Line::Idle),
            Work::Ask,
            Work::Admit(role),
            Work::Admit(Target::User(user)),
            Work::Lock,
            Work::Unlock,
            Work::Rename,
            Work::Summarise,
            Work::DeleteChannel,
            Work::OfferAnswers,
            Work::Log,
        ] {
            let read = work(kind_text(&piece), &payload(&piece), instant(9));
            assert_eq!(read, Ok(piece));
        }
        for why in Unarchived::ALL {
            let piece = Work::Tell(Line::NotArchived { by: user, why });
            let read = work(kind_text(&piece), &payload(&piece), instant(9));
            assert_eq!(read, Ok(piece));
        }
    }

    #[test]
    fn a_claim_that_an_earlier_release_stored_was_made_when_it_was_stored() {
        let payload = json!({ "line": "claimed", "by": 21 });
        let by = UserId::new(21).unwrap();
        let claim = Claim { by, at: instant(9) };
        let read = work("notify", &payload, instant(9));
        assert_eq!(read, Ok(Work::Tell(Line::Claimed(claim))));
    }

    #[test]
    fn what_no_release_writes_is_unreadable() {
        for (kind, payload) in [
            ("dance", json!({})),
            ("notify", json!({ "line": "claimed" })),
            ("notify", json!({ "line": "claimed", "by": 0 })),
            (
                "notify",
                json!({ "line": "not_archived", "by": 21, "why": "rain" }),
            ),
            (
                "notify",
                json!({ "line": "claimed", "by": 21, "at": "noon" }),
            ),
            ("admit", json!({ "kind": "none", "id": 1 })),
        ] {
            assert_eq!(work(kind, &payload, instant(9)), Err(Unreadable), "{kind}");
        }
    }
}
