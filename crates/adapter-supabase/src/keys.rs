//! Keys, each of which is good for exactly one algorithm.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde::Deserialize;
use serde_json::Value;

/// The most keys that a set may have.
pub(crate) const MOST_KEYS: usize = 20;
/// How long an RSA modulus is, in bytes: 2048 to 4096 bits.
const MODULUS: std::ops::RangeInclusive<usize> = 256..=512;
/// How long a coordinate on P-256 is, in bytes.
const COORDINATE: usize = 32;
/// What begins a point that is written out in full.
const UNCOMPRESSED: u8 = 4;

/// How a token is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    /// With a secret that both sides know.
    Hs256,
    /// With an RSA key.
    Rs256,
    /// With a key on P-256.
    Es256,
}

impl Algorithm {
    /// The algorithm that a header means by this name, to the letter.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "HS256" => Some(Self::Hs256),
            "RS256" => Some(Self::Rs256),
            "ES256" => Some(Self::Es256),
            _ => None,
        }
    }
}

/// A public key of the project.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PublicKey {
    kid: Option<String>,
    material: Material,
}

#[derive(Debug, PartialEq, Eq)]
enum Material {
    Rsa { n: Vec<u8>, e: Vec<u8> },
    P256(Vec<u8>),
}

/// The public keys of the project, those of them that can be used.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct KeySet(Vec<PublicKey>);

/// Which keys a token may have been signed with.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found<'a> {
    /// One of these.
    Keys(Vec<&'a PublicKey>),
    /// The set has no key of this name.
    UnknownKid,
    /// The token does not name one of several, or names one for another algorithm.
    Unfit,
}

/// Why a set of keys is no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum KeySetError {
    /// It is something else.
    #[error("it is no set of keys")]
    Malformed,
    /// Nobody needs that many.
    #[error("it has more than {MOST_KEYS} keys")]
    TooMany,
}

#[derive(Deserialize)]
struct SetBody {
    keys: Vec<Value>,
}

#[derive(Deserialize)]
struct KeyBody {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    key_ops: Option<Vec<String>>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

impl KeySet {
    /// Reads a JWK set. Keys that are for something else, or that we cannot use, are left out; secrets always are.
    pub(crate) fn read(json: &[u8]) -> Result<Self, KeySetError> {
        let body: SetBody = serde_json::from_slice(json).map_err(|_| KeySetError::Malformed)?;
        if body.keys.len() > MOST_KEYS {
            return Err(KeySetError::TooMany);
        }
        let bodies = body.keys.into_iter().map(serde_json::from_value::<KeyBody>);
        let keys = bodies.filter_map(|it| PublicKey::read(it.ok()?));
        Ok(Self(keys.collect()))
    }

    /// Which keys a token with this algorithm and `kid` may have been signed with.
    pub(crate) fn find(&self, algorithm: Algorithm, kid: Option<&str>) -> Found<'_> {
        let fits = |it: &&PublicKey| it.algorithm() == algorithm;
        let Some(kid) = kid else {
            let all: Vec<_> = self.0.iter().filter(fits).collect();
            return if all.len() == 1 {
                Found::Keys(all)
            } else {
                Found::Unfit
            };
        };
        let named = || self.0.iter().filter(|it| it.kid.as_deref() == Some(kid));
        if named().next().is_none() {
            return Found::UnknownKid;
        }
        let fitting: Vec<_> = named().filter(fits).collect();
        if fitting.is_empty() {
            Found::Unfit
        } else {
            Found::Keys(fitting)
        }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

impl PublicKey {
    /// Whether this key made the signature.
    pub(crate) fn verifies(&self, signed: &[u8], signature: &[u8]) -> bool {
        match &self.material {
            Material::Rsa { n, e } => RsaPublicKeyComponents { n, e }
                .verify(&RSA_PKCS1_2048_8192_SHA256, signed, signature)
                .is_ok(),
            Material::P256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
                .verify(signed, signature)
                .is_ok(),
        }
    }

    /// The only algorithm that it is good for.
    fn algorithm(&self) -> Algorithm {
        match self.material {
            Material::Rsa { .. } => Algorithm::Rs256,
            Material::P256(_) => Algorithm::Es256,
        }
    }

    fn read(body: KeyBody) -> Option<Self> {
        let signs = body.usage.as_deref().is_none_or(|it| it == "sig");
        let verifies = |ops: &Vec<String>| ops.iter().any(|it| it == "verify");
        if !signs || !body.key_ops.as_ref().is_none_or(verifies) {
            return None;
        }
        let material = match body.kty.as_str() {
            "RSA" => rsa(&body)?,
            "EC" if body.crv.as_deref() == Some("P-256") => p256(&body)?,
            _ => return None,
        };
        let key = Self {
            kid: body.kid,
            material,
        };
        let named = body.alg.map(|it| Algorithm::named(&it));
        named
            .is_none_or(|it| it == Some(key.algorithm()))
            .then_some(key)
    }
}

fn rsa(body: &KeyBody) -> Option<Material> {
    let n = number(body.n.as_deref()?)?;
    let e = number(body.e.as_deref()?)?;
    MODULUS.contains(&n.len()).then_some(Material::Rsa { n, e })
}

fn p256(body: &KeyBody) -> Option<Material> {
    let coordinate = |text: &Option<String>| {
        let bytes = URL_SAFE_NO_PAD.decode(text.as_deref()?).ok()?;
        (bytes.len() == COORDINATE).then_some(bytes)
    };
    let (x, y) = (coordinate(&body.x)?, coordinate(&body.y)?);
    Some(Material::P256([vec![UNCOMPRESSED], x, y].concat()))
}

/// A big number without the zeros that some put in front of it, which ring does not take.
fn number(text: &str) -> Option<Vec<u8>> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let first = bytes.iter().position(|it| *it != 0)?;
    Some(bytes[first..].to_vec())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rsa_key(kid: &str) -> Value {
        let n = URL_SAFE_NO_PAD.encode([0xc1; 256]);
        json!({ "kty": "RSA", "kid": kid, "alg": "RS256", "use": "sig", "n": n, "e": "AQAB" })
    }

    fn ec_key(kid: &str) -> Value {
        let at = URL_SAFE_NO_PAD.encode([7; 32]);
        json!({ "kty": "EC", "crv": "P-256", "kid": kid, "alg": "ES256", "use": "sig", "x": at, "y": at })
    }

    fn set(keys: &[Value]) -> KeySet {
        KeySet::read(json!({ "keys": keys }).to_string().as_bytes()).unwrap()
    }

    fn with(mut key: Value, field: &str, value: Value) -> Value {
        key[field] = value;
        key
    }

    #[test]
    fn a_key_that_does_not_agree_with_itself_or_is_for_something_else_is_left_out() {
        assert_eq!(set(&[rsa_key("a"), ec_key("b")]).len(), 2);
        for key in [
            with(rsa_key("a"), "alg", json!("HS256")),
            with(rsa_key("a"), "alg", json!("ES256")),
            with(rsa_key("a"), "alg", json!("RS512")),
            with(ec_key("a"), "alg", json!("RS256")),
            with(rsa_key("a"), "use", json!("enc")),
            with(rsa_key("a"), "key_ops", json!(["sign"])),
            with(ec_key("a"), "crv", json!("P-384")),
            with(ec_key("a"), "x", json!("AAAA")),
            with(
                rsa_key("a"),
                "n",
                json!(URL_SAFE_NO_PAD.encode([0xc1; 128])),
            ),
            with(rsa_key("a"), "n", json!(URL_SAFE_NO_PAD.encode([0; 256]))),
            with(rsa_key("a"), "kty", json!("oct")),
            with(rsa_key("a"), "kty", json!(7)),
            json!({ "kty": "oct", "kid": "a", "alg": "HS256", "k": URL_SAFE_NO_PAD.encode([1; 32]) }),
            json!("RSA"),
        ] {
            assert_eq!(set(std::slice::from_ref(&key)).len(), 0, "{key}");
        }
    }

    #[test]
    fn optional_fields_may_be_missing() {
        let mut key = rsa_key("a");
        for field in ["alg", "use", "kid"] {
            key.as_object_mut().unwrap().remove(field);
        }
        assert_eq!(set(&[with(key, "key_ops", json!(["verify"]))]).len(), 1);
    }

    #[test]
    fn a_set_has_twenty_keys_at_most() {
        let keys: Vec<_> = (0..=MOST_KEYS).map(|it| rsa_key(&it.to_string())).collect();
        assert_eq!(set(&keys[..MOST_KEYS]).len(), MOST_KEYS);
        let json = json!({ "keys": keys }).to_string();
        assert_eq!(KeySet::read(json.as_bytes()), Err(KeySetError::TooMany));
        assert_eq!(KeySet::read(b"[]"), Err(KeySetError::Malformed));
    }

    #[test]
    fn a_key_is_found_by_its_name_and_only_for_its_algorithm() {
        let keys = set(&[rsa_key("a"), rsa_key("b"), ec_key("c")]);
        let found = |algorithm, kid| match keys.find(algorithm, kid) {
            Found::Keys(keys) => keys.len(),
            Found::UnknownKid => 100,
            Found::Unfit => 0,
        };
        assert_eq!(found(Algorithm::Rs256, Some("a")), 1);
        assert_eq!(found(Algorithm::Es256, Some("a")), 0);
        assert_eq!(found(Algorithm::Rs256, Some("d")), 100);
        assert_eq!(found(Algorithm::Rs256, None), 0, "there are two");
        assert_eq!(found(Algorithm::Es256, None), 1, "there is one");
        assert_eq!(found(Algorithm::Hs256, Some("a")), 0);
        assert_eq!(found(Algorithm::Hs256, None), 0);
    }
}
