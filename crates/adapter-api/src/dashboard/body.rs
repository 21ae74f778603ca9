//! The figures as JSON.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use operations_core::{CommandFacts, GuildFacts, Ranking};
use reminders_core::{ReminderFigures, Upcoming};
use serde::Serialize;
use serde_json::Value;
use tickets_core::stats::{Overview, duration_text};
use tickets_core::{Ticket, TicketNumber};
use utoipa::ToSchema;

use crate::tickets::by_name;

/// Live figures.
#[derive(Serialize, ToSchema)]
pub(super) struct DashboardBody {
    pub(super) bot: BotBlock,
    pub(super) gpt: GptBlock,
    /// Null while the database is away.
    pub(super) reminders: Option<RemindersBlock>,
    /// Null while the database is away.
    pub(super) tickets: Option<TicketsBlock>,
    /// What the server has set; nothing without a server.
    pub(super) settings_overrides: Vec<OverrideBody>,
    pub(super) infrastructure: InfrastructureBlock,
    /// Null while the database is away.
    pub(super) command_usage: Option<CommandUsageBlock>,
    pub(super) cache_metrics: CacheBlock,
    pub(super) premium_metrics: PremiumBlock,
}

/// The bot.
#[derive(Serialize, ToSchema)]
pub(super) struct BotBlock {
    /// Whether it has a session with Discord.
    pub(super) online: bool,
    /// How long Discord took to answer the last heartbeat; null until the first is answered.
    pub(super) latency_ms: Option<f64>,
    pub(super) uptime_seconds: u64,
    /// `1d 2h 3m 4s`.
    pub(super) uptime_human: String,
    /// How many commands there are, also those that are not listed.
    pub(super) commands_loaded: usize,
    pub(super) version: &'static str,
    pub(super) codename: &'static str,
    /// All servers for a service that asks for itself; else the one that is asked about, and those the caller owns.
    pub(super) guilds: Vec<GuildBody>,
    /// Fifty of the commands.
    #[schema(max_items = 50)]
    pub(super) commands: Vec<CommandBody>,
}

/// A server.
#[derive(Serialize, ToSchema)]
pub(super) struct GuildBody {
    id: String,
    name: String,
    /// As of when Discord last told of it.
    member_count: Option<u64>,
    owner_id: String,
}

/// Something that can be called.
#[derive(Serialize, ToSchema)]
pub(super) struct CommandBody {
    /// `config reminders toggle`.
    qualified_name: String,
    description: String,
    /// `slash`, `user` or `message`.
    #[serde(rename = "type")]
    kind: &'static str,
}

/// The language model. There is none yet, so nothing was asked.
#[derive(Default, Serialize, ToSchema)]
pub(super) struct GptBlock {
    last_success_time: Option<DateTime<Utc>>,
    last_error_type: Option<String>,
    last_error_time: Option<DateTime<Utc>>,
    average_latency_ms: Option<f64>,
    total_tokens_session: u64,
    current_model: Option<String>,
    /// For services only.
    last_user_id: Option<String>,
    success_count: u64,
    error_count: u64,
    rate_limit_hits: u64,
    last_rate_limit_time: Option<DateTime<Utc>>,
    last_success_latency_ms: Option<f64>,
    #[schema(max_items = 25)]
    recent_successes: Vec<Value>,
    #[schema(max_items = 25)]
    recent_errors: Vec<Value>,
}

/// Reminders that are not over.
#[derive(Clone, Serialize, ToSchema)]
pub(super) struct RemindersBlock {
    total: u32,
    recurring: u32,
    one_off: u32,
    next_event_time: Option<DateTime<Utc>>,
    /// How many there are for each channel.
    per_channel: BTreeMap<String, u32>,
    #[schema(max_items = 3)]
    upcoming: Vec<UpcomingBody>,
}

/// An event that is to come.
#[derive(Clone, Serialize, ToSchema)]
struct UpcomingBody {
    id: u64,
    name: String,
    channel_id: String,
    scheduled_time: DateTime<Utc>,
    is_recurring: bool,
}

/// Tickets of the server, or of all of them.
#[derive(Clone, Serialize, ToSchema)]
pub(super) struct TicketsBlock {
    total: u32,
    /// How many stand in each state.
    per_status: BTreeMap<&'static str, u32>,
    /// How many people still work on.
    open_count: u32,
    last_ticket_created_at: Option<DateTime<Utc>>,
    /// From opening to the last closing; null while none was closed.
    average_close_seconds: Option<i64>,
    /// `2d 3h 5m`.
    average_close_human: Option<String>,
    /// Those first in which nobody has written for longest; none without a server.
    #[schema(max_items = 10)]
    open_items: Vec<OpenTicketBody>,
    /// By number; none without a server.
    #[schema(max_items = 100)]
    open_ticket_ids: Vec<u32>,
}

/// A ticket that people work on.
#[derive(Clone, Serialize, ToSchema)]
struct OpenTicketBody {
    /// The number that people say.
    id: u32,
    /// What its requester was called when they opened it.
    username: String,
    status: &'static str,
    /// Null while it is made.
    channel_id: Option<String>,
    created_at: DateTime<Utc>,
}

/// A setting that the server has set.
#[derive(Clone, Serialize, ToSchema)]
pub(super) struct OverrideBody {
    pub(super) scope: &'static str,
    pub(super) key: &'static str,
    /// As its kind has it; ids are strings.
    pub(super) value: Value,
}

/// What the bot stands on.
#[derive(Clone, Serialize, ToSchema)]
pub(super) struct InfrastructureBlock {
    pub(super) database_up: bool,
    /// Connections to the database.
    pub(super) pool_size: Option<u32>,
    pub(super) checked_at: DateTime<Utc>,
}

/// What was used.
#[derive(Clone, Serialize, ToSchema)]
pub(super) struct CommandUsageBlock {
    /// The most used first.
    top_commands: Vec<UsageBody>,
    total_commands_24h: u64,
    /// Of how many days the most used are.
    period_days: u16,
}

/// How often a command was used.
#[derive(Clone, Serialize, ToSchema)]
struct UsageBody {
    command_name: String,
    usage_count: u64,
}

/// How many entries are held in memory.
#[expect(
    clippy::struct_field_names,
    reason = "the names that dashboards know, to the letter"
)]
#[derive(Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct CacheBlock {
    pub(super) command_tracker_queue_size: usize,
    pub(super) command_stats_cache_size: usize,
    pub(super) settings_cache_size: usize,
    pub(super) ip_rate_limits_size: usize,
    pub(super) sync_cooldowns_size: usize,
    pub(super) ticket_cooldowns_size: usize,
    pub(super) idempotency_cache_size: usize,
    pub(super) identity_cache_size: usize,
    pub(super) secrets_cache_size: usize,
}

/// Premium. Nothing is sold yet.
#[expect(
    clippy::struct_field_names,
    reason = "the names that dashboards know, to the letter"
)]
#[derive(Default, Serialize, ToSchema)]
pub(super) struct PremiumBlock {
    premium_checks_total: u64,
    premium_checks_core_api: u64,
    premium_checks_local: u64,
    premium_cache_hits: u64,
    premium_transfers_count: u64,
    premium_cache_size: u64,
    premium_guild_cache_size: u64,
    premium_guild_cache_hits: u64,
    premium_guild_cache_misses: u64,
}

impl CommandUsageBlock {
    pub(super) fn of(ranking: &Ranking, total_commands_24h: u64, period_days: u16) -> Self {
        let used = ranking.top.iter().map(|it| UsageBody {
            command_name: it.name.clone(),
            usage_count: it.count,
        });
        Self {
            top_commands: used.collect(),
            total_commands_24h,
            period_days,
        }
    }
}

impl From<GuildFacts> for GuildBody {
    fn from(guild: GuildFacts) -> Self {
        Self {
            id: guild.id.to_string(),
            name: guild.name.into(),
            member_count: guild.member_count,
            owner_id: guild.owner.to_string(),
        }
    }
}

impl From<CommandFacts> for CommandBody {
    fn from(command: CommandFacts) -> Self {
        Self {
            qualified_name: command.qualified_name,
            description: command.description,
            kind: command.kind,
        }
    }
}

impl From<Overview> for TicketsBlock {
    fn from(overview: Overview) -> Self {
        let totals = overview.totals;
        Self {
            total: totals.counts.total(),
            per_status: by_name(totals.counts),
            open_count: totals.counts.live(),
            last_ticket_created_at: totals.last,
            average_close_seconds: totals.cycle.map(|it| it.num_seconds()),
            average_close_human: totals.cycle.map(duration_text),
            open_items: overview.waiting.into_iter().map(Into::into).collect(),
            open_ticket_ids: totals.live.into_iter().map(TicketNumber::get).collect(),
        }
    }
}

impl From<Ticket> for OpenTicketBody {
    fn from(ticket: Ticket) -> Self {
        Self {
            id: ticket.number.get(),
            username: ticket.username,
            status: ticket.status.as_str(),
            channel_id: ticket.channel.map(|it| it.to_string()),
            created_at: ticket.created_at,
        }
    }
}

impl From<ReminderFigures> for RemindersBlock {
    fn from(figures: ReminderFigures) -> Self {
        let channels = figures.per_channel.into_iter();
        Self {
            total: figures.recurring + figures.one_off,
            recurring: figures.recurring,
            one_off: figures.one_off,
            next_event_time: figures.upcoming.first().map(|it| it.event_at),
            per_channel: channels
                .map(|(id, count)| (id.to_string(), count))
                .collect(),
            upcoming: figures
                .upcoming
                .into_iter()
                .map(UpcomingBody::from)
                .collect(),
        }
    }
}

impl From<Upcoming> for UpcomingBody {
    fn from(event: Upcoming) -> Self {
        Self {
            id: event.id.get(),
            name: event.name,
            channel_id: event.channel.to_string(),
            scheduled_time: event.event_at,
            is_recurring: event.is_recurring,
        }
    }
}
