//! What an owner reads about telling Discord of the commands.

use chrono::TimeDelta;
use operations_core::{Scope, SyncOutcome, remaining};

use crate::text::Rich;

/// Why nobody else may.
pub(super) fn owners_only() -> Rich {
    Rich::denied("❌ Only owners of the bot may do that.")
}

/// What came of it.
pub(super) fn told(scope: Scope, forced: bool, outcome: &SyncOutcome) -> Rich {
    match outcome {
        SyncOutcome::Synced { commands } => Rich::own("✅ Discord knows my ")
            .number(*commands)
            .and(" commands now, ")
            .and(place(scope))
            .and("."),
        SyncOutcome::Unchanged { commands, cooldown } => unchanged(scope, *commands, *cooldown),
        SyncOutcome::CoolingDown { remaining: left } => waits(forced, *left),
        SyncOutcome::Elsewhere => Rich::own(
            "⏳ Discord is being told at this very moment. Please look again in a minute.",
        ),
        SyncOutcome::Failed(_) => Rich::own(
            "⛔ Discord could not be told of my commands. Those that it knows still work; my log says what went wrong.",
        ),
    }
}

fn unchanged(scope: Scope, commands: u32, cooldown: TimeDelta) -> Rich {
    let words = Rich::own("✅ Nothing has changed: Discord knows my ")
        .number(commands)
        .and(" commands already, ")
        .and(place(scope))
        .and(". ");
    if cooldown > TimeDelta::zero() {
        words
            .and("It can be told again in ")
            .code(&remaining(cooldown), 20)
            .and(", or at once with force.")
    } else {
        words.and("With force it is told all the same.")
    }
}

fn waits(forced: bool, left: TimeDelta) -> Rich {
    let words = Rich::own("⏳ Discord can be told again in ").code(&remaining(left), 20);
    if forced {
        words.and(": it asked me to wait so long, also with force.")
    } else {
        words.and(". With force I do not wait, unless Discord itself asked me to.")
    }
}

fn place(scope: Scope) -> &'static str {
    match scope {
        Scope::Global => "for all servers",
        Scope::Guild(_) => "in this server",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_how_many_commands_or_how_long_it_takes() {
        let words = |outcome| told(Scope::Global, false, &outcome).as_str().to_owned();
        assert_eq!(
            words(SyncOutcome::Synced { commands: 13 }),
            "✅ Discord knows my 13 commands now, for all servers."
        );
        let cooldown = TimeDelta::seconds(3599);
        let unchanged = words(SyncOutcome::Unchanged {
            commands: 13,
            cooldown,
        });
        assert!(unchanged.contains("13 commands already") && unchanged.contains("`59m 59s`"));
        let waits = words(SyncOutcome::CoolingDown {
            remaining: TimeDelta::seconds(42),
        });
        assert!(waits.contains("`42s`"), "{waits}");
    }
}
