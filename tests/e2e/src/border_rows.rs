//! Rows of the town that hold its secrets, where a conversation would take too long to make them.

use kernel::Clock as _;

use crate::Town;

/// Zoe checks in, as if a model had answered her.
pub(crate) async fn check_in(town: &Town) {
    sqlx::query(
        "INSERT INTO alphapy.growth_checkins (guild_id, user_id, goal, obstacle, feeling, reply, created_at)
         VALUES ($1, $2, 'Whispers', 'Cellar', 'Murmurs', 'Whispers', $3)",
    )
    .bind(i64::try_from(town.guild.id()).expect("an id"))
    .bind(i64::try_from(town.member("zoe").id()).expect("an id"))
    .bind(town.clock.now())
    .execute(town.database.pool())
    .await
    .expect("a check-in");
}

/// An answer is proposed, and a reply drafted for Zoe, as if a model had done it.
pub(crate) async fn propose_and_draft(town: &Town) {
    sqlx::raw_sql(
        "INSERT INTO alphapy.faq_proposals
             (guild_id, similarity_key, topic_terms, sample, occurrences, ticket_ids, created_at)
         SELECT guild_id, 'cellar-whispers', '{cellar,whispers}', 'Murmurs', 1, ARRAY[id], created_at
         FROM alphapy.support_tickets;
         INSERT INTO alphapy.ticket_suggestions (guild_id, ticket_id, requested_by, chars, created_at)
         SELECT guild_id, id, user_id, 7, created_at FROM alphapy.support_tickets",
    )
    .execute(town.database.pool())
    .await
    .expect("a proposal and a draft");
}

/// What newcomers of the town are asked and shown: two of each, with the numbers of their places.
pub(crate) async fn write_onboarding(town: &Town) {
    sqlx::raw_sql(
        r#"INSERT INTO alphapy.guild_onboarding_questions (guild_id, step_order, question, question_type, options)
           SELECT guild_id, place, 'Whispers in the Cellar?', 'select',
                  '[{"label": "Murmurs", "value": "a"}, {"label": "vault", "value": "b"}]'
           FROM alphapy.support_tickets, generate_series(1, 2) place;
           INSERT INTO alphapy.guild_rules (guild_id, rule_order, title, description)
           SELECT guild_id, place, 'Whispers', 'Murmurs in the Cellar'
           FROM alphapy.support_tickets, generate_series(1, 2) place"#,
    )
    .execute(town.database.pool())
    .await
    .expect("a question and a rule");
}

/// Sara and Zoe have begun the onboarding of the town, which marked their runs `abcdefgh12`, completed it before, and accepted its agreement.
pub(crate) async fn go_through(town: &Town) {
    let people = ["sara", "zoe"].map(|it| i64::try_from(town.member(it).id()).expect("an id"));
    for statement in [
        r#"INSERT INTO alphapy.onboarding (guild_id, user_id, responses, timestamp)
           SELECT $1, member, '{"0": "Murmurs", "_questions": [{"id": null, "text": "Whispers?", "type": "text"}]}', $3
           FROM UNNEST($2::bigint[]) member"#,
        r#"INSERT INTO alphapy.onboarding_sessions
               (guild_id, user_id, nonce, phase, step, rules, questions, created_at, updated_at, expires_at)
           SELECT $1, member, 'abcdefgh12', 'rules', 0, '[{"title": "Murmurs", "description": "Murmurs"}]', '[]', $3, $3,
               $3 + interval '100 days'
           FROM UNNEST($2::bigint[]) member"#,
        "INSERT INTO alphapy.gdpr_acceptance (guild_id, user_id, timestamp)
         SELECT $1, member, $3 FROM UNNEST($2::bigint[]) member",
        "INSERT INTO alphapy.onboarding_funnel (guild_id, day, event, step, count)
         SELECT $1, $3::date, event, 0, cardinality($2::bigint[])
         FROM UNNEST('{shown,started,completed}'::text[]) event",
    ] {
        sqlx::query(statement)
            .bind(i64::try_from(town.guild.id()).expect("an id"))
            .bind(people.to_vec())
            .bind(town.clock.now())
            .execute(town.database.pool())
            .await
            .expect("somebody goes through the onboarding");
    }
}
