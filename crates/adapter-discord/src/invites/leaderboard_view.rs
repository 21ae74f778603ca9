//! What people read of `/inviteleaderboard`.

use invites_core::{Board, Standing};

use crate::reply::{Body, Reply};
use crate::text::{Card, Colour, Rich};

pub(super) fn unreadable() -> Reply {
    Reply::text("I could not read that. Please run the command again.")
}

pub(super) fn board(board: &Board) -> Reply {
    let leaders = match board {
        Board::Disabled => return Reply::text(disabled()),
        Board::Leaders(leaders) => leaders,
    };
    let card = Card::new(Colour::Blue, "🏆 Who has brought the most members");
    Reply::Message(Body::card(card.description(list(leaders))).public())
}

pub(super) fn disabled() -> Rich {
    Rich::own(
        "❌ Counting invites is switched off in this server. An admin can switch it on with `/config invites toggle`.",
    )
}

fn list(leaders: &[Standing]) -> Rich {
    if leaders.is_empty() {
        return Rich::own(
            "There is no invite data yet: nobody has joined by a member's invite since I count.",
        );
    }
    let mut text = Rich::default();
    // Mentions: whoever reads them sees names as they are now, an embed pings nobody, and Discord is not asked for each.
    for (rank, standing) in (1_u64..).zip(leaders) {
        if rank > 1 {
            text = text.and("\n");
        }
        text = text.and("**").number(rank).and(".** ").user(standing.user);
        text = text.and(" · ").number(standing.count);
    }
    text
}

#[cfg(test)]
mod tests {
    use kernel::UserId;

    use super::*;

    fn shown(board: &Board) -> String {
        match super::board(board) {
            Reply::Message(body) => format!("{:?}", body.into_data()),
            other => panic!("{other:?}"),
        }
    }

    fn standing(id: u64, count: u32) -> Standing {
        Standing {
            user: UserId::new(id).unwrap(),
            count,
        }
    }

    #[test]
    fn members_are_shown_as_discord_calls_them_with_their_rank_and_nobody_is_pinged() {
        let leaders = vec![standing(7, 12), standing(8, 3)];
        let Reply::Message(body) = super::board(&Board::Leaders(leaders)) else {
            panic!("a board is a message");
        };
        let data = body.into_data();
        assert!(data.flags.is_none(), "everybody reads it");
        assert!(data.allowed_mentions.unwrap().users.is_empty());
        let text = data.embeds.unwrap()[0].description.clone().unwrap();
        assert_eq!(text, "**1.** <@7> · 12\n**2.** <@8> · 3");
        assert!(shown(&Board::Leaders(Vec::new())).contains("no invite data yet"));
        assert!(shown(&Board::Disabled).contains("switched off"));
    }

    #[test]
    fn the_longest_list_fits() {
        let all = vec![standing(u64::MAX >> 1, u32::MAX); 25];
        assert!(list(&all).chars() <= 4096, "{}", list(&all).chars());
    }
}
