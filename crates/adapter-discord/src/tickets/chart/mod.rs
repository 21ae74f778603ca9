//! A chart of tickets as a picture: how many were opened and closed, day by day.
//!
//! It brings its own dark ground, so that it reads the same on Discord's light and dark themes, and tells its two kinds of
//! bars apart by lightness as well as by hue.

mod canvas;
mod layout;

use chrono::{Datelike as _, NaiveDate};
use tickets_core::stats::{Bar, BarWidth};

pub(super) use canvas::PictureError;
use canvas::{Canvas, Ink, Size};
use layout::{Layout, grid_step};

const GROUND: Ink = Ink(0x2b, 0x2d, 0x31);
const GRID: Ink = Ink(0x41, 0x43, 0x4a);
const TEXT: Ink = Ink(0xdb, 0xde, 0xe1);
const QUIET: Ink = Ink(0xa5, 0xaa, 0xb3);
const OPENED: Ink = Ink(0x5b, 0xa8, 0xf5);
const CLOSED: Ink = Ink(0xf2, 0xc0, 0x4e);

/// The picture of these bars, as a PNG.
pub(super) fn png(width: BarWidth, bars: &[Bar]) -> Result<Vec<u8>, PictureError> {
    let layout = Layout::of(bars);
    let mut canvas = Canvas::new(layout.width, layout.height, GROUND);
    legend(&mut canvas, &layout, width);
    grid(&mut canvas, &layout);
    for (place, bar) in bars.iter().enumerate() {
        columns(&mut canvas, &layout, place, *bar);
    }
    dates(&mut canvas, &layout, bars);
    canvas.into_png()
}

fn legend(canvas: &mut Canvas, layout: &Layout, width: BarWidth) {
    let mut left = layout.left;
    for (ink, name) in [(OPENED, "opened"), (CLOSED, "closed")] {
        canvas.fill(left, 32, 24, 24, ink);
        canvas.text(left + 36, 28, name, Size::Large, TEXT);
        left += 36 + canvas.text_width(name, Size::Large) + 48;
    }
    let per = match width {
        BarWidth::Day => "tickets per day".to_owned(),
        BarWidth::Week => "tickets per week".to_owned(),
        BarWidth::Days(days) => format!("tickets per {days} days"),
    };
    let right = layout.right() - canvas.text_width(&per, Size::Large);
    canvas.text(right, 28, &per, Size::Large, QUIET);
}

fn grid(canvas: &mut Canvas, layout: &Layout) {
    let step = grid_step(layout.most);
    let lines = (0..=layout.most).step_by(usize::try_from(step).unwrap_or(1));
    for value in lines {
        let y = layout.y(value);
        canvas.fill(layout.left, y, layout.plot_width(), 2, GRID);
        let label = value.to_string();
        let x = layout.left - 16 - canvas.text_width(&label, Size::Small);
        canvas.text(x, y - 12, &label, Size::Small, QUIET);
    }
}

fn columns(canvas: &mut Canvas, layout: &Layout, place: usize, bar: Bar) {
    let (x, width) = layout.columns(place);
    for (offset, count, ink) in [(0, bar.opened, OPENED), (width, bar.closed, CLOSED)] {
        let top = layout.y(count);
        canvas.fill(
            x + offset,
            top,
            width.saturating_sub(layout.gap),
            layout.y(0) - top,
            ink,
        );
    }
}

/// As many dates as fit beside each other.
fn dates(canvas: &mut Canvas, layout: &Layout, bars: &[Bar]) {
    let widest = canvas.text_width("28 Feb", Size::Small) + 32;
    let every = widest.div_ceil(layout.slot.max(1)).max(1);
    let shown = bars
        .iter()
        .enumerate()
        .step_by(usize::try_from(every).unwrap_or(1));
    for (place, bar) in shown {
        let label = date(bar.first);
        let (x, width) = layout.columns(place);
        let middle = x + width;
        let left = middle.saturating_sub(canvas.text_width(&label, Size::Small) / 2);
        canvas.text(left, layout.y(0) + 16, &label, Size::Small, QUIET);
    }
}

fn date(day: NaiveDate) -> String {
    let month = chrono::Month::try_from(u8::try_from(day.month()).unwrap_or(1));
    let month = month
        .map_or("", |it| it.name())
        .get(..3)
        .unwrap_or_default();
    format!("{} {month}", day.day())
}

#[cfg(test)]
mod tests {
    use chrono::Days;

    use super::*;

    fn bars(count: u64) -> Vec<Bar> {
        let first = NaiveDate::from_ymd_opt(2026, 2, 1).unwrap();
        let bar = |it: u64| Bar {
            first: first.checked_add_days(Days::new(it)).unwrap(),
            opened: u32::try_from(it * 7 % 12).unwrap(),
            closed: u32::try_from(it * 5 % 9).unwrap(),
        };
        (0..count).map(bar).collect()
    }

    /// Where `ALPHAPY_CHARTS` names a directory, the pictures are put there for somebody to look at.
    fn kept(name: &str, picture: &[u8]) {
        if let Some(directory) = std::env::var_os("ALPHAPY_CHARTS") {
            let path = std::path::Path::new(&directory).join(name);
            std::fs::write(path, picture).unwrap();
        }
    }

    /// The picture's size, and how many of its pixels have this colour.
    fn read(picture: &[u8], ink: Ink) -> (u32, u32, usize) {
        let mut reader = png::Decoder::new(std::io::Cursor::new(picture))
            .read_info()
            .unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        let same = pixels.chunks(3).filter(|it| *it == [ink.0, ink.1, ink.2]);
        (info.width, info.height, same.count())
    }

    #[test]
    fn a_picture_of_a_week_a_month_and_years_shows_both_kinds_of_bars() {
        for (name, count) in [
            ("week.png", 8),
            ("month.png", 31),
            ("all.png", 62),
            ("one.png", 1),
        ] {
            let mut bars = bars(count);
            bars[0].opened = 3;
            bars[0].closed = 2;
            let picture = png(BarWidth::Day, &bars).unwrap();
            kept(name, &picture);
            assert!(picture.len() < 100_000, "{} bytes", picture.len());
            let (width, height, opened) = read(&picture, OPENED);
            assert!(width >= 800 && height >= 400, "{width}×{height}");
            assert!(opened > 1_000, "{name}: {opened}");
            assert!(read(&picture, CLOSED).2 > 1_000, "{name}");
        }
    }

    #[test]
    fn no_ticket_and_more_than_anybody_ever_had_can_be_drawn() {
        let first = NaiveDate::MAX;
        for count in [0, 1, u32::MAX] {
            let bar = Bar {
                first,
                opened: count,
                closed: count,
            };
            let picture = png(BarWidth::Week, &[bar, bar]).unwrap();
            kept(&format!("count-{count}.png"), &picture);
            assert_eq!(&picture[1..4], b"PNG");
        }
        assert!(png(BarWidth::Days(60), &[]).is_ok());
    }

    #[test]
    fn dates_are_short() {
        let day = NaiveDate::from_ymd_opt(2026, 9, 3).unwrap();
        assert_eq!(date(day), "3 Sep");
    }
}
