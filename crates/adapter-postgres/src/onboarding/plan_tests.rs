//! Among the questions and rules of thousands of servers, a server's own are found by an index: every newcomer's every press
//! looks for the rules.

use kernel::GuildId;
use onboarding_core::set_up::SetUpStore as _;

use super::PgSetUpStore;
use crate::plans::{filled, is_by, plan_of};
use crate::testing::fresh_database;

/// A thousand servers with twenty questions and twenty rules each.
const CROWD: &str = "INSERT INTO alphapy.guilds (guild_id) SELECT generate_series(1, 1000);
    INSERT INTO alphapy.guild_onboarding_questions (guild_id, step_order, question, question_type)
        SELECT guild, place, 'Why?', 'text' FROM generate_series(1, 1000) guild, generate_series(1, 20) place;
    INSERT INTO alphapy.guild_rules (guild_id, rule_order, title, description)
        SELECT guild, place, 'Be', 'kind' FROM generate_series(1, 1000) guild, generate_series(1, 20) place";

#[tokio::test]
async fn a_servers_questions_and_rules_are_found_by_their_places() {
    let database = fresh_database().await;
    let pool = filled(&database, CROWD).await;
    let store = PgSetUpStore::new(pool.clone());
    let guild = GuildId::new(7).unwrap();
    assert_eq!(store.questions(guild).await.unwrap().len(), 20);
    assert_eq!(store.rules(guild).await.unwrap().len(), 20);
    let questions = plan_of(&pool, "FROM alphapy.guild_onboarding_questions", "7").await;
    is_by(&questions, "uq_guild_onboarding_questions_");
    let rules = plan_of(&pool, "FROM alphapy.guild_rules", "7").await;
    is_by(&rules, "uq_guild_rules_");
}
