//! The token, the application behind it, what it was given, and Discord's clock.

use adapter_discord::Examined;
use adapter_discord::rest::{Rest, RestConfig};
use chrono::{DateTime, TimeDelta, Utc};
use kernel::Clock as _;
use settings_core::Intent;

use super::finding::Finding;
use crate::clock::SystemClock;
use crate::config::Config;

/// A clock that is further off than this misses minutes.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::seconds(30);

pub(super) async fn look(config: &Config) -> Vec<Finding> {
    let Some(token) = &config.token else {
        return vec![Finding::bad(
            "token",
            "BOT_TOKEN is not set",
            "copy it from the Developer Portal (your application, Bot, Reset Token)",
        )];
    };
    let rest = Rest::new(RestConfig::new(token.clone(), config.discord_proxy.clone()));
    match adapter_discord::examine(&rest).await {
        Err(error) => vec![Finding::of_error("token", &error)],
        Ok(examined) => vec![
            Finding::good(
                "token",
                format!("Discord knows the bot as {}", examined.name),
            ),
            owners(config, &examined),
            content(&examined),
            members(&examined),
            sessions(config, &examined),
            clock(examined.discord_time),
        ],
    }
}

fn owners(config: &Config, examined: &Examined) -> Finding {
    let owners = config.admins.owners.len() + examined.owners;
    if owners == 0 {
        let found = format!("nobody is known to own {}", examined.application);
        return Finding::note(
            "application",
            found,
            "set OWNER_IDS, so that somebody may use `/migrate`",
        );
    }
    Finding::good(
        "application",
        format!("{} has an owner", examined.application),
    )
}

fn content(examined: &Examined) -> Finding {
    if examined.intents.contains(&Intent::MessageContent) {
        return Finding::good("intents", "Message Content Intent is on");
    }
    Finding::bad(
        "intents",
        "Message Content Intent is off, so announcements cannot be read",
        "switch it on (Developer Portal, your application, Bot), then start the bot again",
    )
}

/// Without it everything works, but nobody hears of members who leave.
fn members(examined: &Examined) -> Finding {
    if examined.intents.contains(&Intent::ServerMembers) {
        return Finding::good("intents", "Server Members Intent is on");
    }
    Finding::note(
        "intents",
        "Server Members Intent is off, so staff is not told when the requester of a ticket leaves",
        "switch it on (Developer Portal, your application, Bot) before you use them",
    )
}

fn sessions(config: &Config, examined: &Examined) -> Finding {
    let (recommended, shards) = (examined.recommended_shards, config.shard_count);
    if examined.sessions_left == 0 {
        return Finding::bad(
            "gateway",
            "Discord takes no new connection today: the bot was started too often",
            "wait until tomorrow, and find out what restarts it",
        );
    }
    if recommended > shards {
        let found = format!("Discord recommends {recommended} shards, and SHARD_COUNT is {shards}");
        return Finding::note("gateway", found, format!("set SHARD_COUNT={recommended}"));
    }
    let left = examined.sessions_left;
    Finding::good(
        "gateway",
        format!("{shards} shards are enough; {left} starts are left today"),
    )
}

fn clock(discord: Option<DateTime<Utc>>) -> Finding {
    let Some(discord) = discord else {
        return Finding::good("clock", "Discord did not say what time it is");
    };
    let off = (SystemClock.now() - discord).abs();
    if off <= CLOCK_TOLERANCE {
        return Finding::good("clock", "within half a minute of Discord's");
    }
    let found = format!("{} seconds off Discord's", off.num_seconds());
    Finding::bad(
        "clock",
        found,
        "set it, or run a time daemon such as chrony",
    )
}
