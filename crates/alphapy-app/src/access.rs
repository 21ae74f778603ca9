//! Who may ask what of the API: keys, tokens, accounts and members, put together from what the operator has set.

use std::sync::Arc;
use std::time::Duration;

use access_core::{
    Access, DiscordIdentities, LinkAccount, LinkLog, LinkProof, LinkRefusal, LinkedAccounts,
    RememberedMembers, TokenVerifier,
};
use adapter_api::{ApiKeys, Authenticator};
use adapter_discord::DiscordContext;
use adapter_postgres::{Database, PgAccountLinks};
use adapter_supabase::{Addresses, SupabaseIdentities, SupabaseTokens};
use tokio_util::sync::CancellationToken;

use crate::app::AppOptions;
use crate::config::SupabaseOptions;
use crate::lifecycle::unless_stopped;
use crate::measures;

/// How often the sizes are shown.
const MEASURE_EVERY: Duration = Duration::from_secs(5);

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

    /// Shows how much is remembered, until `stop`.
    pub(crate) async fn measure(self, stop: CancellationToken) {
        loop {
            let (links, strangers) = self.links.remembered();
            for (structure, entries, most) in [
                ("identity_links", links, 2 * LinkedAccounts::MOST_REMEMBERED),
                (
                    "identity_strangers",
                    strangers,
                    LinkedAccounts::MOST_REMEMBERED,
                ),
                (
                    "guild_admin_decisions",
                    self.members.remembered(),
                    RememberedMembers::MOST_REMEMBERED,
                ),
                ("jwks", self.tokens.kept_keys(), SupabaseTokens::MOST_KEYS),
                (
                    "remote_tokens",
                    self.tokens.remembered_tokens(),
                    SupabaseTokens::MOST_REMEMBERED,
                ),
            ] {
                measures::memory(structure, entries, most);
            }
            let pause = tokio::time::sleep(MEASURE_EVERY);
            if unless_stopped(&stop, pause).await.is_none() {
                return;
            }
        }
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
