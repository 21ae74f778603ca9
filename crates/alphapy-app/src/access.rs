//! Who may ask what of the API: keys, tokens, accounts and members, put together from what the operator has set.

use std::sync::Arc;

use access_core::{
    Access, DiscordIdentities, LinkAccount, LinkLog, LinkProof, LinkRefusal, LinkedAccounts,
    RememberedMembers, TokenVerifier,
};
use adapter_api::{ApiKeys, Authenticator};
use adapter_discord::DiscordContext;
use adapter_postgres::{Database, PgAccountLinks};
use adapter_supabase::{Addresses, SupabaseIdentities, SupabaseTokens};

use crate::app::AppOptions;
use crate::config::SupabaseOptions;
use crate::jobs::sizes::{Gauge, size};

/// What decides who may ask what.
#[derive(Clone)]
pub(crate) struct Entrance {
    pub(crate) authenticator: Authenticator,
    tokens: Arc<SupabaseTokens>,
    links: LinkedAccounts,
    members: RememberedMembers,
}

impl Entrance {
    /// The entrance that the options describe.
    pub(crate) fn new(
        options: &AppOptions,
        database: &Database,
        context: &DiscordContext,
    ) -> anyhow::Result<Self> {
        let supabase = project(options);
        let tokens = Arc::new(SupabaseTokens::new(&supabase, options.clock.clone())?);
        let identities = SupabaseIdentities::new(&supabase)?;
        let links = LinkedAccounts::new(
            Arc::new(PgAccountLinks::new(database.pool().clone())),
            identities.map(|it| Arc::new(it) as Arc<dyn DiscordIdentities>),
            Arc::new(LinksInLog),
            options.clock.clone(),
        );
        let members = context.members.clone();
        let verifier = tokens.clone() as Arc<dyn TokenVerifier>;
        Ok(Self {
            authenticator: Authenticator {
                keys: ApiKeys::new(&options.api.keys),
                tokens: tokens.is_configured().then_some(verifier),
                access: Access::new(Arc::new(links.clone()), Arc::new(members.clone())),
            },
            tokens,
            links,
            members,
        })
    }

    /// How much is remembered.
    pub(crate) fn sizes(&self) -> Vec<Gauge> {
        let (links, strangers) = (self.links.clone(), self.links.clone());
        let (keys, tokens) = (self.tokens.clone(), self.tokens.clone());
        let members = self.members.clone();
        let most = LinkedAccounts::MOST_REMEMBERED;
        vec![
            size("identity_links", 2 * most, move || links.remembered().0),
            size("identity_strangers", most, move || strangers.remembered().1),
            size(
                "guild_admin_decisions",
                RememberedMembers::MOST_REMEMBERED,
                move || members.remembered(),
            ),
            size("jwks", SupabaseTokens::MOST_KEYS, move || keys.kept_keys()),
            size(
                "remote_tokens",
                SupabaseTokens::MOST_REMEMBERED,
                move || tokens.remembered_tokens(),
            ),
        ]
    }
}

/// The project at Supabase, in the words of its adapter.
fn project(options: &AppOptions) -> adapter_supabase::SupabaseOptions {
    let SupabaseOptions {
        url,
        anon_key,
        service_role_key,
        jwt_secret,
        jwks_url,
        audience,
        issuer,
    } = options.supabase.clone();
    let default = adapter_supabase::SupabaseOptions::default();
    adapter_supabase::SupabaseOptions {
        url,
        anon_key,
        service_role_key,
        jwt_secret,
        jwks_url,
        audience: if audience.is_empty() {
            default.audience
        } else {
            audience
        },
        issuer,
        addresses: if options.api.production {
            Addresses::HttpsOnly
        } else {
            Addresses::LoopbackToo
        },
    }
}

/// What becomes of links, for operators.
struct LinksInLog;

impl LinkLog for LinksInLog {
    fn linked(&self, link: LinkAccount) {
        tracing::info!(
            account = %link.account.0,
            user.id = link.user.get(),
            verified_by = verified_by(link.proof),
            "an account was linked to a Discord user"
        );
    }

    fn kept_apart(&self, link: LinkAccount, why: LinkRefusal) {
        tracing::warn!(
            status = 409,
            account = %link.account.0,
            user.id = link.user.get(),
            verified_by = verified_by(link.proof),
            why = %why,
            "an account was not linked to a Discord user: the earlier link stays"
        );
    }
}

fn verified_by(proof: LinkProof) -> &'static str {
    match proof {
        LinkProof::Webhook => "webhook",
        LinkProof::OAuth => "oauth",
        LinkProof::Admin => "admin",
    }
}
