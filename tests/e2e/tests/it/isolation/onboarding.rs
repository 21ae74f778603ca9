//! The cases for what newcomers are asked and shown, by commands and over HTTP: each server has its own questions and
//! rules, in places of its own.

use super::Case;
use super::Try::{Asked, Pressed, Submitted, Typed};

/// What is said where there is nothing, and not where there is.
pub(super) const REFUSALS: [&str; 4] = [
    "nothing was deleted",
    "no question of yours",
    "cannot be reordered",
    "not_a_permutation",
];

/// A try of every command, form, button and address. What deletes comes last, since it works at home.
pub(super) const CASES: &[Case] = &[
    Case(
        Asked(
            "POST /api/dashboard/{guild_id}/onboarding/reorder",
            "POST /api/dashboard/{abroad}/onboarding/reorder",
            r#"{"questions":[{question},1],"rules":[{rule},1]}"#,
        ),
        "\"not_a_permutation\"",
    ),
    Case(Typed("/onboarding show"), "What newcomers go through"),
    Case(
        Typed("/onboarding panel_post channel:<#{channel}>"),
        "cannot find",
    ),
    Case(Typed("/onboarding reorder"), "cannot be reordered"),
    Case(
        Submitted("onboarding_order_modal", &[("order", "2, 1")]),
        "cannot be reordered",
    ),
    Case(
        Typed("/onboarding set_followup step:1 value:a question:Mine"),
        "no question of yours",
    ),
    Case(
        Typed("/onboarding delete_question step:1"),
        "nothing was deleted",
    ),
    Case(
        Typed("/onboarding delete_rule rule_order:1"),
        "nothing was deleted",
    ),
    Case(
        Typed("/onboarding reset_questions"),
        "Delete all questions?",
    ),
    Case(Typed("/onboarding reset_rules"), "Delete all rules?"),
    Case(
        Pressed("onboarding_reset_questions"),
        "no questions to delete",
    ),
    Case(Pressed("onboarding_reset_rules"), "no rules to delete"),
    Case(Typed("/onboarding toggle enabled:true"), ""),
    Case(Typed("/onboarding set_mode mode:rules_with_questions"), ""),
    Case(Typed("/onboarding toggle_rules enabled:true"), ""),
    Case(Typed("/onboarding set_role role:<@&{role}>"), "cannot find"),
    Case(
        Typed("/onboarding set_join_role role:<@&{role}>"),
        "cannot find",
    ),
    Case(
        Typed("/onboarding add_question step:1 question:Mine type:text"),
        "Added question",
    ),
    Case(
        Submitted(
            "onboarding_options_modal:2:select:true",
            &[("question", "Mine"), ("options", "A\nB")],
        ),
        "Added question",
    ),
    Case(
        Typed("/onboarding add_rule rule_order:1 title:Mine description:Mine"),
        "Added rule",
    ),
    Case(
        Asked(
            "GET /api/dashboard/{guild_id}/onboarding/questions",
            "GET /api/dashboard/{abroad}/onboarding/questions",
            "",
        ),
        "\"questions\"",
    ),
    Case(
        Asked(
            "GET /api/dashboard/{guild_id}/onboarding/rules",
            "GET /api/dashboard/{abroad}/onboarding/rules",
            "",
        ),
        "\"rules\"",
    ),
    Case(
        Asked(
            "DELETE /api/dashboard/{guild_id}/onboarding/questions/{question_id}",
            "DELETE /api/dashboard/{abroad}/onboarding/questions/{question}",
            "",
        ),
        "\"not_found\"",
    ),
    Case(
        Asked(
            "DELETE /api/dashboard/{guild_id}/onboarding/rules/{rule_id}",
            "DELETE /api/dashboard/{abroad}/onboarding/rules/{rule}",
            "",
        ),
        "\"not_found\"",
    ),
    Case(
        Asked(
            "POST /api/dashboard/{guild_id}/onboarding/questions",
            "POST /api/dashboard/{abroad}/onboarding/questions",
            r#"{"step_order":1,"question":"Mine","question_type":"text"}"#,
        ),
        "\"success\"",
    ),
    Case(
        Asked(
            "POST /api/dashboard/{guild_id}/onboarding/rules",
            "POST /api/dashboard/{abroad}/onboarding/rules",
            r#"{"rule_order":1,"title":"Mine","description":"Mine"}"#,
        ),
        "\"success\"",
    ),
];
