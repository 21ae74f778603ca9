//! Channels of tickets that were erased with the person who had opened them.

use chrono::TimeDelta;
use kernel::{ChannelId, GuildId, PortFailure};

use super::Tickets;
use super::open::told;

/// So many are taken away in a round.
const BATCH: u32 = 50;
/// The longest wait between two tries; the first ones come sooner.
const LONGEST: TimeDelta = TimeDelta::days(1);
/// After so many tries, some weeks, the channel is left to the guild's staff: the bot is not let.
const MOST_TRIES: u32 = 40;

/// What came of a round.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct RoomsTaken {
    /// So many are gone.
    pub gone: u32,
    /// Those that are tried again later or were given up, and why.
    pub left: Vec<(GuildId, ChannelId, String)>,
}

impl Tickets {
    /// Takes away channels whose tickets are not stored any more: they name their requester and quote what was asked, and
    /// their buttons do nothing. One that cannot be taken away is tried again, ever later, and keeps no other waiting.
    pub async fn take_left_rooms(&self) -> Result<RoomsTaken, PortFailure> {
        let (rooms, left) = (&self.ports.rooms, &self.ports.left_rooms);
        let now = self.ports.clock.now();
        let mut taken = RoomsTaken::default();
        for room in left.due(now, BATCH).await? {
            let Err(error) = rooms.take_away(room.guild, room.channel).await else {
                left.forget(&room).await?;
                taken.gone += 1;
                continue;
            };
            if room.tries + 1 < MOST_TRIES {
                left.put_off(&room, now + wait(room.tries)).await?;
            } else {
                left.forget(&room).await?;
            }
            taken.left.push((room.guild, room.channel, told(&error)));
        }
        Ok(taken)
    }
}

/// Two minutes, four, eight, up to a day.
fn wait(tries: u32) -> TimeDelta {
    let minutes = 2_i64.saturating_pow(tries.saturating_add(1).min(20));
    TimeDelta::minutes(minutes).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use kernel::Clock as _;

    use super::*;
    use crate::LeftRoom;
    use crate::testing::{Call, World};

    /// A ticket with a channel, of which only the channel is left.
    async fn erased(world: &World) -> LeftRoom {
        let ticket = world.tickets().open(World::wish(11)).await.unwrap();
        let room = LeftRoom {
            guild: ticket.guild,
            channel: ticket.channel.unwrap(),
            tries: 0,
        };
        world.left_rooms.leave(room, world.clock.now());
        room
    }

    #[tokio::test]
    async fn the_channel_of_an_erased_ticket_is_taken_away_once() {
        let world = World::default();
        erased(&world).await;
        let taken = world.tickets().take_left_rooms().await.unwrap();
        assert_eq!((taken.gone, taken.left), (1, Vec::new()));
        assert!(world.rooms.all().is_empty() && world.left_rooms.left().is_empty());
        let again = world.tickets().take_left_rooms().await.unwrap();
        assert_eq!(again, RoomsTaken::default());
    }

    #[tokio::test]
    async fn a_channel_that_cannot_be_taken_away_is_tried_again_ever_later_and_not_for_ever() {
        let world = World::default();
        let room = erased(&world).await;
        world.rooms.fails(Call::Delete, u32::MAX);
        for tries in 0..MOST_TRIES {
            let taken = world.tickets().take_left_rooms().await.unwrap();
            assert_eq!((taken.gone, taken.left.len()), (0, 1), "{tries}");
            let early = world.tickets().take_left_rooms().await.unwrap();
            assert_eq!(early, RoomsTaken::default(), "not before its time");
            world.clock.set(world.clock.now() + wait(tries));
        }
        assert_eq!(world.left_rooms.left(), []);
        assert_eq!(world.rooms.all().len(), 1, "{room:?} is for staff");
        assert_eq!(
            (wait(0), wait(1), wait(99)),
            (TimeDelta::minutes(2), TimeDelta::minutes(4), LONGEST)
        );
    }
}
