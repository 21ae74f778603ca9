//! How the figures of tickets are shown.

use chrono::TimeDelta;
use tickets_core::export::ExportScope;
use tickets_core::stats::{
    Acceptance, BarWidth, Figures, LIVE_SHOWN, StatsRefusal, TicketStats, duration_text,
};
use twilight_model::channel::message::component::{Button, ButtonStyle};
use twilight_model::http::attachment::Attachment;

use super::stats::{ALL, MONTH, REFRESH, WEEK};
use super::wording::{chip, number, switched_off, typed};
use crate::custom_id::encode;
use crate::reply::{Body, Reply, button};
use crate::text::{Card, Colour, Rich};

/// The file with the chart.
const PICTURE: &str = "tickets.png";
/// What stands where there is nothing to say.
const NOTHING: &str = "–";

pub(super) fn refused(refusal: StatsRefusal) -> Reply {
    Reply::text(match refusal {
        StatsRefusal::Disabled => switched_off(),
        StatsRefusal::NotAdmin => Rich::denied("🚫 Only admins can see these figures."),
    })
}

/// The figures, with their chart and buttons.
pub(super) fn card(stats: &TicketStats, picture: Option<Vec<u8>>) -> Body {
    let figures = &stats.figures;
    let card = Card::new(Colour::Blue, "📊 Ticket Statistics").description(of(stats.scope));
    let card = figures.counts.each().fold(card, |card, (status, count)| {
        card.inline(chip(status), Rich::default().number(count))
    });
    let local = stats.at.with_timezone(&stats.zone).naive_local();
    let footer = Rich::own(concat!("Alphapy ", env!("CARGO_PKG_VERSION"), " · as of "))
        .date(local)
        .and(", ")
        .clock(local.time());
    let card = card
        .field("🎫 Open Ticket IDs", live(figures))
        .inline("Average cycle time", span(figures.cycle))
        .inline("Average time to claim", span(figures.to_claim))
        .inline(
            "Opened per day",
            typed(&hundredths(stats.opened_per_day()), 20),
        )
        .inline("Suggestions accepted", acceptance(figures))
        .footer(footer);
    let card = match picture {
        Some(_) => card.image(&format!("attachment://{PICTURE}")),
        None => card,
    };
    let body = Body::card(card).buttons(buttons(stats.scope));
    match picture {
        Some(picture) => {
            let mut file = Attachment::from_bytes(PICTURE.to_owned(), picture, 0);
            file.description(description(stats));
            body.file(file)
        }
        None => body,
    }
}

fn of(scope: ExportScope) -> &'static str {
    match scope {
        ExportScope::Week => "Tickets that were opened in the last 7 days",
        ExportScope::Month => "Tickets that were opened in the last 30 days",
        ExportScope::All => "All tickets",
    }
}

fn live(figures: &Figures) -> Rich {
    let shown = figures.live.iter().enumerate();
    let words = shown.fold(Rich::default(), |words, (place, it)| {
        let words = if place == 0 { words } else { words.and(" ") };
        words.rich(&number(*it))
    });
    let shown = u32::try_from(LIVE_SHOWN.min(figures.live.len())).unwrap_or(0);
    match figures.counts.live().saturating_sub(shown) {
        _ if words.is_empty() => Rich::own(NOTHING),
        0 => words,
        more => words.and(" (+").number(more).and(" more)"),
    }
}

fn span(span: Option<TimeDelta>) -> Rich {
    span.map_or_else(|| Rich::own(NOTHING), |it| typed(&duration_text(it), 40))
}

fn hundredths(count: u64) -> String {
    format!("{}.{:02}", count / 100, count % 100)
}

fn acceptance(figures: &Figures) -> Rich {
    let Some(percent) = figures.suggestions.and_then(Acceptance::percent) else {
        return Rich::own(NOTHING);
    };
    let words = Rich::default().number(percent).and(" %");
    match figures.suggestions.map(Acceptance::time_saved) {
        Some(saved) if saved >= TimeDelta::minutes(1) => words
            .and(", about ")
            .rich(&typed(&duration_text(saved), 40))
            .and(" saved"),
        _ => words,
    }
}

/// What the chart shows, for those who do not see it.
fn description(stats: &TicketStats) -> String {
    let (width, bars) = stats.bars();
    let (first, last) = stats.span();
    let sum = |counts: &mut dyn Iterator<Item = u32>| counts.map(u64::from).sum::<u64>();
    let opened = sum(&mut bars.iter().map(|it| it.opened));
    let closed = sum(&mut bars.iter().map(|it| it.closed));
    let per = match width {
        BarWidth::Day => "day".to_owned(),
        BarWidth::Week => "week".to_owned(),
        BarWidth::Days(days) => format!("{days} days"),
    };
    let most = bars
        .iter()
        .max_by_key(|it| it.opened)
        .filter(|it| it.opened > 0);
    let most = most.map_or_else(String::new, |it| {
        format!(" Most were opened from {}: {}.", it.first, it.opened)
    });
    format!(
        "Bar chart of tickets per {per} from {first} to {last}: {opened} opened, {closed} of them closed.{most}"
    )
}

fn buttons(scope: ExportScope) -> Vec<Button> {
    let refresh = Button {
        style: ButtonStyle::Primary,
        ..button("Refresh 🔄", encode(REFRESH, &[&scope.as_str()]))
    };
    vec![
        button("Last 7d", WEEK.to_owned()),
        button("Last 30d", MONTH.to_owned()),
        button("All time", ALL.to_owned()),
        refresh,
    ]
}
