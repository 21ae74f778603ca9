//! Opening tickets, over everything in memory.

use chrono::TimeDelta;
use kernel::{ChannelId, RoleId};
use settings_core::SettingValue;

use super::*;
use crate::settings::ticketbot::{CATEGORY, ENABLED, MAX_OPEN};
use crate::testing::{Call, Failing, World, guild, instant};
use crate::{Action, Subject};
use crate::{TicketRooms as _, TicketStore as _};

fn look(held: Permissions, channels: u32, guild_channels: u32) -> CategoryLook {
    CategoryLook {
        held,
        channels,
        guild_channels,
    }
}

const EVERYTHING: Permissions = Permissions::from_bits(u64::MAX);

async fn refusal(world: &World, wish: OpenTicket) -> OpenRefusal {
    match world.tickets().open(wish).await {
        Err(UseCaseError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

/// Puts away a ticket of somebody else, as far as closing it.
async fn closes_one(world: &World, requester: u64) {
    let ticket = world.tickets().open(World::wish(requester)).await.unwrap();
    closes_by_staff(world, ticket.number.get()).await;
}

async fn closes_by_staff(world: &World, number: u32) {
    let close = World::act(number, Action::Close(None), 21, &[World::staff_role()]);
    world.tickets().act(&close).await.unwrap();
}

fn turned_away(world: &World) -> Vec<(OpenRefusal, Option<u32>)> {
    let told = world.log.told().into_iter();
    told.filter_map(|it| match it {
        LogEvent::NotOpened {
            refusal,
            archivable,
        } => Some((refusal, archivable)),
        _ => None,
    })
    .collect()
}

async fn is_empty(world: &World) -> bool {
    let half_open = world.store.half_open(instant(99), None, 9).await;
    world.rooms.all().is_empty() && half_open.unwrap().is_empty()
}

#[tokio::test]
async fn a_ticket_has_its_channel_its_people_and_its_buttons() {
    let world = World::default();
    let ticket = world.tickets().open(World::wish(11)).await.unwrap();
    assert_eq!(
        world.store.find(World::home(), ticket.id).await.unwrap(),
        Some(ticket.clone())
    );
    let room = world.rooms.all().remove(0);
    assert_eq!(room.name, "ticket-1");
    assert_eq!(room.control, ticket.control_message);
    let subjects: Vec<Subject> = room.overwrites.iter().map(|it| it.subject).collect();
    assert!(subjects.contains(&Subject::Role(World::staff_role())));
    assert!(subjects.contains(&Subject::Member(ticket.requester)));
    assert_eq!(subjects.len(), 4);
    let told = world.log.told();
    assert!(matches!(&told[..], [LogEvent::Changed { what, .. }] if what.event == Event::Created));
}

#[tokio::test]
async fn whatever_is_missing_is_named_in_the_order_in_which_it_is_mended() {
    let world = World::default();
    let blank = OpenTicket {
        description: " \n\u{2003} ".to_owned(),
        ..World::wish(11)
    };
    assert_eq!(refusal(&world, blank).await, OpenRefusal::NoDescription);
    let long = OpenTicket {
        description: "é".repeat(2001),
        ..World::wish(11)
    };
    assert_eq!(refusal(&world, long).await, OpenRefusal::TooLong);
    world.rooms.has_category(None);
    let gone = refusal(&world, World::wish(11)).await;
    assert_eq!(
        gone,
        OpenRefusal::CategoryGone(ChannelId::new(300).unwrap())
    );
    let without_two = EVERYTHING.without(Permissions::SEND_MESSAGES | Permissions::EMBED_LINKS);
    world.rooms.has_category(Some(look(without_two, 50, 500)));
    let lacking = Permissions::SEND_MESSAGES | Permissions::EMBED_LINKS;
    assert_eq!(
        refusal(&world, World::wish(11)).await,
        OpenRefusal::Lacking(lacking)
    );
    world.rooms.has_category(Some(look(EVERYTHING, 50, 500)));
    assert_eq!(
        refusal(&world, World::wish(11)).await,
        OpenRefusal::CategoryFull
    );
    world.rooms.has_category(Some(look(EVERYTHING, 49, 500)));
    assert_eq!(
        refusal(&world, World::wish(11)).await,
        OpenRefusal::GuildFull
    );
    assert_eq!(world.log.told().len(), 4, "staff hears of what it can mend");
    assert!(is_empty(&world).await);
    let another = World::default();
    another.set(&ENABLED, SettingValue::Bool(false));
    assert_eq!(
        refusal(&another, World::wish(11)).await,
        OpenRefusal::Disabled
    );
}

#[tokio::test]
async fn a_guild_without_a_category_is_told_that_tickets_are_not_set_up() {
    let world = World::default();
    let elsewhere = OpenTicket {
        guild: guild(2),
        ..World::wish(11)
    };
    assert_eq!(refusal(&world, elsewhere).await, OpenRefusal::NotSetUp);
}

#[tokio::test]
async fn whoever_has_as_many_as_they_may_is_shown_them() {
    let world = World::default();
    world.set(&MAX_OPEN, SettingValue::Int(2));
    for _ in 0..2 {
        world.tickets().open(World::wish(11)).await.unwrap();
        world.clock.advance(TimeDelta::seconds(30));
    }
    let OpenRefusal::TooMany(live) = refusal(&world, World::wish(11)).await else {
        panic!("a third was opened");
    };
    assert_eq!(live.len(), 2);
    assert!(
        live.iter().all(|it| it.channel.is_some()),
        "with links to them"
    );
    assert!(world.tickets().open(World::wish(12)).await.is_ok());
}

#[tokio::test]
async fn a_failure_on_the_way_leaves_neither_channel_nor_ticket() {
    for (call, times, failing) in [
        (Call::Make, 1, Failing::Refused),
        (Call::PostControl, 2, Failing::Later),
    ] {
        let world = World::default();
        world.rooms.fails_with(call, times, failing);
        let refusal = refusal(&world, World::wish(11)).await;
        let OpenRefusal::Discord(why) = &refusal else {
            panic!("{call:?}: {refusal:?}");
        };
        assert!(why.contains("it is told to fail"), "{why}");
        assert_eq!(turned_away(&world), [(refusal, None)], "staff hears of it");
        assert!(is_empty(&world).await, "{call:?}");
        assert!(world.tickets().open(World::wish(11)).await.is_ok());
    }
}

#[tokio::test]
async fn buttons_that_fail_once_are_posted_again() {
    let world = World::default();
    world.rooms.fails(Call::PostControl, 1);
    assert!(world.tickets().open(World::wish(11)).await.is_ok());
}

#[tokio::test]
async fn a_category_that_fills_up_and_what_is_lacking_later_are_told_to_staff() {
    let world = World::default();
    let held = EVERYTHING.without(Permissions::MANAGE_ROLES);
    world.rooms.has_category(Some(look(held, 44, 100)));
    world.tickets().open(World::wish(11)).await.unwrap();
    let told = world.log.told();
    let warnings: Vec<_> = told[1..].iter().collect();
    assert!(matches!(
        warnings[0],
        LogEvent::FillingUp {
            channels: 45,
            archivable: Some(0)
        }
    ));
    assert!(matches!(warnings[1], LogEvent::Lacking(it) if *it == Permissions::MANAGE_ROLES));
    let claim = World::act(1, Action::Claim, 21, &[World::staff_role()]);
    assert!(world.tickets().act(&claim).await.is_ok());
}

#[tokio::test]
async fn a_ticket_every_half_minute_and_a_failure_costs_no_turn() {
    let world = World::default();
    let tickets = world.tickets();
    world.rooms.fails(Call::Make, 1);
    assert!(tickets.open(World::wish(11)).await.is_err());
    tickets.open(World::wish(11)).await.unwrap();
    world.clock.advance(TimeDelta::seconds(10));
    let hasty = match tickets.open(World::wish(11)).await {
        Err(UseCaseError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    };
    assert_eq!(hasty, OpenRefusal::CoolingDown(TimeDelta::seconds(20)));
    assert!(tickets.open(World::wish(12)).await.is_ok());
    world.clock.advance(TimeDelta::seconds(20));
    assert!(tickets.open(World::wish(11)).await.is_ok());
}

#[tokio::test]
async fn whoever_opened_one_through_another_process_waits_as_long_as_at_that_one() {
    let world = World::default();
    let [here, there] = [world.tickets(), world.tickets()];
    here.open(World::wish(11)).await.unwrap();
    closes_by_staff(&world, 1).await;
    world.clock.advance(TimeDelta::seconds(10));
    for seconds in [20, 15] {
        let hasty = match there.open(World::wish(11)).await {
            Err(UseCaseError::Refused(refusal)) => refusal,
            other => panic!("{other:?}"),
        };
        let wait = OpenRefusal::CoolingDown(TimeDelta::seconds(seconds));
        assert_eq!(hasty, wait);
        world.clock.advance(TimeDelta::seconds(5));
    }
    assert_eq!(world.rooms.looks(), 2, "it asks the store once");
    world.clock.advance(TimeDelta::seconds(10));
    assert!(there.open(World::wish(11)).await.is_ok());
}

#[tokio::test]
async fn an_opening_that_discord_leaves_in_doubt_costs_no_turn_in_any_process() {
    let world = World::default();
    world.rooms.fails(Call::Make, 1);
    let in_doubt = refusal(&world, World::wish(11)).await;
    assert!(matches!(in_doubt, OpenRefusal::Unsettled(_)));
    assert!(world.tickets().open(World::wish(11)).await.is_ok());
}

#[tokio::test]
async fn a_row_that_cannot_be_read_keeps_its_requester_from_no_other_ticket() {
    let world = World::default();
    world.set(&MAX_OPEN, SettingValue::Int(1));
    let ticket = world.tickets().open(World::wish(11)).await.unwrap();
    world.store.spoils(ticket.id);
    world.clock.advance(TimeDelta::seconds(30));
    assert!(world.tickets().open(World::wish(11)).await.is_ok());
}

#[tokio::test]
async fn a_channel_that_was_made_without_that_anybody_heard_is_the_tickets() {
    let world = World::default();
    world.rooms.loses_an_answer();
    let ticket = world.tickets().open(World::wish(11)).await.unwrap();
    let rooms = world.rooms.all();
    assert_eq!(rooms.len(), 1);
    assert_eq!(rooms[0].ticket, Some(ticket.id));
    assert_eq!(rooms[0].control, ticket.control_message);
}

#[tokio::test]
async fn where_nobody_can_tell_whether_there_is_a_channel_the_row_stays_until_it_is_known() {
    let world = World::default();
    world.rooms.loses_an_answer();
    world.rooms.fails(Call::MadeFor, 1);
    assert!(matches!(
        refusal(&world, World::wish(11)).await,
        OpenRefusal::Unsettled(_)
    ));
    world.clock.set(instant(3));
    let repaired = world.tickets().repair().await.unwrap();
    assert_eq!((repaired.finished, world.rooms.all().len()), (1, 1));
    let told = world.log.told();
    assert!(matches!(told[0], LogEvent::NotOpened { .. }));
    assert!(
        matches!(&told[1], LogEvent::Changed { what, .. } if what.event == Event::Created),
        "staff hears that it is open after all"
    );
}

#[tokio::test]
async fn a_channel_that_discord_makes_after_everybody_has_looked_is_still_the_tickets() {
    let world = World::default();
    world.rooms.fails(Call::Make, 1);
    let refusal = refusal(&world, World::wish(11)).await;
    assert!(matches!(refusal, OpenRefusal::Unsettled(_)), "{refusal:?}");
    assert_eq!(turned_away(&world), [(refusal, None)]);
    let half_open = world.store.half_open(instant(99), None, 9).await.unwrap();
    let place = Place::Category(ChannelId::new(300).unwrap());
    let late = crate::NewRoom {
        guild: half_open[0].guild,
        place,
        name: crate::channel_name(half_open[0].number, true),
        ticket: half_open[0].clone(),
        overwrites: Vec::new(),
    };
    world.rooms.make(&late).await.unwrap();
    world.clock.set(instant(3));
    assert_eq!(world.tickets().repair().await.unwrap().finished, 1);
    let rooms = world.rooms.all();
    assert_eq!(rooms.len(), 1);
    assert_eq!(rooms[0].ticket, Some(half_open[0].id));
    assert!(rooms[0].control.is_some(), "it has its buttons");
}

#[tokio::test]
async fn where_a_channel_cannot_be_cleared_away_nobody_is_told_that_nothing_is_left() {
    let world = World::default();
    world.rooms.fails(Call::PostControl, 2);
    world.rooms.fails(Call::Delete, 1);
    let refusal = refusal(&world, World::wish(11)).await;
    assert!(matches!(refusal, OpenRefusal::Unsettled(_)), "{refusal:?}");
    world.clock.set(instant(3));
    assert_eq!(world.tickets().repair().await.unwrap().finished, 1);
}

#[tokio::test]
async fn what_the_bot_lacks_is_told_also_where_the_channel_cannot_be_cleared_away() {
    let world = World::default();
    let lacking = Permissions::SEND_MESSAGES;
    world
        .rooms
        .fails_with(Call::PostControl, 1, Failing::Forbidden(lacking));
    world.rooms.fails(Call::Delete, 1);
    let refusal = refusal(&world, World::wish(11)).await;
    assert_eq!(refusal, OpenRefusal::Unfinished(lacking));
    assert_eq!(turned_away(&world), [(refusal, None)]);
    world.clock.set(instant(3));
    assert_eq!(world.tickets().repair().await.unwrap().finished, 1);
}

#[tokio::test]
async fn a_ticket_that_discord_never_made_a_channel_for_is_taken_back() {
    let world = World::default();
    world.rooms.fails(Call::Make, 1);
    assert!(world.tickets().open(World::wish(11)).await.is_err());
    world.clock.set(instant(3));
    assert_eq!(world.tickets().repair().await.unwrap().taken_back, 1);
    assert!(is_empty(&world).await);
}

#[tokio::test]
async fn whoever_has_as_many_as_they_may_asks_discord_once_in_half_a_minute() {
    let world = World::default();
    world.set(&MAX_OPEN, SettingValue::Int(1));
    let tickets = world.tickets();
    tickets.open(World::wish(11)).await.unwrap();
    world.clock.advance(TimeDelta::seconds(30));
    let asked = world.rooms.looks();
    let mut heard = Vec::new();
    for _ in 0..3 {
        match tickets.open(World::wish(11)).await {
            Err(UseCaseError::Refused(refusal)) => heard.push(refusal),
            other => panic!("{other:?}"),
        }
    }
    assert!(matches!(heard[0], OpenRefusal::TooMany(_)));
    let wait = OpenRefusal::CoolingDown(TimeDelta::seconds(30));
    assert_eq!(heard[1..], [wait.clone(), wait]);
    assert_eq!(world.rooms.looks(), asked + 1);
}

#[tokio::test]
async fn what_is_mistyped_or_not_set_up_costs_no_turn() {
    let world = World::default();
    let tickets = world.tickets();
    let blank = OpenTicket {
        description: "  ".to_owned(),
        ..World::wish(11)
    };
    let elsewhere = OpenTicket {
        guild: guild(2),
        ..World::wish(11)
    };
    assert!(tickets.open(blank).await.is_err());
    assert!(tickets.open(elsewhere).await.is_err());
    assert!(tickets.open(World::wish(11)).await.is_ok());
}

#[tokio::test]
async fn staff_hears_how_many_closed_tickets_could_make_room() {
    let world = World::default();
    closes_one(&world, 12).await;
    closes_one(&world, 13).await;
    world.tickets().open(World::wish(14)).await.unwrap();
    world.rooms.has_category(Some(look(EVERYTHING, 50, 100)));
    let full = refusal(&world, World::wish(11)).await;
    assert_eq!(turned_away(&world), [(full, Some(2))]);
    world.rooms.has_category(Some(look(EVERYTHING, 44, 100)));
    world.tickets().open(World::wish(11)).await.unwrap();
    let told = world.log.told();
    assert!(matches!(
        told.last(),
        Some(LogEvent::FillingUp {
            archivable: Some(2),
            ..
        })
    ));
}

#[tokio::test]
async fn where_no_role_of_staff_was_chosen_that_of_the_admins_is_let_in() {
    let world = World::default();
    let category = SettingValue::Channel(ChannelId::new(300).unwrap());
    world.settings.set(guild(2), &CATEGORY, category);
    let wish = || OpenTicket {
        guild: guild(2),
        ..World::wish(11)
    };
    let role = RoleId::new(88).unwrap();
    world.tickets().open(wish()).await.unwrap();
    world.rooms.stands_in(role);
    world.clock.advance(TimeDelta::seconds(30));
    world.tickets().open(wish()).await.unwrap();
    world.tickets().open(World::wish(11)).await.unwrap();
    let roles: Vec<Vec<Subject>> = { world.rooms.all().into_iter() }
        .map(|room| {
            let subjects = room.overwrites.iter().map(|it| it.subject);
            subjects
                .filter(|it| matches!(it, Subject::Role(_)))
                .collect()
        })
        .collect();
    let chosen = Subject::Role(World::staff_role());
    assert_eq!(roles, [vec![], vec![Subject::Role(role)], vec![chosen]]);
}

#[tokio::test]
async fn people_are_called_when_a_ticket_is_opened_and_not_when_its_buttons_are_posted_again() {
    let world = World::default();
    let ticket = world.tickets().open(World::wish(11)).await.unwrap();
    assert_eq!(world.rooms.called(), [ticket.id]);
    world.rooms.loses_buttons();
    let claim = World::act(1, Action::Claim, 21, &[World::staff_role()]);
    world.tickets().act(&claim).await.unwrap();
    world.does_its_work().await;
    assert!(
        world.rooms.all()[0].control.is_some(),
        "they are there again"
    );
    assert_eq!(world.rooms.called(), [ticket.id]);
}
