//! Listing and finding tickets.

use super::{Fixture, changed, opened};
use crate::testing::{a_ticket, guild, instant, user};
use crate::{
    Action, NewTicket, Statuses, Ticket, TicketQuery, TicketSearch, TicketStatus, TicketStore,
};

const EVERYTHING: TicketQuery = TicketQuery {
    requester: None,
    statuses: Statuses::All,
    offset: 0,
    limit: 10,
};

const ALL_LIVE: TicketSearch<'static> = TicketSearch {
    statuses: Statuses::Live,
    claimable_only: false,
    requester: None,
    fragment: "",
    limit: 25,
};

fn numbers(tickets: &[Ticket]) -> Vec<u32> {
    tickets.iter().map(|it| it.number.get()).collect()
}

async fn listed(store: &dyn TicketStore, query: TicketQuery) -> (Vec<u32>, u32) {
    let page = store.list(guild(1), query).await.unwrap();
    (numbers(&page.tickets), page.total)
}

pub async fn a_list_shows_first_what_has_been_silent_for_longest(fixture: &impl Fixture) {
    let store = fixture.tickets();
    let mut first = None;
    for minute in 0..4 {
        let ticket = opened(&*store, &a_ticket(guild(1), user(11)), minute).await;
        first.get_or_insert(ticket.id);
    }
    opened(&*store, &a_ticket(guild(2), user(11)), 0).await;
    store
        .note_activity(guild(1), first.unwrap(), instant(9))
        .await
        .unwrap();
    assert_eq!(listed(&*store, EVERYTHING).await, (vec![2, 3, 4, 1], 4));
    let second_page = TicketQuery {
        offset: 2,
        limit: 1,
        ..EVERYTHING
    };
    assert_eq!(listed(&*store, second_page).await, (vec![4], 4));
    let beyond = TicketQuery {
        offset: 9,
        ..EVERYTHING
    };
    assert_eq!(listed(&*store, beyond).await, (vec![], 4));
}

pub async fn a_list_keeps_to_states_and_requester(fixture: &impl Fixture) {
    let store = fixture.tickets();
    for (minute, requester) in [(0, 11), (1, 12), (2, 11)] {
        opened(&*store, &a_ticket(guild(1), user(requester)), minute).await;
    }
    let found = store.suggest(guild(1), ALL_LIVE).await.unwrap();
    let closed = changed(&*store, &found[2], &Action::Close(None), 5).await;
    assert_eq!(closed.number.get(), 1);
    let in_states = |statuses| TicketQuery {
        statuses,
        ..EVERYTHING
    };
    assert_eq!(
        listed(&*store, in_states(Statuses::Live)).await,
        (vec![2, 3], 2)
    );
    let only = Statuses::Only(TicketStatus::Closed);
    assert_eq!(listed(&*store, in_states(only)).await, (vec![1], 1));
    let theirs = TicketQuery {
        requester: Some(user(11)),
        ..EVERYTHING
    };
    assert_eq!(listed(&*store, theirs).await, (vec![3, 1], 2));
}

async fn suggested(store: &dyn TicketStore, fragment: &str) -> Vec<u32> {
    let search = TicketSearch {
        fragment,
        ..ALL_LIVE
    };
    let found = store.suggest(guild(1), search).await;
    numbers(&found.unwrap())
}

pub async fn a_suggestion_matches_number_name_and_description(fixture: &impl Fixture) {
    let store = fixture.tickets();
    for (name, description) in [
        ("Zoë", "the bot is silent"),
        ("bob", "My invoice of March"),
        ("carol", "a refund, please"),
    ] {
        let what = NewTicket {
            username: name.to_owned(),
            description: description.to_owned(),
            ..a_ticket(guild(1), user(11))
        };
        opened(&*store, &what, 0).await;
    }
    assert_eq!(suggested(&*store, "").await, [3, 2, 1]);
    assert_eq!(suggested(&*store, "2").await, [2]);
    assert_eq!(suggested(&*store, "CAR").await, [3]);
    assert_eq!(suggested(&*store, "zoë").await, [1]);
    assert_eq!(suggested(&*store, "invoice").await, [2]);
    assert_eq!(suggested(&*store, "nobody").await, [] as [u32; 0]);
    let few = TicketSearch {
        limit: 2,
        ..ALL_LIVE
    };
    let few = store.suggest(guild(1), few).await.unwrap();
    assert_eq!(numbers(&few), [3, 2]);
    let theirs = TicketSearch {
        requester: Some(user(12)),
        ..ALL_LIVE
    };
    assert!(store.suggest(guild(1), theirs).await.unwrap().is_empty());
    let elsewhere = store.suggest(guild(2), ALL_LIVE).await;
    assert!(elsewhere.unwrap().is_empty());
}

pub async fn a_suggestion_of_what_can_be_claimed_looks_past_all_that_cannot(
    fixture: &impl Fixture,
) {
    let store = fixture.tickets();
    let mut tickets = Vec::new();
    for minute in 0..6 {
        tickets.push(opened(&*store, &a_ticket(guild(1), user(11)), minute).await);
    }
    for ticket in &tickets[1..] {
        changed(&*store, ticket, &Action::Claim, 7).await;
    }
    let claimable = TicketSearch {
        claimable_only: true,
        limit: 2,
        ..ALL_LIVE
    };
    let found = async || numbers(&store.suggest(guild(1), claimable).await.unwrap());
    assert_eq!(found().await, [1]);
    let claimed = store.find(guild(1), tickets[3].id).await.unwrap().unwrap();
    changed(&*store, &claimed, &Action::Escalate(None), 8).await;
    assert_eq!(
        found().await,
        [4, 1],
        "whoever it was passed on to takes over"
    );
}

pub async fn a_suggestion_takes_wildcards_literally(fixture: &impl Fixture) {
    let store = fixture.tickets();
    let what = NewTicket {
        description: "100% of a_b is C:\\temp".to_owned(),
        ..a_ticket(guild(1), user(11))
    };
    opened(&*store, &what, 0).await;
    opened(&*store, &a_ticket(guild(1), user(11)), 1).await;
    for fragment in ["%", "_", "\\", "100%", "a_b"] {
        assert_eq!(suggested(&*store, fragment).await, [1], "{fragment}");
    }
    assert_eq!(suggested(&*store, "a%b").await, [] as [u32; 0]);
}

pub async fn tickets_are_known_by_their_numbers_in_their_own_guild_only(fixture: &impl Fixture) {
    let store = fixture.tickets();
    let mut ids = Vec::new();
    for requester in [11, 12] {
        ids.push(
            opened(&*store, &a_ticket(guild(1), user(requester)), 0)
                .await
                .id,
        );
    }
    let elsewhere = opened(&*store, &a_ticket(guild(2), user(11)), 0).await.id;
    let asked = [ids[1], elsewhere];
    let found = store.numbers(guild(1), &asked).await.unwrap();
    let found: Vec<_> = found.into_iter().map(|(id, it)| (id, it.get())).collect();
    assert_eq!(found, [(ids[1], 2)]);
    assert!(store.numbers(guild(1), &[]).await.unwrap().is_empty());
}
