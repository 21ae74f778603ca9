//! Archives that were interrupted, and are gone on with.

use super::*;

#[tokio::test]
async fn whoever_died_before_the_transcript_is_made_up_for() {
    let (world, ticket) = closed(3).await;
    died_over(&world, &ticket).await;
    let too_soon = resumes(&world).await;
    assert_eq!(too_soon, Resumed::default());
    world.clock.advance(PATIENCE);
    assert_eq!(resumes(&world).await.archived, 1);
    let archived = now(&world, &ticket).await;
    assert_eq!(archived.status, TicketStatus::Archived);
    assert_eq!(world.shelf.transcripts().len(), 1);
    let again = resumes(&world).await;
    assert_eq!(again, Resumed::default());
}

#[tokio::test]
async fn whoever_died_after_delivering_leaves_one_transcript_noted_or_not() {
    for is_noted in [true, false] {
        let (world, ticket) = closed(3).await;
        let mark = died_over(&world, &ticket).await;
        world.clock.advance(PATIENCE);
        let shelf = &world.tickets().ports.archive.shelf.clone();
        let file = crate::TranscriptFile {
            name: "ticket-1-transcript.txt".to_owned(),
            pieces: vec!["all of it".to_owned()],
            messages: 3,
        };
        let posted = shelf.deliver(&ticket, log_channel(), file).await;
        let message = posted.unwrap().last;
        if is_noted {
            let transcript = Delivered {
                channel: log_channel(),
                message,
                messages: 3,
            };
            assert!(world.store.note_delivered(&mark, transcript).await.unwrap());
        }
        assert_eq!(resumes(&world).await.archived, 1);
        assert_eq!(world.shelf.transcripts().len(), 1, "noted: {is_noted}");
        let noted = world.store.transcript_of(ticket.id).unwrap();
        assert_eq!((noted.channel, noted.message), (log_channel(), message));
        assert_eq!(noted.messages, 3, "noted: {is_noted}");
        while world.tickets().work(Lane::Quick).await.unwrap().all() > 0 {}
        let told = world.log.told();
        assert!(
            matches!(told.last(), Some(LogEvent::Changed { saved: Some(3), .. })),
            "{told:?}"
        );
    }
}

#[tokio::test]
async fn what_fails_only_now_when_it_is_gone_on_with_is_tried_again() {
    let (world, ticket) = closed(3).await;
    died_over(&world, &ticket).await;
    world.shelf.refuses(Some(Refusing::Unreachable));
    for _ in 0..3 {
        world.clock.advance(PATIENCE);
        let resumed = resumes(&world).await;
        assert_eq!((resumed.left.len(), resumed.given_up.len()), (1, 0));
        let at_once = resumes(&world).await;
        assert_eq!(at_once, Resumed::default(), "not before some minutes");
    }
    world.shelf.refuses(None);
    world.clock.advance(PATIENCE);
    assert_eq!(resumes(&world).await.archived, 1);
    assert_eq!(world.shelf.transcripts().len(), 1);
    assert_eq!(told_not_archived(&world), 0);
}

#[tokio::test]
async fn what_goes_on_failing_is_given_up_after_an_hour_and_the_guild_is_told_once() {
    let (world, ticket) = closed(3).await;
    died_over(&world, &ticket).await;
    world.shelf.refuses(Some(Refusing::Unreachable));
    let mut tries = 0;
    loop {
        world.clock.advance(PATIENCE);
        let resumed = resumes(&world).await;
        tries += 1;
        match &resumed.given_up[..] {
            [] => assert_eq!(resumed.left.len(), 1, "{tries}"),
            [(given_up, why)] => {
                assert_eq!(*given_up, ticket.id);
                assert!(why.contains("no answer"), "{why}");
                break;
            }
            more => panic!("{more:?}"),
        }
    }
    assert_eq!(tries, MOST_TRIES);
    assert_eq!(told_not_archived(&world), 1);
    world.clock.advance(PATIENCE);
    let over = resumes(&world).await;
    assert_eq!(over, Resumed::default());
    assert_eq!(now(&world, &ticket).await.status, TicketStatus::Closed);
    world.shelf.refuses(None);
    assert!(world.tickets().archive(&wish(23)).await.is_ok(), "by hand");
}

#[tokio::test]
async fn what_waiting_does_not_mend_is_given_up_at_once_and_the_guild_is_told() {
    let (world, ticket) = closed(3).await;
    died_over(&world, &ticket).await;
    world.shelf.refuses(Some(Refusing::Forbidden));
    world.clock.advance(PATIENCE);
    let resumed = resumes(&world).await;
    assert_eq!((resumed.left.len(), resumed.given_up.len()), (0, 1));
    assert_eq!(told_not_archived(&world), 1);
}

#[tokio::test]
async fn whoever_goes_on_after_more_was_written_leaves_one_transcript_with_all_of_it() {
    let (world, ticket) = closed(3).await;
    died_over(&world, &ticket).await;
    let file = crate::TranscriptFile {
        name: "ticket-1-transcript.txt".to_owned(),
        pieces: vec!["not all of it".to_owned()],
        messages: 3,
    };
    let shelf = &world.tickets().ports.archive.shelf.clone();
    shelf.deliver(&ticket, log_channel(), file).await.unwrap();
    // Ids tell the order of messages, also over channels.
    let late = a_message(950_000, 21, "one more thing");
    world.messages.write(ticket.channel.unwrap(), late);
    world.clock.advance(PATIENCE);
    assert_eq!(resumes(&world).await.archived, 1);
    let transcripts = world.shelf.transcripts();
    let [whole] = &transcripts[..] else {
        panic!("{transcripts:?}");
    };
    assert!(whole.pieces.concat().contains("one more thing"));
}
