//! What people see of `/health`.

use std::time::Duration;

use chrono::{DateTime, Utc};
use operations_core::ProcessFigures;

use crate::reply::Reply;
use crate::text::{Card, Colour, Rich, TimeStyle};

/// How the bot is doing, as far as the one who asks may see it.
#[derive(Debug)]
pub(super) struct Health {
    /// How long the database took to answer.
    pub(super) database: Option<Duration>,
    /// Since when the bot runs.
    pub(super) since: DateTime<Utc>,
    /// What this server has switched on; none when it cannot be read.
    pub(super) switches: Option<Vec<Switch>>,
    /// For admins.
    pub(super) process: Option<ProcessFigures>,
}

/// The name of something that a server can switch on, and whether it has.
pub(super) type Switch = (&'static str, bool);

pub(super) fn health(health: &Health) -> Reply {
    let (colour, verdict) = match health.database {
        Some(_) => (Colour::Green, "✅ I am well."),
        None => (
            Colour::Red,
            "⛔ My database does not answer. What I was asked before is kept; please try again in a minute.",
        ),
    };
    let database = match health.database {
        Some(took) => Rich::own("✅ answers in ")
            .number(u64::try_from(took.as_millis()).unwrap_or(u64::MAX))
            .and(" ms"),
        None => Rich::own("⛔ does not answer"),
    };
    let mut card = Card::new(colour, "🩺 Health")
        .description(verdict)
        .inline("Database", database)
        .inline(
            "Running since",
            Rich::default().moment(health.since, TimeStyle::Relative),
        )
        .field(
            "Switched on in this server",
            switches(health.switches.as_deref()),
        );
    if let Some(process) = &health.process {
        card = card
            .inline("Memory", memory(process.resident_bytes))
            .inline("Processor time", processor(process.cpu))
            .field("Kept in memory", caches(process));
    }
    Reply::card(card)
}

fn switches(switches: Option<&[Switch]>) -> Rich {
    let Some(switches) = switches else {
        return Rich::own("Unknown while the database is away.");
    };
    let mark = |is_on| if is_on { "✅ " } else { "⏹️ " };
    let mut lines = Rich::default();
    for &(name, is_on) in switches {
        let begin = if lines.is_empty() { "" } else { "\n" };
        lines = lines.and(begin).and(mark(is_on)).and(name);
    }
    lines
}

fn memory(bytes: Option<u64>) -> Rich {
    match bytes {
        Some(bytes) => Rich::default().number(bytes.div_ceil(1 << 20)).and(" MB"),
        None => Rich::own("unknown on this system"),
    }
}

fn processor(used: Option<Duration>) -> Rich {
    match used {
        Some(used) => Rich::default().number(used.as_secs()).and(" s"),
        None => Rich::own("unknown on this system"),
    }
}

/// As many structures as a field holds; there are about twenty.
fn caches(process: &ProcessFigures) -> Rich {
    const FIELD_MAX: usize = 1000;
    let number = |it: usize| u64::try_from(it).unwrap_or(u64::MAX);
    let mut text = Rich::default();
    for it in &process.caches {
        let line = Rich::default()
            .code(it.structure, 40)
            .and(" ")
            .number(number(it.entries))
            .and(" of ")
            .number(number(it.most))
            .and("\n");
        if text.chars() + line.chars() > FIELD_MAX {
            return text.and("…");
        }
        text = text.rich(&line);
    }
    if text.is_empty() {
        return Rich::own("Nothing yet.");
    }
    text
}

#[cfg(test)]
mod tests {
    use operations_core::CacheFigures;

    use super::*;

    fn fields(health: &Health) -> Vec<(String, String)> {
        match super::health(health) {
            Reply::Message(body) => {
                let embeds = body.into_data().embeds.unwrap_or_default();
                let fields = embeds.into_iter().flat_map(|it| it.fields);
                fields.map(|it| (it.name, it.value)).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn figures_of_the_process_are_for_admins() {
        let mut health = Health {
            database: Some(Duration::from_millis(3)),
            since: DateTime::UNIX_EPOCH,
            switches: None,
            process: None,
        };
        assert!(!fields(&health).iter().any(|it| it.0 == "Memory"));
        let cache = CacheFigures {
            structure: "settings_snapshots",
            entries: 2,
            most: 500,
        };
        health.process = Some(ProcessFigures {
            resident_bytes: Some(41 << 20),
            cpu: None,
            caches: vec![cache; 100],
        });
        let shown = fields(&health);
        let value = |name| shown.iter().find(|it| it.0 == name).unwrap().1.clone();
        assert_eq!(value("Memory"), "41 MB");
        assert_eq!(value("Processor time"), "unknown on this system");
        assert!(value("Kept in memory").starts_with("`settings_snapshots` 2 of 500\n"));
        assert!(value("Kept in memory").chars().count() <= 1024);
    }
}
