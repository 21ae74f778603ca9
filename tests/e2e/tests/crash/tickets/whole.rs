//! What must hold of tickets whoever died: everything once, and nothing left behind.

use std::collections::BTreeSet;

use discord_simulator::{Channel, Message, User};
use e2e_tests::is_control;

use super::desk::{Case, Desk, Flow};
use crate::scene::Scene;

/// What is stored of a ticket.
#[derive(Debug, sqlx::FromRow)]
struct Row {
    ticket_no: i32,
    status: String,
    channel_id: Option<i64>,
    control_message_id: Option<i64>,
    transcript_message_id: Option<i64>,
    summaries: i64,
    summary_jobs: i64,
    /// What was recorded of it, in order.
    events: Vec<String>,
}

impl Scene {
    /// Whether nothing is left to do for tickets, half open and half archived ones among them.
    pub(super) async fn is_quiet(&self) -> bool {
        sqlx::query_scalar(
            "SELECT NOT EXISTS (SELECT FROM alphapy.ticket_jobs WHERE done_at IS NULL)
                AND NOT EXISTS (SELECT FROM alphapy.support_tickets
                    WHERE status <> 'archived' AND (channel_id IS NULL OR control_message_id IS NULL))
                AND NOT EXISTS (SELECT FROM alphapy.support_tickets
                    WHERE status = 'closed' AND archive_started_at IS NOT NULL)",
        )
        .fetch_one(&self.pool)
        .await
        .unwrap()
    }

    /// The channel of somebody's ticket.
    pub(super) async fn channel_of(&self, requester: &User) -> Option<u64> {
        let rows = self.rows_of(requester).await;
        let channel = rows.first()?.channel_id?;
        u64::try_from(channel).ok()
    }

    async fn rows_of(&self, requester: &User) -> Vec<Row> {
        sqlx::query_as(
            "SELECT ticket_no, status, channel_id, control_message_id, transcript_message_id,
                    (SELECT count(*) FROM alphapy.ticket_summaries s WHERE s.ticket_id = t.id) AS summaries,
                    (SELECT count(*) FROM alphapy.ticket_jobs j WHERE j.ticket_id = t.id AND j.kind = 'summary')
                        AS summary_jobs,
                    ARRAY(SELECT event FROM alphapy.ticket_events e WHERE e.ticket_id = t.id ORDER BY id) AS events
             FROM alphapy.support_tickets t WHERE user_id = $1",
        )
        .bind(i64::try_from(requester.id()).unwrap())
        .fetch_all(&self.pool)
        .await
        .unwrap()
    }

    /// The channels of all tickets that have not been put away.
    async fn stored_channels(&self) -> BTreeSet<u64> {
        let stored: Vec<i64> = sqlx::query_scalar(
            "SELECT channel_id FROM alphapy.support_tickets WHERE status <> 'archived'",
        )
        .fetch_all(&self.pool)
        .await
        .unwrap();
        stored
            .into_iter()
            .map(|it| u64::try_from(it).unwrap())
            .collect()
    }
}

impl Desk {
    /// Whether the flow has come to its end.
    pub(super) async fn is_so(&self, case: &Case, flow: Flow) -> bool {
        let rows = self.scene.rows_of(&case.requester).await;
        let status = rows.first().map(|it| it.status.as_str());
        match flow {
            Flow::Open => status.is_some(),
            Flow::Close => status == Some("closed"),
            Flow::Archive => status == Some("archived"),
        }
    }

    /// Asserts that the case is where its flow leads, that everything of it was done once, and that no channel belongs to
    /// no ticket.
    pub(super) async fn is_whole(&self, case: &Case, flow: Flow, died_at: &str) {
        if let Err(complaint) = self.complains(case, flow).await {
            let complaint = format!("after a death at {died_at}: {complaint}");
            self.scene.fail(&complaint).await;
        }
    }

    async fn complains(&self, case: &Case, flow: Flow) -> Result<(), String> {
        let rows = self.scene.rows_of(&case.requester).await;
        let [row] = rows.as_slice() else {
            return Err(format!("one ticket was asked for: {rows:?}"));
        };
        let (made, stored) = (self.made_channels(), self.scene.stored_channels().await);
        ensure(made == stored, || {
            format!("channels {made:?}, and stored are {stored:?}")
        })?;
        is_recorded_once(row, flow)?;
        let channels = self.scene.guild.channels().into_iter();
        let id = row.channel_id.and_then(|it| u64::try_from(it).ok());
        let channel = { channels }.find(|it| Some(it.id()) == id);
        match (flow, channel) {
            (Flow::Open, Some(channel)) => is_opened(row, &channel),
            (Flow::Close, Some(channel)) => is_closed(row, &channel, &case.requester),
            (Flow::Archive, None) => self.is_archived(row),
            (_, channel) => Err(format!("{row:?} with {channel:?}")),
        }
    }

    fn made_channels(&self) -> BTreeSet<u64> {
        let channels = self.scene.guild.channels().into_iter();
        let tickets = channels.filter(|it| it.name().starts_with("ticket-"));
        tickets.map(|it| it.id()).collect()
    }

    fn is_archived(&self, row: &Row) -> Result<(), String> {
        let name = format!("ticket-{}-transcript.txt", row.ticket_no);
        let log = self.scene.guild.channel("bot-log").messages();
        let has_it = |it: &&Message| it.attachments.iter().any(|it| it["filename"] == *name);
        let transcripts: Vec<_> = log.iter().filter(has_it).collect();
        let [transcript] = transcripts.as_slice() else {
            return Err(format!("there are {} transcripts", transcripts.len()));
        };
        let text = self.scene.simulator.file(transcript, &name);
        let text = String::from_utf8(text.unwrap_or_default()).unwrap();
        ensure(text.contains("it is still so"), || {
            format!("what was said is not in it: {text}")
        })?;
        let noted = row.transcript_message_id;
        ensure(noted == i64::try_from(transcript.id).ok(), || {
            format!("{row:?} is not at {}", transcript.id)
        })?;
        is_summed_up_once(row)
    }
}

fn ensure(holds: bool, complaint: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(complaint()) }
}

/// Cards in the log channel are lost with whoever dies before posting them; what is recorded is not.
fn is_recorded_once(row: &Row, flow: Flow) -> Result<(), String> {
    let expected: &[&str] = match flow {
        Flow::Open => &["created"],
        Flow::Close => &["created", "closed"],
        Flow::Archive => &["created", "closed", "archived"],
    };
    ensure(row.events == expected, || {
        format!("{row:?} was not recorded as {expected:?}")
    })
}

/// One message with buttons, which is the one that is stored, pinned.
fn is_opened(row: &Row, channel: &Channel) -> Result<(), String> {
    let messages = channel.messages();
    let controls: Vec<_> = messages.iter().filter(|it| is_control(it)).collect();
    let [control] = controls.as_slice() else {
        return Err(format!("{} messages have buttons", controls.len()));
    };
    let stored = row.control_message_id;
    ensure(stored == i64::try_from(control.id).ok(), || {
        format!("{row:?} is not at {}", control.id)
    })?;
    ensure(control.pinned, || "it is not pinned".to_owned())
}

fn is_closed(row: &Row, channel: &Channel, requester: &User) -> Result<(), String> {
    is_opened(row, channel)?;
    let messages = channel.messages();
    let count = |is_it: &dyn Fn(&Message) -> bool| messages.iter().filter(|it| is_it(it)).count();
    let lines = count(&|it| it.content.starts_with("🔒 Closed by"));
    ensure(lines == 1, || {
        format!("it says {lines} times that it is closed")
    })?;
    let summary = |it: &Message| {
        it.embeds
            .iter()
            .any(|it| it["title"] == "📄 Ticket Summary")
    };
    let summaries = count(&summary);
    ensure(summaries == 1, || {
        format!("{summaries} summaries are shown")
    })?;
    is_summed_up_once(row)?;
    let name = channel.name();
    let right = format!("ticket-{}-closed", row.ticket_no);
    ensure(name == right, || format!("it is called {name}"))?;
    let writes = requester.in_channel(channel).says("one more thing");
    ensure(writes.is_err(), || {
        "its requester can still write".to_owned()
    })
}

fn is_summed_up_once(row: &Row) -> Result<(), String> {
    let once = row.summaries == 1 && row.summary_jobs == 1;
    ensure(once, || format!("{row:?} is not summed up once"))
}
