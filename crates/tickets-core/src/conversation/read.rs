//! Reading what people wrote in a channel, from either end.

use std::collections::BTreeMap;

use kernel::{ChannelId, MessageId};

use crate::{PAGE_MAX, Page, RoomError, RoomMessage, RoomMessages};

/// So many pages are read at most from one end: in a channel where bots write much, people are not looked for for ever.
const MOST_PAGES: usize = 5;

/// The first and the latest messages of people, each once, oldest first.
pub(crate) async fn ends(
    messages: &dyn RoomMessages,
    channel: ChannelId,
    first: usize,
    last: usize,
) -> Result<Vec<RoomMessage>, RoomError> {
    let latest = latest(messages, channel, last).await?;
    if latest.len() < last {
        return Ok(latest);
    }
    let earliest = earliest(messages, channel, first).await?;
    let all = earliest.into_iter().chain(latest);
    let each: BTreeMap<MessageId, RoomMessage> = all.map(|it| (it.id, it)).collect();
    Ok(each.into_values().collect())
}

/// The latest `count` messages of people, oldest first.
pub(crate) async fn latest(
    messages: &dyn RoomMessages,
    channel: ChannelId,
    count: usize,
) -> Result<Vec<RoomMessage>, RoomError> {
    let mut found = Vec::new();
    let mut page = Page::Latest;
    for _ in 0..MOST_PAGES {
        let read = messages.page(channel, page).await?;
        let (length, oldest) = (read.len(), read.first().map(|it| it.id));
        let missing = count - found.len();
        found.extend(
            read.into_iter()
                .rev()
                .filter(|it| it.is_human)
                .take(missing),
        );
        match oldest {
            Some(oldest) if length >= PAGE_MAX && found.len() < count => {
                page = Page::Before(oldest);
            }
            _ => break,
        }
    }
    found.reverse();
    Ok(found)
}

/// The first `count` messages of people, oldest first.
async fn earliest(
    messages: &dyn RoomMessages,
    channel: ChannelId,
    count: usize,
) -> Result<Vec<RoomMessage>, RoomError> {
    let mut found = Vec::new();
    let mut page = Page::First;
    for _ in 0..MOST_PAGES {
        let read = messages.page(channel, page).await?;
        let (length, newest) = (read.len(), read.last().map(|it| it.id));
        let missing = count - found.len();
        found.extend(read.into_iter().filter(|it| it.is_human).take(missing));
        match newest {
            Some(newest) if length >= PAGE_MAX && found.len() < count => page = Page::After(newest),
            _ => break,
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{InMemoryMessages, a_message};

    fn channel() -> ChannelId {
        ChannelId::new(5).unwrap()
    }

    /// So many messages, of which every third is a person's.
    fn room(count: u64) -> InMemoryMessages {
        let room = InMemoryMessages::default();
        for id in 1..=count {
            let mut message = a_message(id, 11, &format!("message {id}"));
            message.is_human = id % 3 == 0;
            room.write(channel(), message);
        }
        room
    }

    fn ids(messages: &[RoomMessage]) -> Vec<u64> {
        messages.iter().map(|it| it.id.get()).collect()
    }

    #[tokio::test]
    async fn both_ends_of_a_long_conversation_are_read() {
        let read = ends(&room(900), channel(), 3, 5).await.unwrap();
        assert_eq!(ids(&read), [3, 6, 9, 888, 891, 894, 897, 900]);
    }

    #[tokio::test]
    async fn a_short_conversation_is_read_once() {
        let read = ends(&room(12), channel(), 3, 90).await.unwrap();
        assert_eq!(ids(&read), [3, 6, 9, 12]);
        let overlapping = ends(&room(12), channel(), 3, 3).await.unwrap();
        assert_eq!(ids(&overlapping), [3, 6, 9, 12], "each once");
    }

    #[tokio::test]
    async fn people_are_looked_for_behind_full_pages() {
        let read = latest(&room(300), channel(), 90).await.unwrap();
        assert_eq!(read.len(), 90);
        assert_eq!(read.last().unwrap().id.get(), 300);
        assert_eq!(read.first().unwrap().id.get(), 33);
    }
}
