//! The cases for the settings of capabilities that are to come.

use super::Case;
use super::Try::Typed;

/// A try of every action, with another server's ids where it takes any.
pub(super) const CASES: &[Case] = &[
    Case(Typed("/config ticketbot show"), "ticketbot"),
    Case(Typed("/config ticketbot toggle enabled:false"), "✅"),
    Case(
        Typed("/config ticketbot set_category category:<#{category}>"),
        "cannot find",
    ),
    Case(
        Typed("/config ticketbot set_staff_role role:<@&{role}>"),
        "cannot find",
    ),
    Case(
        Typed("/config ticketbot set_escalation_role role:<@&{role}>"),
        "cannot find",
    ),
    Case(Typed("/config ticketbot set_idle_days days:3"), "✅"),
    Case(Typed("/config ticketbot set_auto_close_days days:20"), "✅"),
    Case(Typed("/config ticketbot set_max_open count:20"), "✅"),
    Case(Typed("/config ticketbot toggle_notify enabled:false"), "✅"),
    Case(Typed("/config faq show"), "faq"),
    Case(Typed("/config faq toggle enabled:false"), "✅"),
    Case(Typed("/config gpt show"), "gpt"),
    Case(Typed("/config gpt toggle enabled:false"), "✅"),
    Case(
        Typed("/config gpt set_model model:some/model"),
        "Only whoever runs me",
    ),
    Case(
        Typed("/config gpt set_model model:some/model guild_id:{guild}"),
        "Only whoever runs me",
    ),
    Case(Typed("/config gpt set_temperature temperature:1.5"), "✅"),
    Case(Typed("/config growth show"), "growth"),
    Case(Typed("/config growth toggle enabled:false"), "✅"),
    Case(
        Typed("/config growth set_channel channel:<#{channel}>"),
        "cannot find",
    ),
    Case(Typed("/config growth set_help_text text:Call"), "✅"),
    Case(Typed("/config onboarding show"), "onboarding"),
    Case(Typed("/config onboarding toggle enabled:false"), "✅"),
    Case(Typed("/config onboarding set_mode mode:rules_only"), "✅"),
    Case(
        Typed("/config onboarding set_role role:<@&{role}>"),
        "cannot find",
    ),
    Case(
        Typed("/config onboarding set_join_role role:<@&{role}>"),
        "cannot find",
    ),
    Case(Typed("/config onboarding toggle_rules enabled:false"), "✅"),
    Case(
        Typed("/config onboarding toggle_personalization enabled:false"),
        "✅",
    ),
    Case(
        Typed("/config onboarding toggle_restore enabled:false"),
        "✅",
    ),
    Case(Typed("/config gdpr show"), "gdpr"),
    Case(Typed("/config gdpr toggle enabled:false"), "✅"),
    Case(
        Typed("/config gdpr set_channel channel:<#{channel}>"),
        "cannot find",
    ),
    Case(
        Typed("/config gdpr set_acceptance_role role:<@&{role}>"),
        "cannot find",
    ),
    Case(Typed("/config invites show"), "invites"),
    Case(Typed("/config invites toggle enabled:false"), "✅"),
    Case(
        Typed("/config invites set_channel channel:<#{channel}>"),
        "cannot find",
    ),
    Case(
        Typed("/config invites set_message template:some/model"),
        "✅",
    ),
    Case(
        Typed("/config invites set_plain_message template:some/model"),
        "✅",
    ),
    Case(Typed("/config verification show"), "verification"),
    Case(Typed("/config verification toggle enabled:false"), "✅"),
    Case(
        Typed("/config verification set_verified_role role:<@&{role}>"),
        "cannot find",
    ),
    Case(
        Typed("/config verification set_reviewer_role role:<@&{role}>"),
        "cannot find",
    ),
    Case(
        Typed("/config verification set_category category:<#{category}>"),
        "cannot find",
    ),
    Case(
        Typed("/config verification set_channel channel:<#{channel}>"),
        "cannot find",
    ),
    Case(
        Typed("/config verification set_vision_model model:some/model"),
        "✅",
    ),
    Case(
        Typed("/config verification set_ai_prompt_context context:some/model"),
        "✅",
    ),
    Case(
        Typed("/config verification set_max_payment_age days:20"),
        "✅",
    ),
    Case(Typed("/config fyi show"), "fyi"),
    Case(Typed("/config fyi toggle enabled:false"), "✅"),
];
