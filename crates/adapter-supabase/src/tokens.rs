//! Whose token it is: by the shared secret, by the public keys, or by asking Supabase.

use std::sync::{Arc, Mutex};

use access_core::{AccountId, Remembered, TokenRefusal, TokenVerifier};
use async_trait::async_trait;
use kernel::{Clock, PortFailure, UseCaseError};
use ring::hmac;

use crate::claims::{self, Expected};
use crate::http::{self, Http};
use crate::jwks::Jwks;
use crate::keys::{Algorithm, Found, KeySet, MOST_KEYS};
use crate::remote::{MOST_TOKENS, Remote};
use crate::token::Token;
use crate::{OptionsError, SupabaseOptions};

/// The tokens of one Supabase project.
pub struct SupabaseTokens {
    clock: Arc<dyn Clock>,
    expected: Expected,
    proof: Proof,
}

/// What proves that a token is genuine. The operator chooses, a token never does.
enum Proof {
    /// Nothing does.
    Nothing,
    /// A secret, public keys, or both.
    Keys {
        secret: Option<hmac::Key>,
        public: Option<Box<PublicKeys>>,
    },
    /// Supabase, which is asked.
    Remote(Box<Remote>),
}

/// Public keys, and what it means when there are none.
struct PublicKeys {
    jwks: Jwks,
    /// Beside a secret, a project of which nobody has said that it has public keys need not have any.
    optional: bool,
}

impl SupabaseTokens {
    /// The most public keys that are kept.
    pub const MOST_KEYS: usize = MOST_KEYS;
    /// The most tokens that are remembered that Supabase vouched for.
    pub const MOST_REMEMBERED: usize = MOST_TOKENS;

    /// The tokens of the project that the options describe.
    ///
    /// With a JWT secret, HS256 counts. With an address of public keys, or with a project's address from which it
    /// follows, RS256 and ES256 count. With nothing but the project's address and its anon key, Supabase is asked.
    pub fn new(options: &SupabaseOptions, clock: Arc<dyn Clock>) -> Result<Self, OptionsError> {
        let expected = Expected {
            audience: options.audience.clone(),
            issuer: options.expected_issuer()?,
        };
        Ok(Self {
            expected,
            proof: Proof::choose(options, &clock)?,
            clock,
        })
    }

    /// Whether any token can count.
    pub fn is_configured(&self) -> bool {
        !matches!(self.proof, Proof::Nothing)
    }

    /// How many public keys are kept.
    pub fn kept_keys(&self) -> usize {
        match &self.proof {
            Proof::Keys {
                public: Some(public),
                ..
            } => public.jwks.len(),
            _ => 0,
        }
    }

    /// How many tokens are remembered that Supabase vouched for.
    pub fn remembered_tokens(&self) -> usize {
        match &self.proof {
            Proof::Remote(remote) => remote.len(),
            _ => 0,
        }
    }
}

#[async_trait]
impl TokenVerifier for SupabaseTokens {
    async fn verify(&self, text: &str) -> Result<AccountId, UseCaseError<TokenRefusal>> {
        if !self.is_configured() {
            return Err(UseCaseError::Refused(TokenRefusal::NotConfigured));
        }
        let token = Token::read(text).map_err(UseCaseError::Refused)?;
        let claims = match (&self.proof, token.algorithm) {
            (Proof::Remote(remote), _) => return remote.verify(text, &token).await,
            (
                Proof::Keys {
                    secret: Some(secret),
                    ..
                },
                Algorithm::Hs256,
            ) => token.claims_if(|it, tag| hmac::verify(secret, it, tag).is_ok()),
            (
                Proof::Keys {
                    public: Some(public),
                    ..
                },
                Algorithm::Rs256 | Algorithm::Es256,
            ) => public.claims(&token).await?,
            _ => return Err(invalid("its algorithm is not one that is configured")),
        };
        let claims = claims.ok_or_else(|| invalid("its signature is wrong"))?;
        claims::account(claims, &self.expected, self.clock.now()).map_err(UseCaseError::Refused)
    }
}

impl Proof {
    fn choose(options: &SupabaseOptions, clock: &Arc<dyn Clock>) -> Result<Self, OptionsError> {
        let secret = options.secret()?;
        let secret = secret.map(|it| hmac::Key::new(hmac::HMAC_SHA256, it));
        let named = options.named_keys()?;
        let own = options.below("auth/v1/.well-known/jwks.json")?;
        let optional = secret.is_some() && (named.is_none() || named == own);
        let user = options.below("auth/v1/user")?;
        if let (None, None, Some(user), Some(anon_key)) = (&secret, &named, user, &options.anon_key)
        {
            let anon_key = http::secret_header(anon_key).ok_or(OptionsError {
                variable: "SUPABASE_ANON_KEY",
                problem: "has characters that no key has",
            })?;
            return Ok(Self::Remote(Box::new(Remote {
                http: Http::new(),
                user,
                anon_key,
                clock: Arc::clone(clock),
                known: Mutex::new(Remembered::new(MOST_TOKENS)),
            })));
        }
        let public = named.or(own).map(|address| {
            Box::new(PublicKeys {
                jwks: Jwks::new(Http::new(), address, Arc::clone(clock)),
                optional,
            })
        });
        Ok(match (secret, public) {
            (None, None) => Self::Nothing,
            (secret, public) => Self::Keys { secret, public },
        })
    }
}

impl PublicKeys {
    /// What the token claims, if one of the keys signed it.
    async fn claims<'a>(
        &self,
        token: &'a Token<'_>,
    ) -> Result<Option<&'a [u8]>, UseCaseError<TokenRefusal>> {
        let mut keys = self.usable(self.jwks.keys().await)?;
        let kid = token.kid.as_deref();
        if keys.find(token.algorithm, kid) == Found::UnknownKid {
            keys = self.usable(self.jwks.keys_anew().await)?;
        }
        match keys.find(token.algorithm, kid) {
            Found::Keys(keys) => Ok(token.claims_if(|signed, signature| {
                keys.iter().any(|it| it.verifies(signed, signature))
            })),
            Found::UnknownKid => Err(invalid("no key has its kid")),
            Found::Unfit => Err(invalid("no key fits its kid and algorithm")),
        }
    }

    /// Keys of which there is at least one: without any, nobody can say whether a token is genuine.
    fn usable(
        &self,
        keys: Result<Arc<KeySet>, PortFailure>,
    ) -> Result<Arc<KeySet>, UseCaseError<TokenRefusal>> {
        match keys {
            Ok(keys) if keys.len() > 0 => Ok(keys),
            _ if self.optional => Err(invalid("the project has no public keys")),
            Ok(_) => {
                let cause = "none of the keys there can be used";
                Err(http::later("find a public key of tokens", cause).into())
            }
            Err(failure) => Err(failure.into()),
        }
    }
}

fn invalid(why: &'static str) -> UseCaseError<TokenRefusal> {
    UseCaseError::Refused(TokenRefusal::Invalid(why))
}
