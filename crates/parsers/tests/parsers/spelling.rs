//! How people write a date or a clock in Dutch and in English.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

const MAANDEN: [(&str, &str); 12] = [
    ("januari", "jan"),
    ("februari", "feb"),
    ("maart", "mrt"),
    ("april", "apr"),
    ("mei", "mei"),
    ("juni", "jun"),
    ("juli", "jul"),
    ("augustus", "aug"),
    ("september", "sept"),
    ("oktober", "okt"),
    ("november", "nov"),
    ("december", "dec"),
];

const DAGEN: [(&str, &str); 7] = [
    ("maandag", "ma"),
    ("dinsdag", "di"),
    ("woensdag", "wo"),
    ("donderdag", "do"),
    ("vrijdag", "vr"),
    ("zaterdag", "za"),
    ("zondag", "zo"),
];

/// From zero to twenty-nine, in Dutch.
const TELWOORDEN: &str = "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien \
    zeventien achttien negentien twintig eenentwintig tweeëntwintig drieëntwintig vierentwintig \
    vijfentwintig zesentwintig zevenentwintig achtentwintig negenentwintig";

/// The same in English.
const NUMBERS: &str = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen \
    sixteen seventeen eighteen nineteen twenty twenty-one twenty-two twenty-three twenty-four \
    twenty-five twenty-six twenty-seven twenty-eight twenty-nine";

/// Every date of 2020 to 2040.
pub(crate) fn every_date() -> impl Iterator<Item = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
    first.iter_days().take_while(|it| it.year() <= 2040)
}

/// Every minute of a day.
pub(crate) fn every_minute() -> impl Iterator<Item = NaiveTime> {
    (0..24 * 60).filter_map(|it| NaiveTime::from_hms_opt(it / 60, it % 60, 0))
}

/// A date in at least six spellings of each language.
pub(crate) fn dates_of(date: NaiveDate) -> Vec<String> {
    let (day, year) = (date.day(), date.year());
    let month = date.month0() as usize;
    let weekday = date.weekday().num_days_from_monday() as usize;
    let (maand, mnd) = MAANDEN[month];
    let (dag, dg) = DAGEN[weekday];
    let english = |format: &str| date.format(format).to_string();
    let suffix = match day {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    };
    vec![
        date.format("%-d/%-m/%Y").to_string(),
        date.format("%d/%m/%y").to_string(),
        date.format("%d-%m-%Y").to_string(),
        date.format("%-d.%-m.%Y").to_string(),
        date.format("%Y-%m-%d").to_string(),
        date.format("%Y/%m/%d").to_string(),
        format!("{day} {maand} {year}"),
        format!("{day}e {maand} {year}"),
        format!("{day} {mnd}. {year}"),
        format!("{day}-{mnd}-{year}"),
        format!("{dag} {day} {maand} {year}"),
        format!("{dg} {day}/{}/{year}", date.month()),
        english("%-d %B %Y"),
        english("%B %-d, %Y"),
        english("%b %-d %Y"),
        english("%a, %b %-d, %Y"),
        english("%A %-d %B %Y"),
        english("%d-%b-%Y"),
        format!("{day}{suffix} of {}", english("%B %Y")),
        format!("{} {day}{suffix}, {year}", english("%B")),
    ]
}

/// A clock in every spelling that names it and no other.
pub(crate) fn clocks_of(clock: NaiveTime) -> Vec<String> {
    let (hour, minute) = (clock.hour(), clock.minute());
    let (pm, twelve) = clock.hour12();
    let half = if pm { "pm" } else { "am" };
    let dotted = if pm { "p.m." } else { "a.m." };
    let mut all = vec![
        format!("{hour}:{minute:02}"),
        format!("{hour:02}:{minute:02}"),
        format!("{hour:02}.{minute:02}"),
        format!("{hour}u{minute:02}"),
        format!("{hour}h{minute:02}"),
        format!("{hour:02}:{minute:02} uur"),
        format!("{hour}.{minute:02}u"),
        format!("{hour} uur {minute:02}"),
        format!("{hour:02}:{minute:02}:59"),
        format!("{twelve}:{minute:02}{half}"),
        format!("{twelve}:{minute:02} {}", half.to_uppercase()),
        format!("{twelve}.{minute:02} {dotted}"),
    ];
    if minute == 0 {
        all.extend([
            format!("{hour}u"),
            format!("{hour} uur"),
            format!("{hour}h"),
            format!("{twelve}{half}"),
            format!("{twelve} {dotted}"),
        ]);
    }
    all.extend(said_in_dutch(hour, minute));
    all.extend(said_in_english(hour, minute));
    all
}

/// `kwart over acht 's avonds`, `vijf voor half negen 's ochtends`.
fn said_in_dutch(hour: u32, minute: u32) -> Vec<String> {
    let part = match hour {
        0..=5 => "'s nachts",
        6..=11 => "'s ochtends",
        12..=17 => "'s middags",
        _ => "'s avonds",
    };
    let number = |it| nth_word(TELWOORDEN, it);
    let this = number((hour + 11) % 12 + 1);
    let next = number(hour % 12 + 1);
    let mut said = match minute {
        0 => vec![format!("{this} uur")],
        15 => vec![format!("kwart over {this}"), format!("kwart na {this}")],
        30 => vec![format!("half {next}"), format!("half {}", hour % 12 + 1)],
        45 => vec![format!("kwart voor {next}")],
        1..=29 => vec![
            format!("{} over {this}", number(minute)),
            format!("{minute} na {}", (hour + 11) % 12 + 1),
        ],
        _ => vec![format!("{} voor {next}", number(60 - minute))],
    };
    match minute {
        20..=29 => said.push(format!("{} voor half {next}", number(30 - minute))),
        31..=40 => said.push(format!("{} over half {next}", number(minute - 30))),
        _ => {}
    }
    said.iter().map(|it| format!("{it} {part}")).collect()
}

/// `quarter past eight in the evening`, `ten to nine in the morning`.
fn said_in_english(hour: u32, minute: u32) -> Vec<String> {
    let part = match hour {
        0..=11 => "in the morning",
        12..=17 => "in the afternoon",
        _ => "in the evening",
    };
    let number = |it| nth_word(NUMBERS, it);
    let this = number((hour + 11) % 12 + 1);
    let next = number(hour % 12 + 1);
    let said = match minute {
        0 => vec![format!("{this} o'clock")],
        15 => vec![
            format!("quarter past {this}"),
            format!("a quarter past {this}"),
        ],
        30 => vec![format!("half past {this}")],
        45 => vec![format!("quarter to {next}")],
        1..=29 => vec![format!("{} past {this}", number(minute))],
        _ => vec![format!("{} to {next}", number(60 - minute))],
    };
    said.iter().map(|it| format!("{it} {part}")).collect()
}

fn nth_word(words: &'static str, at: u32) -> &'static str {
    words.split(' ').nth(at as usize).unwrap()
}
