//! The bare server: axum and sqlx with nothing between them. Its handlers ask the database what those of the program ask
//! it, with as many connections, and answer with as much; nobody is asked who they are.

use std::process::ExitCode;

use adapter_postgres::Database;
use alphapy_app::SystemClock;
use anyhow::Context as _;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use kernel::Clock as _;
use serde::{Deserialize, Serialize};
use sqlx::postgres::PgRow;
use sqlx::{FromRow, PgPool, Row as _};

/// Runs until the process is ended. The arguments are the database's address and the port.
pub(crate) async fn run(arguments: Vec<String>) -> anyhow::Result<ExitCode> {
    let [url, port] = <[String; 2]>::try_from(arguments)
        .ok()
        .context("bare-http takes a database's address and a port")?;
    let database = Database::at(&url).await?;
    let router = Router::new()
        .route("/health", get(health))
        .route("/still", get(still))
        .route("/reminders/{user}", get(list))
        .route("/reminders", post(create))
        .route("/top-commands", get(top))
        .with_state(database.pool().clone());
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port.parse::<u16>()?)).await?;
    axum::serve(listener, router).await?;
    Ok(ExitCode::SUCCESS)
}

type Answer<T> = Result<Json<T>, (StatusCode, String)>;

fn failed(error: impl std::fmt::Display) -> (StatusCode, String) {
    (StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
}

#[derive(Serialize)]
struct Health {
    status: &'static str,
    service: &'static str,
    version: &'static str,
    uptime_seconds: u64,
    db_status: &'static str,
    timestamp: DateTime<Utc>,
    guild_count: Option<u32>,
    active_commands_24h: Option<u32>,
    gpt_status: Option<&'static str>,
    database_pool_size: Option<u32>,
    database: Part,
    gateway: Part,
}

#[derive(Serialize)]
struct Part {
    status: &'static str,
}

fn healthy(pool: &PgPool) -> Json<Health> {
    let ok = || Part { status: "ok" };
    Json(Health {
        status: "ok",
        service: "alphapy",
        version: "0.1.0",
        uptime_seconds: 60,
        db_status: "ok",
        timestamp: SystemClock.now(),
        guild_count: Some(1),
        active_commands_24h: Some(0),
        gpt_status: None,
        database_pool_size: Some(pool.size()),
        database: ok(),
        gateway: ok(),
    })
}

/// Health from memory.
async fn still(State(pool): State<PgPool>) -> Json<Health> {
    healthy(&pool)
}

async fn health(State(pool): State<PgPool>) -> Answer<Health> {
    sqlx::query("SELECT 1")
        .execute(&pool)
        .await
        .map_err(failed)?;
    Ok(healthy(&pool))
}

#[derive(Serialize)]
struct Reminder {
    id: i64,
    guild_id: String,
    name: String,
    channel_id: String,
    time: Option<String>,
    call_time: Option<String>,
    days: Vec<String>,
    message: String,
    location: Option<String>,
    event_time: Option<DateTime<Utc>>,
    image_url: Option<String>,
    created_by: Option<String>,
    user_id: Option<String>,
    last_sent_at: Option<DateTime<Utc>>,
}

impl FromRow<'_, PgRow> for Reminder {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        let clock = |it: NaiveTime| it.format("%H:%M").to_string();
        let made_by: Option<i64> = row.try_get("created_by")?;
        let made_by = made_by.map(|it| it.to_string());
        Ok(Self {
            id: row.try_get("id")?,
            guild_id: row.try_get::<i64, _>("guild_id")?.to_string(),
            name: row.try_get("name")?,
            channel_id: row.try_get::<i64, _>("channel_id")?.to_string(),
            time: row.try_get::<Option<NaiveTime>, _>("time")?.map(clock),
            call_time: row.try_get::<Option<NaiveTime>, _>("call_time")?.map(clock),
            days: row.try_get("days")?,
            message: row.try_get("message")?,
            location: row.try_get("location")?,
            event_time: row.try_get("event_time")?,
            image_url: row.try_get("image_url")?,
            created_by: made_by.clone(),
            user_id: made_by,
            last_sent_at: row.try_get("last_sent_at")?,
        })
    }
}

async fn list(State(pool): State<PgPool>, Path(user): Path<i64>) -> Answer<Vec<Reminder>> {
    sqlx::query_as(
        r#"SELECT id, guild_id, name, channel_id, "time", call_time, days, message, created_by,
                  origin_channel_id, origin_message_id, event_time, location, offset_minutes, announce,
                  rrule, starts_on, mention_everyone, origin_part, paused_reason, paused_at,
                  next_fire_at, next_kind, next_event_at, sent_message_id, image_url, completed, source, created_at,
                  last_sent_at, updated_at
           FROM alphapy.reminders
           WHERE created_by = $1 AND NOT completed AND ($2::bigint IS NULL OR guild_id = $2)
           ORDER BY coalesce(call_time, "time"), name COLLATE "C", id LIMIT $3"#,
    )
    .bind(user)
    .bind(None::<i64>)
    .bind(500_i64)
    .fetch_all(&pool)
    .await
    .map(Json)
    .map_err(failed)
}

#[derive(Deserialize)]
struct NewReminder {
    guild_id: String,
    user_id: String,
    name: String,
    channel_id: String,
    message: String,
    location: Option<String>,
    call_time: String,
    days: Vec<String>,
}

#[derive(Serialize)]
struct Created {
    success: bool,
    reminder: Reminder,
}

async fn create(
    State(pool): State<PgPool>,
    Json(new): Json<NewReminder>,
) -> Result<(StatusCode, Json<Created>), (StatusCode, String)> {
    let guild: i64 = new.guild_id.parse().map_err(failed)?;
    let channel: i64 = new.channel_id.parse().map_err(failed)?;
    let user: i64 = new.user_id.parse().map_err(failed)?;
    let clock = NaiveTime::parse_from_str(&new.call_time, "%H:%M").map_err(failed)?;
    let of = Keys {
        guild,
        channel,
        user,
    };
    let id = store(&pool, of, &new, clock).await.map_err(failed)?;
    let reminder = Reminder {
        id,
        guild_id: new.guild_id,
        name: new.name,
        channel_id: new.channel_id,
        time: Some((clock - TimeDelta::hours(1)).format("%H:%M").to_string()),
        call_time: Some(new.call_time),
        days: new.days,
        message: new.message,
        location: new.location,
        event_time: None,
        image_url: None,
        created_by: Some(new.user_id.clone()),
        user_id: Some(new.user_id),
        last_sent_at: None,
    };
    let created = Created {
        success: true,
        reminder,
    };
    Ok((StatusCode::CREATED, Json(created)))
}

struct Keys {
    guild: i64,
    channel: i64,
    user: i64,
}

/// The program's statements: the guild's row, the lock under which the quota is counted, the zone, the row.
async fn store(
    pool: &PgPool,
    of: Keys,
    new: &NewReminder,
    clock: NaiveTime,
) -> Result<i64, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    sqlx::query("INSERT INTO alphapy.guilds (guild_id) VALUES ($1) ON CONFLICT DO NOTHING")
        .bind(of.guild)
        .execute(&mut *transaction)
        .await?;
    sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
        .bind(format!("bare quota {} {}", of.guild, of.user))
        .execute(&mut *transaction)
        .await?;
    let _active: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM alphapy.reminders
         WHERE guild_id = $1 AND created_by = $2 AND NOT completed AND source <> 'watcher'",
    )
    .bind(of.guild)
    .bind(of.user)
    .fetch_one(&mut *transaction)
    .await?;
    sqlx::query(
        "SELECT guild_id, value #>> '{}' AS zone FROM alphapy.bot_settings
         WHERE guild_id = ANY($1) AND scope = 'system' AND key = 'timezone'",
    )
    .bind([of.guild])
    .fetch_all(&mut *transaction)
    .await?;
    let now = SystemClock.now();
    let id = sqlx::query_scalar(
        r#"INSERT INTO alphapy.reminders
               (guild_id, name, channel_id, "time", call_time, days, offset_minutes, announce, message, location,
                created_by, source, next_fire_at, next_kind, next_event_at, created_at, mention_everyone, origin_part)
           VALUES ($1, $2, $3, $4, $5, $6, 60, 'both', $7, $8, $9, 'dashboard', $10, 'pre', $11, $12, false, 0)
           ON CONFLICT (guild_id, origin_channel_id, origin_message_id, origin_part)
               WHERE origin_message_id IS NOT NULL AND source = 'watcher' DO NOTHING
           RETURNING id"#,
    )
    .bind(of.guild)
    .bind(&new.name)
    .bind(of.channel)
    .bind(clock - TimeDelta::hours(1))
    .bind(clock)
    .bind(&new.days)
    .bind(&new.message)
    .bind(&new.location)
    .bind(of.user)
    .bind(now + TimeDelta::days(2))
    .bind(now + TimeDelta::days(2) + TimeDelta::hours(1))
    .bind(now)
    .fetch_one(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(id)
}

#[derive(Deserialize)]
struct Asked {
    guild_id: i64,
    days: i64,
    limit: i64,
}

#[derive(Serialize)]
struct Top {
    top_commands: Vec<Line>,
    total_commands: i64,
}

#[derive(Serialize, FromRow)]
struct Line {
    command_name: String,
    usage_count: i64,
    #[serde(skip)]
    total: i64,
}

async fn top(State(pool): State<PgPool>, Query(asked): Query<Asked>) -> Answer<Top> {
    let top_commands: Vec<Line> = sqlx::query_as(
        r#"SELECT command_name, count(*) AS usage_count, sum(count(*)) OVER ()::bigint AS total
           FROM alphapy.audit_logs
           WHERE guild_id = $1 AND created_at >= $2 AND command_type IN ('slash', 'text')
           GROUP BY command_name ORDER BY count(*) DESC, command_name COLLATE "C" LIMIT $3"#,
    )
    .bind(asked.guild_id)
    .bind(SystemClock.now() - TimeDelta::days(asked.days))
    .bind(asked.limit)
    .fetch_all(&pool)
    .await
    .map_err(failed)?;
    let total_commands = top_commands.first().map_or(0, |it| it.total);
    Ok(Json(Top {
        top_commands,
        total_commands,
    }))
}
