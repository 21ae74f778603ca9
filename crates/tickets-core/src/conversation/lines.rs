//! Messages as lines of quoted material.

use language_model::Quoted;

use super::Cast;
use crate::RoomMessage;

/// Of a message at most so many characters are quoted.
const MESSAGE_MAX: usize = 1500;

/// What a model reads of messages: the part of whoever wrote each, and its text and the names of its files.
pub(crate) fn lines<'a>(
    messages: &'a [RoomMessage],
    cast: &'a Cast,
) -> impl Iterator<Item = Quoted> + 'a {
    let lines = messages.iter().map(|it| line(it, cast));
    lines.filter(|it| !it.is_empty())
}

fn line(message: &RoomMessage, cast: &Cast) -> Quoted {
    let mut text = message.content.clone();
    for file in &message.files {
        text.push_str(" (file: ");
        text.push_str(&file.name);
        text.push(')');
    }
    let part_of = |user| cast.part_of(user);
    Quoted::among(part_of, cast.part_of(message.author), &text, MESSAGE_MAX)
}

/// Those lines that fit into so many bytes: the first ones in a third of them, the last ones in the rest, and a word of
/// how many are left out between them.
pub(crate) fn within(lines: Vec<Quoted>, max: usize) -> Vec<Quoted> {
    let sizes: Vec<usize> = lines.iter().map(|it| it.to_string().len() + 1).collect();
    if sizes.iter().sum::<usize>() <= max {
        return lines;
    }
    let first = fitting(sizes.iter().copied(), max / 3);
    let last = fitting(sizes.iter().rev().copied(), max - max / 3);
    let last = last.min(lines.len() - first);
    let left_out = lines.len() - first - last;
    let note = Quoted::new("Left out here", &format!("{left_out} messages"), 40);
    let mut kept = lines;
    kept.splice(first..first + left_out, [note]);
    kept
}

/// How many of the sizes go into `room`.
fn fitting(sizes: impl Iterator<Item = usize>, room: usize) -> usize {
    let sums = sizes.scan(0, |sum, size| {
        *sum += size;
        Some(*sum)
    });
    sums.take_while(|it| *it <= room).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::testing::{ticket, user};
    use crate::testing::a_message;
    use crate::{RoomFile, TicketStatus};

    fn shown(lines: &[Quoted]) -> Vec<String> {
        lines.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn people_are_their_parts_and_files_their_names() {
        let cast = Cast::of(&ticket(TicketStatus::Open, None), &[]).with_staff(user(21));
        let mut messages = [
            a_message(1, 11, "hi <@21>, mail me at jan@club.example"),
            a_message(2, 21, ""),
            a_message(3, 21, "see"),
            a_message(4, 99, "me too"),
        ];
        messages[2].files.push(RoomFile {
            name: "steps.pdf".to_owned(),
            bytes: 10,
            url: "https://cdn.example/steps.pdf?ex=1".to_owned(),
        });
        let lines: Vec<_> = lines(&messages, &cast).collect();
        assert_eq!(
            shown(&lines),
            [
                "[Requester] hi Staff 1, mail me at [email]",
                "[Staff 1] see (file: steps.pdf)",
                "[Other] me too",
            ]
        );
    }

    #[test]
    fn what_is_too_long_loses_its_middle() {
        let lines: Vec<_> = (0..9)
            .map(|it| Quoted::new("Other", &format!("line {it}"), 50))
            .collect();
        assert_eq!(within(lines.clone(), 1000), lines);
        // Each is 15 bytes with its end: 3 into a third of 140, 6 into the rest.
        assert_eq!(within(lines.clone(), 100).len(), 2 + 4 + 1);
        let cut = within(lines, 100);
        assert_eq!(cut[2].to_string(), "[Left out here] 3 messages");
        assert_eq!(cut[6].to_string(), "[Other] line 8");
    }
}
