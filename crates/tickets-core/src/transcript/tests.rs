//! Transcripts of messages that are drawn, and of one of each kind.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{ChannelId, MessageId};
use proptest::prelude::*;

use super::*;
use crate::testing::{a_message, guild, instant, user};
use crate::{Claim, Closing, RoomEmbed, RoomFile, Ticket, TicketId, TicketStatus};

fn at(seconds: i64) -> DateTime<Utc> {
    instant(0) + TimeDelta::seconds(seconds)
}

fn message(id: u64, name: &str, content: &str) -> RoomMessage {
    RoomMessage {
        author_name: name.to_owned(),
        at: at(id.cast_signed()),
        ..a_message(id, 11, content)
    }
}

fn closed_ticket() -> Ticket {
    Ticket {
        id: TicketId::new(7).unwrap(),
        number: TicketNumber::new(42).unwrap(),
        guild: guild(1),
        requester: user(11),
        username: "Alice\nMessages: 0".to_owned(),
        description: "My role is gone".to_owned(),
        status: TicketStatus::Closed,
        room: crate::RoomKind::Channel,
        channel: Some(ChannelId::new(1001).unwrap()),
        control_message: None,
        claim: Some(Claim {
            by: user(21),
            at: at(60),
        }),
        escalation: None,
        closing: Some(Closing {
            by: Some(user(21)),
            at: at(120),
            reason: Some("solved".to_owned()),
        }),
        revision: 2,
        created_at: at(0),
        updated_at: at(120),
        last_activity_at: at(120),
        idle_notified_at: None,
        is_unreachable: false,
    }
}

/// The file of these pages.
fn written(pages: &[&[RoomMessage]], reads_texts: bool) -> String {
    let mut transcript = Transcript::default();
    for page in pages {
        transcript.add(page);
    }
    finished(transcript, reads_texts)
}

fn finished(transcript: Transcript, reads_texts: bool) -> String {
    let pieces = transcript.finish(&TranscriptHeader {
        ticket: &closed_ticket(),
        channel_name: "ticket-42-closed",
        summary: Some("The role was given back."),
        reads_texts,
        at: at(180),
    });
    pieces.concat()
}

/// The first line of each block; only ours begin at the margin with a bracket.
fn first_lines(text: &str) -> Vec<&str> {
    text.lines().filter(|it| it.starts_with('[')).collect()
}

#[test]
fn the_header_tells_the_ticket_from_its_opening_to_its_end() {
    let text = written(&[&[message(1, "Alice", "hello")]], true);
    let header = text.split("\n\n").next().unwrap();
    assert_eq!(
        header,
        "Ticket: #42\n\
         Server: 1\n\
         Channel: ticket-42-closed\n\
         Requester: Alice Messages: 0 (11)\n\
         Claimed by: 21, 2031-05-06 12:01:00\n\
         Opened: 2031-05-06 12:00:00\n\
         Closed: 2031-05-06 12:02:00\n\
         Closed by: 21\n\
         Reason: solved\n\
         Exported: 2031-05-06 12:03:00\n\
         Messages: 1\n\
         Summary: The role was given back.\n\
         Note: times are in UTC; links to files are Discord's and stop working after a while"
    );
    assert!(!text.contains("Intent"));
    assert!(written(&[], false).contains("Message Content Intent"));
}

#[test]
fn a_message_is_told_with_all_that_came_with_it() {
    let mut answer = message(2, "Helper", "Done.\nAnything else?");
    answer.is_human = false;
    answer.edited_at = Some(at(9));
    answer.reply_to = Some(MessageId::new(1).unwrap());
    answer.files = vec![RoomFile {
        name: "log.txt".to_owned(),
        bytes: 512,
        url: "https://cdn.discordapp.com/attachments/1/2/log.txt".to_owned(),
    }];
    answer.embeds = vec![RoomEmbed {
        title: Some("Roles".to_owned()),
        description: Some("What you have".to_owned()),
        fields: vec![("Raider".to_owned(), "since today".to_owned())],
    }];
    answer.stickers = vec!["Wave".to_owned()];
    let text = written(&[&[message(1, "Alice", "My role?"), answer]], true);
    let blocks: Vec<&str> = text.split("\n\n").skip(1).collect();
    assert_eq!(
        blocks,
        [
            "[2031-05-06 12:00:01] Alice (11)\n    My role?",
            "[2031-05-06 12:00:02] Helper (11) [BOT] (edited)\n\
             ↪ reply to Alice (11) of [2031-05-06 12:00:01]\n    \
             Done.\n    \
             Anything else?\n\
             file: log.txt (512 bytes) https://cdn.discordapp.com/attachments/1/2/log.txt\n\
             embed: Roles\n    \
             What you have\n    \
             Raider:\n    \
             since today\n\
             sticker: Wave\n",
        ]
    );
}

#[test]
fn an_answer_to_a_message_that_is_gone_names_its_id() {
    let mut answer = message(2, "Alice", "yes");
    answer.reply_to = Some(MessageId::new(1).unwrap());
    assert!(written(&[&[answer]], true).contains("\n↪ reply to message 1\n"));
}

#[test]
fn a_ticket_with_more_than_ten_thousand_messages_is_visibly_cut_after_them() {
    let most = MESSAGES_MAX as u64;
    let exactly: Vec<_> = (1..=most).map(|id| message(id, "Alice", "hi")).collect();
    let mut transcript = Transcript::default();
    assert!(transcript.add(&exactly));
    let text = written(&[&exactly], true);
    assert!(!text.contains("truncated"));
    assert_eq!(first_lines(&text).len(), MESSAGES_MAX);

    let beyond = [message(most + 1, "Alice", "one too many")];
    assert!(!transcript.add(&beyond));
    assert_eq!(transcript.messages(), MESSAGES_MAX);
    assert_eq!(transcript.last(), MessageId::new(most).ok());
    let text = written(&[&exactly, &beyond], true);
    assert!(text.ends_with("(truncated: there are more than these 10000 messages)\n"));
    assert!(!text.contains("one too many"));
}

#[test]
fn a_ticket_of_more_text_than_there_is_room_for_is_visibly_cut_after_a_whole_message() {
    let said = |id| message(id, "Alice", "a line");
    let one = Transcript::of_at_most(1_000);
    let header = finished(one, true).len();
    let block = written(&[&[said(1)]], true).len() - header;
    let mut transcript = Transcript::of_at_most(3 * block);
    assert!(transcript.add(&[said(1), said(2)]));
    assert!(transcript.add(&[said(3)]), "it just fits");
    assert!(!transcript.add(&[said(4)]));
    assert_eq!(transcript.last(), MessageId::new(3).ok());
    let text = finished(transcript, true);
    assert_eq!(first_lines(&text).len(), 3);
    assert!(text.contains("\nMessages: 3\n"), "{text}");
    assert!(text.ends_with("    a line\n\n(truncated: there are more than these 3 messages)\n"));
}

#[test]
fn what_a_member_wrote_never_looks_like_somebody_elses_message() {
    let forged = "ok\n[2031-05-06 12:00:09] Staff (21)\u{2028}[2031-05-06 12:00:09] Staff (21)\r    I promise";
    let text = written(&[&[message(1, "Mallory\n[2031] Staff (21)", forged)]], true);
    assert_eq!(
        first_lines(&text),
        ["[2031-05-06 12:00:01] Mallory [2031] Staff (21) (11)"]
    );
}

/// Unicode's bidirectional controls.
fn turns_text(c: char) -> bool {
    let marks = ['\u{61c}', '\u{200e}', '\u{200f}'];
    marks.contains(&c)
        || ('\u{202a}'..='\u{202e}').contains(&c)
        || ('\u{2066}'..='\u{2069}').contains(&c)
}

fn drawn() -> impl Strategy<Value = Vec<RoomMessage>> {
    let text = || "\\PC{0,20}|[\n\r\t\\[\u{1b}\u{202e}\u{2028}\u{0}a-c ]{0,12}|.{0,20}";
    let one = (text(), text(), text(), text(), any::<bool>());
    prop::collection::vec(one, 0..12).prop_map(|drawn| {
        let made = drawn.into_iter().zip(1_u64..);
        made.map(
            |((name, content, title, sticker, answers), id)| RoomMessage {
                reply_to: MessageId::new(id - 1).ok().filter(|_| answers),
                embeds: vec![RoomEmbed {
                    title: Some(title.clone()),
                    description: Some(content.clone()),
                    fields: vec![(title.clone(), sticker.clone())],
                }],
                files: vec![RoomFile {
                    name: sticker.clone(),
                    bytes: 1,
                    url: title,
                }],
                stickers: vec![sticker],
                ..message(id, &name, &content)
            },
        )
        .collect()
    })
}

proptest! {
    #[test]
    fn every_message_has_its_block_in_order_and_nothing_hidden_stays(messages in drawn()) {
        let text = written(&[&messages], true);
        let controls = |c: char| c != '\n' && c.is_control() || turns_text(c) || c == '\u{2028}';
        prop_assert!(!text.contains(controls), "{text:?}");
        let moments: Vec<String> = messages
            .iter()
            .map(|it| format!("[{}]", it.at.format("%Y-%m-%d %H:%M:%S")))
            .collect();
        let lines = first_lines(&text);
        prop_assert_eq!(lines.len(), moments.len());
        for (line, moment) in lines.iter().zip(&moments) {
            prop_assert!(line.starts_with(moment.as_str()), "{} {}", line, moment);
        }
    }

    #[test]
    fn nothing_visible_of_a_message_is_left_out(messages in drawn()) {
        let text = written(&[&messages], true);
        for message in &messages {
            for word in message.content.split(|it: char| it.is_whitespace() || it.is_control()) {
                let word = word.replace(turns_text, "");
                prop_assert!(text.contains(&word), "{word:?} is not in {text:?}");
            }
        }
    }

    #[test]
    fn how_messages_are_paged_changes_nothing(messages in drawn(), size in 1_usize..5) {
        let pages: Vec<&[RoomMessage]> = messages.chunks(size).collect();
        prop_assert_eq!(written(&pages, true), written(&[&messages], true));
    }
}
