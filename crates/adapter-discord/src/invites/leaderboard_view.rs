//! What people read of `/inviteleaderboard`.

use invites_core::{Board, Ranked};
use sanitizer::safe_embed_text;

use crate::reply::{Body, Reply};
use crate::text::{Card, Colour, Rich};

/// Of a name so much is shown; 25 of them stay within an embed.
const NAME_MAX: usize = 60;

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

fn list(leaders: &[Ranked]) -> Rich {
    if leaders.is_empty() {
        return Rich::own(
            "There is no invite data yet: nobody has joined by a member's invite since I count.",
        );
    }
    let mut text = Rich::default();
    for (rank, ranked) in (1_u64..).zip(leaders) {
        if rank > 1 {
            text = text.and("\n");
        }
        text = text.and("**").number(rank).and(".** ");
        text = name(text, ranked).and(" · ").number(ranked.count);
    }
    text
}

/// Whoever is not there any more is shown by their number.
fn name(text: Rich, ranked: &Ranked) -> Rich {
    let known = ranked.person.name.as_deref();
    let known = known.map(|it| safe_embed_text(it, NAME_MAX));
    match known.filter(|it| !it.is_empty()) {
        Some(name) => text.text(&name),
        None => text.and("User ").number(ranked.person.id.get()),
    }
}

#[cfg(test)]
mod tests {
    use invites_core::Person;
    use kernel::UserId;

    use super::*;

    fn shown(board: &Board) -> String {
        match super::board(board) {
            Reply::Message(body) => format!("{:?}", body.into_data()),
            other => panic!("{other:?}"),
        }
    }

    fn ranked(id: u64, name: Option<&str>, count: u32) -> Ranked {
        let person = Person {
            id: UserId::new(id).unwrap(),
            name: name.map(str::to_owned),
        };
        Ranked { person, count }
    }

    #[test]
    fn members_are_shown_by_name_and_those_who_left_by_number() {
        let leaders = vec![ranked(7, Some("*Al*"), 12), ranked(8, None, 3)];
        let text = shown(&Board::Leaders(leaders));
        assert!(
            text.contains(r"**1.** \\*Al\\* · 12\n**2.** User 8 · 3"),
            "{text}"
        );
        assert!(shown(&Board::Leaders(Vec::new())).contains("no invite data yet"));
        assert!(shown(&Board::Disabled).contains("switched off"));
    }

    #[test]
    fn the_longest_list_fits() {
        let name = "_".repeat(200);
        let all = vec![ranked(u64::MAX >> 1, Some(&name), u32::MAX); 25];
        assert!(list(&all).chars() <= 4096, "{}", list(&all).chars());
    }
}
