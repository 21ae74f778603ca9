//! What is found between two snapshots.

use chrono::{DateTime, Utc};
use proptest::prelude::*;

use super::*;
use crate::Vanity;

fn user(id: u64) -> UserId {
    UserId::new(id).unwrap()
}

fn second(number: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::seconds(number)
}

fn code(text: &str) -> InviteCode {
    text.parse().unwrap()
}

/// An invite that can be used for ever, made long ago.
fn invite(name: &str, inviter: u64, uses: u32) -> Invite {
    Invite {
        code: code(name),
        inviter: UserId::new(inviter).ok(),
        uses,
        max_uses: 0,
        expires_at: None,
        created_at: Some(second(-86_400)),
    }
}

fn at(moment: i64, invites: &[Invite]) -> InviteSnapshot {
    InviteSnapshot::new(second(moment), invites.iter().cloned(), None)
}

fn with_vanity(mut snapshot: InviteSnapshot, uses: u32) -> InviteSnapshot {
    snapshot.vanity = Some(Vanity {
        code: code("club"),
        uses,
    });
    snapshot
}

/// Who is said to have brought each, what that rests on, and whether all is explained.
fn found(
    before: &InviteSnapshot,
    after: &InviteSnapshot,
    joins: usize,
) -> (Vec<(Option<u64>, Way)>, bool) {
    let verdict = attribute(before, after, joins);
    let each = verdict.attributions.iter();
    let each = each.map(|it| (it.inviter.map(UserId::get), it.way));
    (each.collect(), verdict.is_settled)
}

#[test]
fn the_invite_whose_uses_grew_is_the_one() {
    let before = at(0, &[invite("a", 1, 4), invite("b", 2, 7)]);
    let after = at(10, &[invite("a", 1, 4), invite("b", 2, 8)]);
    assert_eq!(
        found(&before, &after, 1),
        (vec![(Some(2), Way::Uses)], true)
    );
    let verdict = attribute(&before, &after, 1);
    assert_eq!(verdict.attributions[0].code, Some(code("b")));
    assert_eq!(verdict.attributions[0].grade(), Grade::Exact);
}

#[test]
fn an_invite_that_was_made_since_begins_at_nothing() {
    let before = at(0, &[]);
    let made = |at| Invite {
        created_at: Some(second(at)),
        ..invite("new", 3, 1)
    };
    let after = |made| at(10, &[made]);
    assert_eq!(
        found(&before, &after(made(5)), 1),
        (vec![(Some(3), Way::Uses)], true)
    );
    // Nobody knows how often it was used before.
    let old = made(-3_600);
    assert_eq!(
        found(&before, &after(old), 1),
        (vec![(None, Way::Unseen)], false)
    );
    let undated = Invite {
        created_at: None,
        ..made(0)
    };
    assert!(!attribute(&before, &after(undated), 1).is_settled);
}

#[test]
fn an_invite_for_one_use_that_vanished_was_used() {
    let once = Invite {
        max_uses: 1,
        ..invite("once", 4, 0)
    };
    let before = at(0, std::slice::from_ref(&once));
    let gone = at(10, &[]);
    assert_eq!(
        found(&before, &gone, 1),
        (vec![(Some(4), Way::Spent)], true)
    );
    assert_eq!(Way::Spent.grade(), Grade::Likely);

    let with_more_left = Invite {
        max_uses: 5,
        uses: 3,
        ..once.clone()
    };
    let deleted = at(0, &[with_more_left]);
    assert_eq!(found(&deleted, &gone, 1).0, [(None, Way::Unseen)]);

    let expired = Invite {
        expires_at: Some(second(9)),
        ..once.clone()
    };
    assert_eq!(found(&at(0, &[expired]), &gone, 1).0, [(None, Way::Unseen)]);
    let endless = invite("endless", 4, 0);
    assert_eq!(found(&at(0, &[endless]), &gone, 1).0, [(None, Way::Unseen)]);
}

#[test]
fn an_invite_that_was_deleted_long_before_was_not_used() {
    let once = Invite {
        max_uses: 1,
        ..invite("once", 4, 0)
    };
    let told = |at_second| {
        let mut before = at(0, std::slice::from_ref(&once));
        before.note_deleted(&code("once"), second(at_second));
        found(&before, &at(3_600, &[]), 1).0
    };
    assert_eq!(told(3_599), [(Some(4), Way::Spent)]);
    assert_eq!(told(60), [(None, Way::Unseen)]);
}

#[test]
fn the_servers_own_address_is_nobodys_invite() {
    let before = with_vanity(at(0, &[invite("a", 1, 4)]), 9);
    let after = with_vanity(at(10, &[invite("a", 1, 4)]), 10);
    assert_eq!(found(&before, &after, 1), (vec![(None, Way::Vanity)], true));
    // One that was chosen just now says nothing.
    let before = at(0, &[]);
    assert_eq!(found(&before, &after, 1).0, [(None, Way::Unseen)]);
}

#[test]
fn two_at_once_by_one_persons_invites_are_both_theirs() {
    let before = at(0, &[invite("a", 1, 4), invite("b", 1, 0)]);
    let both = [(Some(1), Way::Uses), (Some(1), Way::Uses)];
    let by_two = at(10, &[invite("a", 1, 5), invite("b", 1, 1)]);
    assert_eq!(found(&before, &by_two, 2), (both.to_vec(), true));
    let codes: Vec<_> = attribute(&before, &by_two, 2)
        .attributions
        .into_iter()
        .map(|it| it.code)
        .collect();
    assert_eq!(codes, [None, None], "nobody knows who came by which");
    let by_one = at(10, &[invite("a", 1, 6), invite("b", 1, 0)]);
    assert_eq!(found(&before, &by_one, 2), (both.to_vec(), true));
}

#[test]
fn two_at_once_by_two_persons_invites_are_counted_and_nobody_is_named() {
    let before = at(0, &[invite("a", 1, 4), invite("b", 2, 0)]);
    let after = at(10, &[invite("a", 1, 5), invite("b", 2, 1)]);
    let verdict = attribute(&before, &after, 2);
    assert_eq!(
        found(&before, &after, 2),
        (vec![(Some(1), Way::Crowd), (Some(2), Way::Crowd)], true)
    );
    assert!(
        verdict
            .attributions
            .iter()
            .all(|it| it.named(user(99)).is_none())
    );
    assert!(
        verdict
            .attributions
            .iter()
            .all(|it| it.credits(user(9)).is_some())
    );
}

#[test]
fn as_long_as_uses_and_joins_differ_another_look_is_worth_it() {
    let before = at(0, &[invite("a", 1, 4), invite("b", 2, 0)]);
    let nothing = at(1, &[invite("a", 1, 4), invite("b", 2, 0)]);
    assert_eq!(
        found(&before, &nothing, 1),
        (vec![(None, Way::Unseen)], false)
    );
    let one = at(1, &[invite("a", 1, 5), invite("b", 2, 0)]);
    let half = vec![(Some(1), Way::Crowd), (None, Way::Unseen)];
    assert_eq!(found(&before, &one, 2), (half, false));
    // Somebody else has joined, of whom nobody has told yet.
    let two = at(1, &[invite("a", 1, 5), invite("b", 2, 1)]);
    assert_eq!(found(&before, &two, 1), (vec![(None, Way::Unseen)], false));
    let twice = at(1, &[invite("a", 1, 6), invite("b", 2, 0)]);
    assert_eq!(
        found(&before, &twice, 1),
        (vec![(Some(1), Way::Crowd)], false)
    );
}

#[test]
fn whoever_uses_their_own_invite_is_not_counted() {
    let own = Attribution {
        inviter: Some(user(7)),
        code: None,
        way: Way::Uses,
    };
    assert_eq!(own.credits(user(7)), None);
    assert_eq!(own.credits(user(8)), Some(user(7)));
}

#[test]
fn what_was_heard_of_between_two_looks_counts() {
    let mut before = at(0, &[invite("a", 1, 4)]);
    before.note_created(Invite {
        created_at: None,
        ..invite("new", 2, 0)
    });
    // What is known stays as it was counted.
    before.note_created(invite("a", 1, 9));
    let after = at(10, &[invite("a", 1, 4), invite("new", 2, 1)]);
    assert_eq!(
        found(&before, &after, 1),
        (vec![(Some(2), Way::Uses)], true)
    );
}

fn any_snapshot(moment: i64) -> impl Strategy<Value = InviteSnapshot> {
    let invite = (0..6_u8, 0..4_u64, 0..5_u32, 0..3_u32, any::<bool>());
    let one = invite.prop_map(move |(name, inviter, uses, max_uses, is_new)| Invite {
        max_uses,
        created_at: Some(second(if is_new { moment } else { -86_400 })),
        ..super::tests::invite(&format!("c{name}"), inviter, uses)
    });
    let vanity = prop::option::of(0..4_u32);
    (prop::collection::vec(one, 0..6), vanity).prop_map(move |(invites, vanity)| {
        let vanity = vanity.map(|uses| Vanity {
            code: code("club"),
            uses,
        });
        InviteSnapshot::new(second(moment), invites, vanity)
    })
}

proptest! {
    #[test]
    fn everybody_gets_one_answer_and_what_is_settled_is_right_in_sum(
        before in any_snapshot(0), after in any_snapshot(10), joins in 0..6_usize,
    ) {
        let verdict = attribute(&before, &after, joins);
        prop_assert_eq!(verdict.attributions.len(), joins);
        if verdict.is_settled {
            let grown = growths(&before, &after, joins);
            for inviter in (0..4).map(|it| UserId::new(it).ok()) {
                let said = verdict.attributions.iter().filter(|it| it.inviter == inviter).count();
                let is: u32 = grown.iter().filter(|it| it.inviter == inviter).map(|it| it.by).sum();
                prop_assert_eq!(u32::try_from(said).unwrap(), is);
            }
        }
        for it in &verdict.attributions {
            prop_assert!(it.named(user(99)).is_none() || it.grade() > Grade::Unknown);
        }
    }
}
