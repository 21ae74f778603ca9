//! Whether members keep asking the same.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::Topic;
use crate::TicketId;

/// So many different tickets make a topic a repeated one.
pub const REPEATED: usize = 3;
/// Within so many days.
pub const REPEATED_WITHIN_DAYS: i64 = 7;

/// A ticket that was summed up at its close.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummarizedTicket {
    /// Which ticket.
    pub ticket: TicketId,
    /// What it was about.
    pub topic: Topic,
    /// When it was summed up.
    pub at: DateTime<Utc>,
}

/// The tickets that were about the same as the `newest` within the last seven days, itself included and by number, where
/// they are three or more. A ticket that was closed twice counts once. `earlier` is of the same guild.
pub fn repeated(newest: &SummarizedTicket, earlier: &[SummarizedTicket]) -> Option<Vec<TicketId>> {
    let since = newest.at - TimeDelta::days(REPEATED_WITHIN_DAYS);
    let recent = earlier.iter().filter(|it| it.at >= since);
    let alike = recent.filter(|it| it.topic.shares(&newest.topic));
    let mut tickets: BTreeSet<TicketId> = alike.map(|it| it.ticket).collect();
    tickets.insert(newest.ticket);
    (tickets.len() >= REPEATED).then(|| tickets.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;

    use super::*;

    fn ticket(id: u64, terms: &[&str], day: u32) -> SummarizedTicket {
        SummarizedTicket {
            ticket: TicketId::new(id).unwrap(),
            topic: Topic::of_terms(terms.iter().map(|it| (*it).to_owned())),
            at: Utc.with_ymd_and_hms(2026, 2, day, 12, 0, 0).unwrap(),
        }
    }

    fn ids(tickets: Option<Vec<TicketId>>) -> Vec<u64> {
        tickets
            .unwrap_or_default()
            .iter()
            .map(|it| it.get())
            .collect()
    }

    #[test]
    fn three_different_tickets_in_seven_days_make_a_topic_repeated() {
        let newest = ticket(3, &["a", "b", "c"], 10);
        let mut earlier = vec![ticket(1, &["a", "b", "c"], 3), ticket(2, &["a", "b"], 9)];
        assert_eq!(ids(repeated(&newest, &earlier)), [1, 2, 3]);
        earlier[0].at -= TimeDelta::seconds(1);
        assert_eq!(
            repeated(&newest, &earlier),
            None,
            "more than seven days ago"
        );
    }

    #[test]
    fn a_ticket_counts_once_and_other_topics_not_at_all() {
        let newest = ticket(3, &["a", "b", "c"], 10);
        let again = [
            ticket(2, &["a", "b", "c"], 8),
            ticket(2, &["a", "b", "c"], 9),
            ticket(3, &["a", "b", "c"], 9),
            ticket(4, &["x", "y", "z"], 9),
        ];
        assert_eq!(repeated(&newest, &again), None);
    }
}
