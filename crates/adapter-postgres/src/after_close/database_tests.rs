//! What follows a close on a real Postgres.

use std::ops::Deref;

use kernel::{GuildId, UserId};
use tickets_core::faq::FaqId;
use tickets_core::summary::SummaryStore as _;
use tickets_core::topics::{AddedFromProposal, NewProposal, ProposalStore, ProposeOutcome, Topic};

use super::{PgSuggestionStore, PgSummaryStore};
use crate::PgFaqStore;
use crate::testing::{TestDatabase, fresh_database};

/// A store and the database it needs for as long as the test lasts.
struct OwnDatabase<S> {
    store: S,
    database: TestDatabase,
}

impl<S> Deref for OwnDatabase<S> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.store
    }
}

/// Guilds 1 and 2, and tickets 1 to 9 of guild 1.
async fn stage() -> TestDatabase {
    let database = fresh_database().await;
    sqlx::raw_sql(
        "INSERT INTO alphapy.guilds (guild_id) VALUES (1), (2);
         INSERT INTO alphapy.support_tickets
             (guild_id, ticket_no, user_id, username, description, last_activity_at, created_at, updated_at)
         SELECT 1, n, 11, 'alice', 'Which hour is it?', now(), now(), now() FROM generate_series(1, 9) n",
    )
    .execute(database.pool())
    .await
    .unwrap();
    database
}

async fn summaries() -> OwnDatabase<PgSummaryStore> {
    let database = stage().await;
    let store = PgSummaryStore::new(database.pool().clone());
    OwnDatabase { store, database }
}

async fn proposals() -> OwnDatabase<PgFaqStore> {
    let database = stage().await;
    let store = PgFaqStore::new(database.pool().clone());
    OwnDatabase { store, database }
}

mod kept_summaries {
    tickets_core::summary_store_contract!(#[tokio::test] fn() => super::summaries().await);
}

async fn suggestions() -> OwnDatabase<PgSuggestionStore> {
    let database = stage().await;
    let store = PgSuggestionStore::new(database.pool().clone());
    OwnDatabase { store, database }
}

mod kept_suggestions {
    tickets_core::suggestion_store_contract!(#[tokio::test] fn() => super::suggestions().await);
}

mod kept_proposals {
    tickets_core::proposal_store_contract!(#[tokio::test] fn() => super::proposals().await);
}

#[tokio::test]
async fn an_answer_is_not_added_twice_for_one_topic() {
    let own = proposals().await;
    let guild = GuildId::new(1).unwrap();
    let now = "2026-02-04T12:00:00Z".parse().unwrap();
    let ticket = tickets_core::TicketId::new(1).unwrap();
    let what = NewProposal {
        topic: Topic::of_terms(["calendar", "hour"].map(str::to_owned)),
        sample: "The hour was wrong.".to_owned(),
        tickets: vec![ticket],
        newest: ticket,
    };
    let ProposeOutcome::Stored(proposal) = own.propose(guild, &what, now).await.unwrap() else {
        panic!("not proposed")
    };
    // As an earlier release might have left it.
    let taken: i64 = sqlx::query_scalar(
        "INSERT INTO alphapy.faq_entries (guild_id, title, title_folded, summary, keywords, similarity_key, created_at,
             updated_at)
         VALUES (1, 'Hours', 'hours', 'So.', '{}', $1, now(), now()) RETURNING id",
    )
    .bind(what.topic.key())
    .fetch_one(own.database.pool())
    .await
    .unwrap();
    let draft = tickets_core::faq::testing::a_draft("More");
    let by = UserId::new(7).unwrap();
    let added = ProposalStore::add(&*own, guild, proposal.id, &draft, by, now).await;
    let expected = FaqId::new(taken.unsigned_abs()).unwrap();
    assert_eq!(added.unwrap(), AddedFromProposal::TopicTaken(expected));
}

#[tokio::test]
async fn a_summary_goes_with_its_ticket_and_none_is_kept_of_one_that_is_gone() {
    let own = summaries().await;
    let what = tickets_core::summary::testing::contract::written(1);
    let now = what.closed_at;
    assert!(own.add(&what, now).await.unwrap().is_some());
    sqlx::raw_sql("DELETE FROM alphapy.support_tickets")
        .execute(own.database.pool())
        .await
        .unwrap();
    let left = own.latest(what.guild, what.ticket).await.unwrap();
    assert_eq!(left, None);
    assert_eq!(own.add(&what, now).await.unwrap(), None);
}
