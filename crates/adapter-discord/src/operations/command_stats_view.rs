//! What people read of `/command_stats`.

use operations_core::{CommandScope, Ranking, StatsRefusal, TopCommands, Usage};
use sanitizer::FIELD_VALUE_MAX;

use crate::reply::Reply;
use crate::text::{Card, Colour, Rich};

/// More of a name is not shown; longer than any name of ours.
const NAME_MAX: usize = 100;
/// Room for the last line, which says how many did not fit.
const LAST_LINE: usize = 30;

pub(super) fn stats(asked: TopCommands, ranking: &Ranking) -> Reply {
    let scope = match asked.scope {
        CommandScope::Guild(_) => "This server",
        CommandScope::All => "All servers",
    };
    let card = Card::new(Colour::Blue, "📈 Most used commands")
        .inline("Period", period(asked.days))
        .inline("Scope", scope)
        .inline("Total", Rich::default().number(ranking.total));
    Reply::card(if ranking.top.is_empty() {
        card.description(
            "Nobody has used a command in that time yet. What is used shows up here within a minute.",
        )
    } else {
        card.field("Commands", list(&ranking.top))
    })
}

pub(super) fn refused(refusal: StatsRefusal) -> Reply {
    Reply::text(match refusal {
        StatsRefusal::AdminsOnly => Rich::denied(
            "🔒 Only admins can see how this server uses me. Ask somebody who has *Administrator* in this server.",
        ),
        StatsRefusal::OwnersOnly => Rich::denied(
            "🔒 Only owners of the bot can look at all servers. Leave `guild_only` out to see this one.",
        ),
        StatsRefusal::Days => Rich::own("❌ I count from 1 to 90 `days`."),
        StatsRefusal::Limit => Rich::own("❌ I list from 1 to 25 commands (`limit`)."),
    })
}

fn period(days: u16) -> Rich {
    match days {
        1 => Rich::own("The last day"),
        days => Rich::own("The last ").number(days).and(" days"),
    }
}

/// As many lines as a field holds, and how many more there are.
fn list(top: &[Usage]) -> Rich {
    let mut text = Rich::default();
    for (shown, usage) in top.iter().enumerate() {
        let line = Rich::default()
            .number(shown as u64 + 1)
            .and(". ")
            .code(&usage.name, NAME_MAX)
            .and(" · ")
            .number(usage.count)
            .and("\n");
        if text.chars() + line.chars() > FIELD_VALUE_MAX - LAST_LINE {
            return text
                .and("… and ")
                .number((top.len() - shown) as u64)
                .and(" more");
        }
        text = text.rich(&line);
    }
    text
}

#[cfg(test)]
mod tests {
    use kernel::GuildId;

    use super::*;

    fn ranking(names: impl Iterator<Item = String>) -> Ranking {
        let usage = |name| Usage {
            name,
            count: 1_000_000,
        };
        Ranking {
            top: names.map(usage).collect(),
            total: 42,
        }
    }

    fn shown(scope: CommandScope, days: u16, ranking: &Ranking) -> String {
        let asked = TopCommands {
            scope,
            days,
            limit: 25,
        };
        let Reply::Message(body) = stats(asked, ranking) else {
            panic!("no message");
        };
        let embed = body.into_data().embeds.unwrap().remove(0);
        let fields = embed.fields.iter().map(|it| {
            assert!(it.value.chars().count() <= 1024, "{}", it.value);
            format!("{}: {}", it.name, it.value)
        });
        let mut lines: Vec<_> = fields.collect();
        lines.extend(embed.description);
        lines.join("\n")
    }

    #[test]
    fn shows_period_scope_total_and_the_ranking() {
        let here = CommandScope::Guild(GuildId::new(1).unwrap());
        let names = ["config reminders toggle", "Make reminder"].map(str::to_owned);
        let text = shown(here, 7, &ranking(names.into_iter()));
        for words in [
            "Period: The last 7 days",
            "Scope: This server",
            "Total: 42",
            "1. `config reminders toggle` · 1000000",
            "2. `Make reminder` · 1000000",
        ] {
            assert!(text.contains(words), "{text}");
        }
    }

    #[test]
    fn a_list_of_the_longest_names_fits_and_says_how_many_are_missing() {
        let longest = |n: usize| format!("{n:02}").repeat(49);
        let text = shown(CommandScope::All, 1, &ranking((10..35).map(longest)));
        assert!(text.contains("Scope: All servers"), "{text}");
        assert!(text.contains("… and 17 more"), "{text}");
    }

    #[test]
    fn without_data_there_is_a_friendly_line() {
        let text = shown(CommandScope::All, 90, &Ranking::default());
        assert!(text.contains("Nobody has used a command"), "{text}");
    }
}
