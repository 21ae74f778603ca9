//! How the figures of the onboarding are shown.

use chrono::TimeDelta;
use onboarding_core::{Figures, Phase, Reached};
use sanitizer::FIELD_VALUE_MAX;

use crate::reply::Reply;
use crate::text::{Card, Colour, Rich};

/// Room for the last line, which says how many did not fit.
const LAST_LINE: usize = 30;
/// What stands where there is nothing to say.
const NOTHING: &str = "–";

pub(super) fn figures(figures: &Figures, days: u16) -> Reply {
    let number = |it: u64| Rich::default().number(it);
    let completed = match figures.completed_percent() {
        Some(percent) => number(figures.completed)
            .and(" (")
            .number(percent)
            .and(" % of those who started)"),
        None => number(figures.completed),
    };
    let card = Card::new(Colour::Blue, "🚪 How far newcomers get")
        .description(period(days))
        .inline("Shown the way in", number(figures.shown))
        .inline("Started", number(figures.started))
        .inline("Completed", completed)
        .inline(
            "Time it takes on average",
            figures.average().map_or_else(|| Rich::own(NOTHING), span),
        );
    let nobody = figures.shown + figures.started + figures.completed == 0;
    Reply::card(if nobody && figures.reached.is_empty() {
        card.footer("Nobody has pressed the start button in that time.")
    } else {
        card.field("Got past", steps(&figures.reached))
            .footer("Counts only; whose they are is not kept.")
    })
}

fn period(days: u16) -> Rich {
    match days {
        1 => Rich::own("Today, by UTC"),
        days => Rich::own("The last ")
            .number(days)
            .and(" days, today included, by UTC"),
    }
}

/// As many lines as a field holds, and how many more there are.
fn steps(reached: &[Reached]) -> Rich {
    if reached.is_empty() {
        return Rich::own(NOTHING);
    }
    let mut text = Rich::default();
    for (shown, reached_here) in reached.iter().enumerate() {
        let line = step(*reached_here)
            .and(" · ")
            .number(reached_here.members)
            .and("\n");
        if text.chars() + line.chars() > FIELD_VALUE_MAX - LAST_LINE {
            let more = u64::try_from(reached.len() - shown).unwrap_or(u64::MAX);
            return text.and("… and ").number(more).and(" more");
        }
        text = text.rich(&line);
    }
    text
}

fn step(reached: Reached) -> Rich {
    let place = reached.step.saturating_add(1);
    match (reached.phase, reached.step) {
        (Phase::Rules, _) => Rich::own("Rule ").number(place),
        (Phase::Questions, _) => Rich::own("Question ").number(place),
        (Phase::Personalisation, 0) => Rich::own("What they would like to hear of"),
        (Phase::Personalisation, _) => Rich::own("Their language"),
        (Phase::Confirming, _) => Rich::own("The last look at their answers"),
    }
}

fn span(span: TimeDelta) -> Rich {
    let seconds = span.num_seconds().max(0).unsigned_abs();
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let words = Rich::default();
    match (hours, minutes) {
        (0, 0) => words.number(seconds).and(" s"),
        (0, _) => words.number(minutes).and(" min ").number(seconds).and(" s"),
        _ => words.number(hours).and(" h ").number(minutes).and(" min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(of: &Figures, days: u16) -> String {
        let Reply::Message(body) = figures(of, days) else {
            panic!("no message");
        };
        let embed = body.into_data().embeds.unwrap().remove(0);
        let fields = embed.fields.iter().map(|it| {
            assert!(it.value.chars().count() <= FIELD_VALUE_MAX, "{}", it.value);
            format!("{}: {}", it.name, it.value)
        });
        let mut lines: Vec<_> = embed.description.into_iter().collect();
        lines.extend(fields);
        lines.extend(embed.footer.map(|it| it.text));
        lines.join("\n")
    }

    fn reached(phase: Phase, step: u16, members: u64) -> Reached {
        Reached {
            phase,
            step,
            members,
        }
    }

    #[test]
    fn every_step_is_shown_with_how_many_got_past_it() {
        let text = shown(
            &Figures {
                shown: 12,
                started: 10,
                reached: vec![
                    reached(Phase::Rules, 0, 9),
                    reached(Phase::Questions, 3, 7),
                    reached(Phase::Personalisation, 0, 5),
                    reached(Phase::Personalisation, 1, 4),
                    reached(Phase::Confirming, 0, 4),
                ],
                completed: 4,
                took: TimeDelta::seconds(4 * 75),
            },
            30,
        );
        for words in [
            "The last 30 days",
            "Shown the way in: 12",
            "Started: 10",
            "Completed: 4 (40 % of those who started)",
            "on average: 1 min 15 s",
            "Rule 1 · 9",
            "Question 4 · 7",
            "What they would like to hear of · 5",
            "Their language · 4",
            "The last look at their answers · 4",
        ] {
            assert!(text.contains(words), "{words:?} in {text}");
        }
    }

    #[test]
    fn the_longest_way_fits_and_what_nobody_took_is_said() {
        let rules = (0..20).map(|it| reached(Phase::Rules, it, u64::MAX));
        let questions = (0..20).map(|it| reached(Phase::Questions, it, u64::MAX));
        let text = shown(
            &Figures {
                started: 1,
                reached: rules.chain(questions).collect(),
                ..Figures::default()
            },
            1,
        );
        assert!(text.contains("Today") && text.contains(" more"), "{text}");
        let text = shown(&Figures::default(), 7);
        assert!(text.contains("Nobody has pressed"), "{text}");
    }

    #[test]
    fn a_time_is_told_in_the_two_largest_units() {
        for (seconds, words) in [
            (0, "0 s"),
            (59, "59 s"),
            (61, "1 min 1 s"),
            (3725, "1 h 2 min"),
        ] {
            assert_eq!(span(TimeDelta::seconds(seconds)).as_str(), words);
        }
    }
}
