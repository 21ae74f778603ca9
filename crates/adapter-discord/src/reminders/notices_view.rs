//! What people are told of reminders that were not posted or that rest, in words.

use kernel::ChannelId;
use reminders_core::{
    Bulletin, ChannelTrouble, GuildNotices, News, Notice, Occurrence, SendProblem,
};
use sanitizer::safe_embed_text;

use super::wording;
use crate::text::{Card, Colour, Rich, TimeStyle};

/// The longest quoted name, of a reminder or of a guild.
const NAME_MAX: usize = 80;
/// How many channels get a field of their own, so that the whole embed stays within Discord's 6,000 characters.
const CHANNELS: usize = 4;
/// How much one field says at most, with its last line.
const ROOM: usize = 700;
/// How many makers are named who could not be written to.
const NAMED: usize = 10;

/// A channel in which nothing can be posted, and the reminders that rest for it.
struct Closed<'a> {
    channel: ChannelId,
    trouble: &'a ChannelTrouble,
    resting: Vec<&'a Notice>,
}

/// The embed in the guild's log channel.
pub(super) fn to_guild(bulletin: &Bulletin) -> Card {
    let about = &bulletin.about;
    let title = if about.notices.iter().any(is_pause) {
        "⏸️ Reminders rest"
    } else {
        "⚠️ Reminders were not posted"
    };
    let mut card = sections(Card::new(colour(about), title), about);
    if !bulletin.unreachable.is_empty() {
        let mut names = Rich::own("They take no direct messages from me, please tell them: ");
        for (index, user) in bulletin.unreachable.iter().take(NAMED).enumerate() {
            names = names.and(if index > 0 { ", " } else { "" }).user(*user);
        }
        card = card.field(
            "✉️ Makers who do not know",
            and_more(names, bulletin.unreachable.len().saturating_sub(NAMED)),
        );
    }
    let footer = Rich::own("reminders | Guild: ").number(about.guild.get());
    card.footer(footer)
}

/// The direct message to a maker.
pub(super) fn to_owner(bulletin: &Bulletin) -> Card {
    let about = &bulletin.about;
    let place = safe_embed_text(&about.guild_name, NAME_MAX);
    let mut hello = Rich::own("Hello! Some of your reminders");
    if !place.is_empty() {
        hello = hello.and(" in **").text(&place).and("**");
    }
    let hello = hello.and(" need a look. `/reminder_list` there shows all that you have.");
    let card = Card::new(colour(about), "⏰ About your reminders").description(hello);
    sections(card, about)
}

fn colour(about: &GuildNotices) -> Colour {
    let only_missed = about.notices.iter().all(|it| {
        matches!(
            it.news,
            News::NotSent {
                problem: SendProblem::Missed,
                ..
            }
        )
    });
    if only_missed {
        Colour::Orange
    } else {
        Colour::Red
    }
}

fn is_pause(notice: &Notice) -> bool {
    matches!(notice.news, News::Paused { .. })
}

fn sections(mut card: Card, about: &GuildNotices) -> Card {
    let closed = closed_channels(about);
    for one in closed.iter().take(CHANNELS) {
        let (heading, advice) = match one.trouble {
            ChannelTrouble::Gone => ("🗑️ Their channel is gone", gone()),
            ChannelTrouble::Forbidden(missing) => {
                ("⏸️ I may not post there", forbidden(one.channel, missing))
            }
        };
        let lines = one.resting.iter().copied().map(name);
        card = card.field(heading, list(advice, lines));
    }
    if closed.len() > CHANNELS {
        let further = closed.iter().skip(CHANNELS);
        let lines = further.map(|it| Rich::default().channel(it.channel));
        let words = Rich::own("The same in these channels; `/reminder_status` shows what to do:");
        card = card.field("⏸️ Further channels", list(words, lines));
    }
    let not_sent: Vec<_> = about.notices.iter().filter_map(not_sent).collect();
    let of = |fits: fn(&SendProblem) -> bool| {
        let fitting = not_sent.iter().filter(move |it| fits(it.2));
        fitting.map(line).collect::<Vec<_>>()
    };
    let troubled = of(|it| matches!(it, SendProblem::ChannelGone | SendProblem::Forbidden(_)));
    if !troubled.is_empty() {
        let may_again = of(|it| matches!(it, SendProblem::Forbidden(_)));
        let words = Rich::own(if may_again.is_empty() {
            "This was due there:"
        } else {
            "Mend it soon, and I still post what is not too late:"
        });
        card = card.field("📭 Not posted", list(words, troubled.into_iter()));
    }
    let refused = of(|it| matches!(it, SendProblem::Refused(_)));
    if !refused.is_empty() {
        let words = Rich::own("Look at its text and picture; I do not try this one again:");
        card = card.field("❌ Discord refused it", list(words, refused.into_iter()));
    }
    let missed = of(|it| matches!(it, SendProblem::Missed));
    if !missed.is_empty() {
        let words = Rich::own(
            "I was away, or Discord would not take them, until it was too late. Sorry! Those that come again go on:",
        );
        card = card.field("⌛ Missed", list(words, missed.into_iter()));
    }
    card
}

/// The channels of those that rest, in the order in which they come.
fn closed_channels(about: &GuildNotices) -> Vec<Closed<'_>> {
    let mut closed: Vec<Closed<'_>> = Vec::new();
    for notice in &about.notices {
        let News::Paused { trouble, .. } = &notice.news else {
            continue;
        };
        let channel = notice.reminder.what.channel;
        match closed.iter_mut().find(|it| it.channel == channel) {
            Some(known) => known.resting.push(notice),
            None => closed.push(Closed {
                channel,
                trouble,
                resting: vec![notice],
            }),
        }
    }
    closed
}

fn not_sent(notice: &Notice) -> Option<(&Notice, Occurrence, &SendProblem)> {
    match &notice.news {
        News::NotSent {
            occurrence,
            problem,
            ..
        } => Some((notice, *occurrence, problem)),
        News::Paused { .. } => None,
    }
}

/// What to do about a channel that is gone.
pub(super) fn gone() -> Rich {
    Rich::own(
        "Give them another channel with `/reminder_edit`, or remove them with `/reminder_delete`.",
    )
}

/// What to do about a channel in which the bot may not post.
pub(super) fn forbidden(channel: ChannelId, missing: &[reminders_core::Permission]) -> Rich {
    let words = if missing.is_empty() {
        Rich::own("See that I have *View Channel*, *Send Messages* and *Embed Links* in ")
            .channel(channel)
            .and(", and no time-out.")
    } else {
        Rich::own("Give me ")
            .rich(&wording::permissions(missing))
            .and(" in ")
            .channel(channel)
            .and(".")
    };
    words.and(" I go on by myself as soon as I may.")
}

fn name(notice: &Notice) -> Rich {
    let reminder = &notice.reminder;
    Rich::own("**")
        .text(&safe_embed_text(reminder.what.name.as_str(), NAME_MAX))
        .and("** (ID ")
        .number(reminder.id.get())
        .and(")")
}

fn line((notice, occurrence, problem): &(&Notice, Occurrence, &SendProblem)) -> Rich {
    let line = name(notice)
        .and(", due ")
        .moment(occurrence.fires_at, TimeStyle::Full)
        .and(" in ")
        .channel(notice.reminder.what.channel);
    match problem {
        SendProblem::Refused(reason) => line
            .and(": ")
            .text(&safe_embed_text(reason, sanitizer::LOG_REASON_MAX)),
        _ => line,
    }
}

/// Words and a list below them, as far as there is room for it.
fn list(words: Rich, lines: impl ExactSizeIterator<Item = Rich>) -> Rich {
    let mut text = words;
    let total = lines.len();
    for (index, line) in lines.enumerate() {
        if text.chars() + line.chars() > ROOM {
            return and_more(text, total - index);
        }
        text = text.and("\n• ").rich(&line);
    }
    text
}

fn and_more(text: Rich, more: usize) -> Rich {
    match u64::try_from(more) {
        Ok(more) if more > 0 => text.and("\n… and ").number(more).and(" more"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::Tz::Europe__Brussels;
    use reminders_core::testing::{a_reminder, channel, guild, instant, user};
    use reminders_core::{
        Kind, OccurrenceId, Pause, PauseReason, Permission, Reminder, ReminderId,
    };
    use twilight_model::channel::message::Embed;

    use super::*;

    fn reminder(id: u64, in_channel: u64) -> Reminder {
        Reminder {
            id: ReminderId::new(id).unwrap(),
            what: a_reminder()
                .named(&"x".repeat(100))
                .in_channel(channel(in_channel))
                .build(),
            next: None,
            pre_message: None,
            completed: false,
            paused: Some(Pause {
                reason: PauseReason::Forbidden,
                since: instant("2026-02-06 19:00"),
            }),
            created_at: instant("2026-02-04 12:00"),
        }
    }

    fn paused(id: u64, in_channel: u64, trouble: ChannelTrouble) -> Notice {
        let since = instant("2026-02-06 19:00");
        Notice {
            reminder: reminder(id, in_channel),
            news: News::Paused { since, trouble },
            maker_told: false,
        }
    }

    fn unsent(id: u64, problem: SendProblem) -> Notice {
        let occurrence = Occurrence {
            fires_at: instant("2026-02-06 19:00"),
            kind: Kind::Pre,
            event_at: instant("2026-02-06 20:00"),
        };
        Notice {
            reminder: reminder(id, 10),
            news: News::NotSent {
                id: OccurrenceId(1),
                occurrence,
                problem,
            },
            maker_told: false,
        }
    }

    fn bulletin(notices: Vec<Notice>) -> Bulletin {
        Bulletin {
            about: GuildNotices {
                guild: guild(1),
                guild_name: "Town".to_owned(),
                notices,
            },
            zone: Europe__Brussels,
            unreachable: Vec::new(),
        }
    }

    fn said(embed: &Embed) -> String {
        let fields = embed
            .fields
            .iter()
            .map(|it| format!("{}\n{}", it.name, it.value));
        let fields: Vec<_> = fields.collect();
        format!(
            "{}\n{}\n{}",
            embed.title.clone().unwrap_or_default(),
            embed.description.clone().unwrap_or_default(),
            fields.join("\n")
        )
    }

    #[test]
    fn a_pause_names_the_permission_the_channel_and_what_happens_then() {
        let missing = ChannelTrouble::Forbidden(vec![Permission::SendMessages]);
        let text = said(&to_guild(&bulletin(vec![paused(4, 10, missing)])).build());
        for part in ["*Send Messages*", "<#10>", "(ID 4)", "I go on by myself"] {
            assert!(text.contains(part), "{part} is missing in {text}");
        }
        let text = said(&to_owner(&bulletin(vec![paused(4, 10, ChannelTrouble::Gone)])).build());
        for part in ["**Town**", "/reminder_edit", "/reminder_delete"] {
            assert!(text.contains(part), "{part} is missing in {text}");
        }
    }

    #[test]
    fn however_much_there_is_to_tell_it_stays_within_discords_limits() {
        let missing = || ChannelTrouble::Forbidden(vec![Permission::SendMessages]);
        let mut notices: Vec<_> = (1..=500)
            .map(|it| paused(it, 10 + it % 60, missing()))
            .collect();
        for id in 1..=200 {
            notices.push(unsent(id, SendProblem::Missed));
            notices.push(unsent(id, SendProblem::ChannelGone));
            notices.push(unsent(id, SendProblem::Refused("no ".repeat(60))));
        }
        let mut all = bulletin(notices);
        all.unreachable = (1..=100).map(user).collect();
        for embed in [to_guild(&all).build(), to_owner(&all).build()] {
            let total: usize = said(&embed).chars().count();
            assert!(total < 5_800, "{total}");
            assert!(embed.fields.len() <= 25 && said(&embed).contains("more"));
            for field in &embed.fields {
                assert!(field.value.chars().count() <= 1024, "{}", field.value);
            }
        }
    }

    #[test]
    fn what_was_missed_says_when_it_was_due() {
        let text = said(&to_guild(&bulletin(vec![unsent(4, SendProblem::Missed)])).build());
        let due = format!("<t:{}:F>", instant("2026-02-06 19:00").timestamp());
        assert!(text.contains(&due) && text.contains("Missed"), "{text}");
    }
}
