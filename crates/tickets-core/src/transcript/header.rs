//! What stands above the messages of a transcript.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};

use super::block::{moment, on_one_line};
use crate::{Closing, Ticket};

/// What is told of the ticket above its messages.
#[derive(Debug, Clone, Copy)]
pub struct TranscriptHeader<'a> {
    /// The ticket, which is closed.
    pub ticket: &'a Ticket,
    /// What its channel is called.
    pub channel_name: &'a str,
    /// What it was about, where it was summed up.
    pub summary: Option<&'a str>,
    /// Whether the bot may read what others write.
    pub reads_texts: bool,
    /// When the transcript was made.
    pub at: DateTime<Utc>,
}

impl TranscriptHeader<'_> {
    pub(super) fn written(&self, messages: usize) -> String {
        let mut text = String::new();
        for (name, value) in self.lines(messages) {
            // Writing to a string never fails.
            let _ = writeln!(text, "{name}: {}", on_one_line(&value));
        }
        text.push_str(
            "Note: times are in UTC; links to files are Discord's and stop working after a while\n",
        );
        if !self.reads_texts {
            text.push_str(
                "Note: texts, files and embeds of others are missing: the bot lacks the Message Content Intent\n",
            );
        }
        text
    }

    fn lines(&self, messages: usize) -> Vec<(&'static str, String)> {
        let ticket = self.ticket;
        let mut lines = vec![
            ("Ticket", format!("#{}", ticket.number)),
            ("Server", ticket.guild.to_string()),
            ("Channel", self.channel_name.to_owned()),
            (
                "Requester",
                format!("{} ({})", ticket.username, ticket.requester),
            ),
            ("Claimed by", claimer(ticket)),
            ("Opened", moment(ticket.created_at).to_string()),
        ];
        if let Some(closing) = &ticket.closing {
            lines.extend(closed(closing));
        }
        lines.push(("Exported", moment(self.at).to_string()));
        lines.push(("Messages", messages.to_string()));
        lines.extend(self.summary.map(|it| ("Summary", it.to_owned())));
        lines
    }
}

fn claimer(ticket: &Ticket) -> String {
    ticket.claim.map_or_else(
        || "nobody".to_owned(),
        |it| format!("{}, {}", it.by, moment(it.at)),
    )
}

fn closed(closing: &Closing) -> impl Iterator<Item = (&'static str, String)> {
    let by = closing
        .by
        .map_or_else(|| "nobody".to_owned(), |it| it.to_string());
    let reason = closing.reason.clone().map(|it| ("Reason", it));
    [
        ("Closed", moment(closing.at).to_string()),
        ("Closed by", by),
    ]
    .into_iter()
    .chain(reason)
}
