//! A row of `alphapy.reminders`, and the reminder in it.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use kernel::{ChannelId, GuildId, InvalidId, MessageId, UserId};
use parsers::{Recurrence, WeekdaySet};
use reminders_core::{
    Announce, Kind, Lead, Location, Message, Name, NewReminder, Occurrence, Origin, Pause,
    PauseReason, Reminder, ReminderId, Schedule, Source,
};

/// `sqlx::query_as!` over whole rows: `reminder_rows!("WHERE …", arguments…)`, or `reminder_rows!(from "…", arguments…)`
/// for rows that come out of a join.
macro_rules! reminder_rows {
    ($tail:literal $(, $argument:expr)* $(,)?) => {
        $crate::reminders::row::reminder_rows!(@ "alphapy.reminders ", $tail $(, $argument)*)
    };
    (from $source:literal $(, $argument:expr)* $(,)?) => {
        $crate::reminders::row::reminder_rows!(@ "", $source $(, $argument)*)
    };
    (@ $source:literal, $tail:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            $crate::reminders::row::ReminderRow,
            r#"SELECT id, guild_id, name, channel_id, "time", call_time, days, message, created_by,
                      origin_channel_id, origin_message_id, event_time, location, offset_minutes, announce,
                      rrule, starts_on, mention_everyone, origin_part, paused_reason, paused_at,
                      next_fire_at, next_kind, next_event_at, sent_message_id, image_url, completed, source, created_at,
                      last_sent_at, updated_at
               FROM "# + $source + $tail
            $(, $argument)*
        )
    };
}

pub(super) use reminder_rows;

/// A stored reminder as the database has it.
#[derive(Debug)]
pub(super) struct ReminderRow {
    pub(super) id: i64,
    pub(super) guild_id: i64,
    pub(super) name: String,
    pub(super) channel_id: i64,
    pub(super) time: Option<NaiveTime>,
    pub(super) call_time: Option<NaiveTime>,
    pub(super) days: Vec<String>,
    pub(super) message: String,
    pub(super) created_by: Option<i64>,
    pub(super) origin_channel_id: Option<i64>,
    pub(super) origin_message_id: Option<i64>,
    pub(super) event_time: Option<DateTime<Utc>>,
    pub(super) location: Option<String>,
    pub(super) offset_minutes: Option<i32>,
    pub(super) announce: String,
    pub(super) rrule: Option<String>,
    pub(super) starts_on: Option<NaiveDate>,
    pub(super) mention_everyone: bool,
    pub(super) origin_part: i16,
    pub(super) paused_reason: Option<String>,
    pub(super) paused_at: Option<DateTime<Utc>>,
    pub(super) next_fire_at: Option<DateTime<Utc>>,
    pub(super) next_kind: Option<String>,
    pub(super) next_event_at: Option<DateTime<Utc>>,
    pub(super) sent_message_id: Option<i64>,
    pub(super) image_url: Option<String>,
    pub(super) completed: bool,
    pub(super) source: String,
    pub(super) created_at: DateTime<Utc>,
    pub(super) last_sent_at: Option<DateTime<Utc>>,
    pub(super) updated_at: DateTime<Utc>,
}

/// A row that holds something which no release up to this one writes.
#[derive(Debug, thiserror::Error)]
#[error("column {column} of reminder {id} in guild {guild_id} cannot be read")]
pub(super) struct UnreadableRow {
    pub(super) id: i64,
    pub(super) guild_id: i64,
    pub(super) column: &'static str,
}

impl ReminderRow {
    /// The reminder in this row. Texts that are too long, as imported ones may be, are cut rather than refused.
    pub(super) fn reminder(&self) -> Result<Reminder, UnreadableRow> {
        self.decode().map_err(|Column(column)| UnreadableRow {
            id: self.id,
            guild_id: self.guild_id,
            column,
        })
    }

    /// What is sent next. The columns are set together or not at all.
    pub(super) fn next(&self) -> Result<Option<Occurrence>, UnreadableRow> {
        let parts = (
            self.next_fire_at,
            self.next_kind.as_deref(),
            self.next_event_at,
        );
        let (Some(fires_at), Some(kind), Some(event_at)) = parts else {
            return Ok(None);
        };
        let kind = read_kind(kind).ok_or(UnreadableRow {
            id: self.id,
            guild_id: self.guild_id,
            column: "next_kind",
        })?;
        Ok(Some(Occurrence {
            fires_at,
            kind,
            event_at,
        }))
    }

    fn decode(&self) -> Result<Reminder, Column> {
        let id = u64::try_from(self.id).ok().and_then(ReminderId::new);
        Ok(Reminder {
            id: id.ok_or(Column("id"))?,
            what: self.what()?,
            next: self.next().map_err(|it| Column(it.column))?,
            pre_message: optional("sent_message_id", self.sent_message_id, MessageId::try_from)?,
            completed: self.completed,
            paused: self.paused()?,
            created_at: self.created_at,
        })
    }

    fn what(&self) -> Result<NewReminder, Column> {
        Ok(NewReminder {
            guild: GuildId::try_from(self.guild_id).map_err(|_| Column("guild_id"))?,
            name: Name::new(&self.name).unwrap_or_else(|_| Name::fallback()),
            channel: ChannelId::try_from(self.channel_id).map_err(|_| Column("channel_id"))?,
            schedule: self.schedule()?,
            lead: self.lead()?,
            announce: read_announce(&self.announce).ok_or(Column("announce"))?,
            message: Message::new(&self.message).map_err(|_| Column("message"))?,
            location: self.location()?,
            image_url: self.image_url.clone(),
            mention_everyone: self.mention_everyone,
            origin: self.origin()?,
            origin_part: u8::try_from(self.origin_part).map_err(|_| Column("origin_part"))?,
            created_by: optional("created_by", self.created_by, UserId::try_from)?,
            source: read_source(&self.source).ok_or(Column("source"))?,
        })
    }

    fn schedule(&self) -> Result<Schedule, Column> {
        if let Some(at) = self.event_time {
            return Ok(Schedule::one_off(at));
        }
        let clock = self.call_time.ok_or(Column("call_time"))?;
        match &self.rrule {
            Some(rrule) => Recurrence::from_rrule(rrule, self.starts_on)
                .map(|it| Schedule::recurring(it, clock))
                .map_err(|_| Column("rrule")),
            None => Schedule::weekly(WeekdaySet::from_stored(&self.days), clock)
                .map_err(|_| Column("days")),
        }
    }

    fn paused(&self) -> Result<Option<Pause>, Column> {
        let (Some(reason), Some(since)) = (&self.paused_reason, self.paused_at) else {
            return Ok(None);
        };
        let reason = read_pause_reason(reason).ok_or(Column("paused_reason"))?;
        Ok(Some(Pause { reason, since }))
    }

    /// The lead that was stored; for imported rows, which have none, what lies between their two clocks.
    fn lead(&self) -> Result<Lead, Column> {
        let minutes = match (self.offset_minutes, self.call_time, self.time) {
            (Some(minutes), _, _) => i64::from(minutes),
            (None, Some(event), Some(notice)) => (event - notice).num_minutes().rem_euclid(24 * 60),
            (None, _, _) => 0,
        };
        Lead::minutes(minutes).map_err(|_| Column("offset_minutes"))
    }

    fn location(&self) -> Result<Option<Location>, Column> {
        let text = self.location.as_deref().unwrap_or_default();
        let cut = text.char_indices().nth(Location::MAX);
        let fits = cut.and_then(|(at, _)| text.get(..at)).unwrap_or(text);
        Location::new(fits).map_err(|_| Column("location"))
    }

    fn origin(&self) -> Result<Option<Origin>, Column> {
        let channel = optional(
            "origin_channel_id",
            self.origin_channel_id,
            ChannelId::try_from,
        )?;
        let message = optional(
            "origin_message_id",
            self.origin_message_id,
            MessageId::try_from,
        )?;
        Ok(channel
            .zip(message)
            .map(|(channel, message)| Origin { channel, message }))
    }
}

/// The column that could not be read.
struct Column(&'static str);

fn optional<I>(
    column: &'static str,
    stored: Option<i64>,
    id: impl Fn(i64) -> Result<I, InvalidId>,
) -> Result<Option<I>, Column> {
    stored
        .map(id)
        .transpose()
        .map_err(|InvalidId| Column(column))
}

/// A kind as columns have it.
pub(super) fn kind_text(kind: Kind) -> &'static str {
    match kind {
        Kind::T0 => "t0",
        Kind::Pre => "pre",
        Kind::Snoozed => "snoozed",
    }
}

/// The kind that a column has.
pub(super) fn read_kind(text: &str) -> Option<Kind> {
    [Kind::T0, Kind::Pre, Kind::Snoozed]
        .into_iter()
        .find(|it| kind_text(*it) == text)
}

/// What is announced, as the column has it.
pub(super) fn announce_text(announce: Announce) -> &'static str {
    match announce {
        Announce::Before => "before",
        Announce::AtStart => "at_start",
        Announce::Both => "both",
    }
}

fn read_announce(text: &str) -> Option<Announce> {
    let all = [Announce::Before, Announce::AtStart, Announce::Both];
    all.into_iter().find(|it| announce_text(*it) == text)
}

/// Why a reminder rests, as the column has it.
pub(super) fn pause_text(reason: PauseReason) -> &'static str {
    match reason {
        PauseReason::ChannelGone => "channel_gone",
        PauseReason::Forbidden => "forbidden",
        PauseReason::GuildLeft => "guild_left",
    }
}

/// Why a reminder rests, out of a column.
pub(super) fn read_pause_reason(text: &str) -> Option<PauseReason> {
    let all = [
        PauseReason::ChannelGone,
        PauseReason::Forbidden,
        PauseReason::GuildLeft,
    ];
    all.into_iter().find(|it| pause_text(*it) == text)
}

/// Who made a reminder, as the column has it.
pub(super) fn source_text(source: Source) -> &'static str {
    match source {
        Source::Manual => "manual",
        Source::Watcher => "watcher",
        Source::Dashboard => "dashboard",
        Source::LiveSession => "live_session",
        Source::Import => "import",
    }
}

fn read_source(text: &str) -> Option<Source> {
    let all = [
        Source::Manual,
        Source::Watcher,
        Source::Dashboard,
        Source::LiveSession,
        Source::Import,
    ];
    all.into_iter().find(|it| source_text(*it) == text)
}
