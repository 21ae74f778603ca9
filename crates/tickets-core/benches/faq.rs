//! How long a search of ten thousand entries takes, and how long it takes to make their index.

use std::hint::black_box;

use chrono::{DateTime, TimeDelta};
use criterion::{Criterion, criterion_group, criterion_main};
use kernel::GuildId;
use tickets_core::faq::{FaqDraft, FaqEntry, FaqId, FaqIndex};

const ENTRIES: u64 = 10_000;
const DIFFERENT_WORDS: usize = 20_000;
const QUESTIONS: &[(&str, &str)] = &[
    ("plain", "waar vind ik mijn factuur"),
    ("misspelt", "wachtwoort vergetn"),
    ("unknown", "xylofonist kwartet"),
    ("prefix", "ver"),
    (
        "long",
        "hallo ik wilde gisteren mijn abonnement opzeggen maar de knop op de accountpagina deed niets en nu heb ik \
         toch een factuur gekregen via e-mail kunnen jullie de betaling terugdraaien of moet ik eerst mijn \
         wachtwoord en gebruikersnaam wijzigen voor ik opnieuw kan inloggen op de server met mijn telefoon",
    ),
];

fn words(file: &str) -> Vec<String> {
    let letters = |it: char| !it.is_alphabetic();
    let mut words: Vec<String> = file
        .split(letters)
        .filter(|it| it.len() > 1)
        .map(str::to_lowercase)
        .collect();
    words.sort();
    words.dedup();
    words
}

/// Entries of a title, three keywords and sixty words, of twenty thousand different words in all.
fn entries() -> Vec<FaqEntry> {
    let stock = words(include_str!("../tests/data/faq_entries.jsonl"));
    // A fixed sequence, so that every run measures the same.
    let mut state = 7_u64;
    let mut next = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(state >> 40).unwrap_or_default() % below
    };
    // Many words of Dutch are compounds, and most of what is written uses few of them.
    let mut words = stock.clone();
    while words.len() < DIFFERENT_WORDS {
        let (one, other) = (next(stock.len()), next(stock.len()));
        words.push(format!("{}{}", stock[one], stock[other]));
    }
    let mut word = move || {
        let among = if next(3) == 0 {
            words.len()
        } else {
            stock.len()
        };
        words[next(among)].clone()
    };
    let mut text = |count: usize| (0..count).map(|_| word()).collect::<Vec<_>>().join(" ");
    (1..=ENTRIES)
        .map(|id| {
            let title: String = text(4).chars().take(100).collect();
            let draft = FaqDraft::read(&title, &text(60), &text(3).replace(' ', ","));
            let draft = draft.expect("short enough");
            let at = DateTime::UNIX_EPOCH + TimeDelta::minutes(id.cast_signed());
            FaqEntry {
                id: FaqId::new(id).expect("above zero"),
                guild: GuildId::new(1).expect("above zero"),
                title: draft.title,
                answer: draft.answer,
                keywords: draft.keywords,
                similarity_key: None,
                pinned: false,
                source_ticket: None,
                created_by: None,
                updated_by: None,
                created_at: at,
                updated_at: at,
            }
        })
        .collect()
}

fn faq(criterion: &mut Criterion) {
    let entries = entries();
    let mut group = criterion.benchmark_group("faq of 10000 entries");
    group.sample_size(10);
    group.bench_function("index", |it| {
        it.iter(|| FaqIndex::of(black_box(&entries).iter().cloned()));
    });
    let mut index = FaqIndex::of(entries.iter().cloned());
    for (name, question) in QUESTIONS {
        group.bench_function(format!("search {name}"), |it| {
            it.iter(|| index.search(black_box(question)));
        });
    }
    group.bench_function("suggest", |it| {
        it.iter(|| index.suggest(black_box("wachtw")));
    });
    group.bench_function("change one entry", |it| {
        it.iter(|| index.put(black_box(&entries[4711]).clone()));
    });
    group.finish();
}

criterion_group!(benches, faq);
criterion_main!(benches);
