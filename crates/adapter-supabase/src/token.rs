//! The form of a token, and its header. What it claims stays shut away until its signature has been verified.

use access_core::TokenRefusal;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Deserializer};

use crate::keys::Algorithm;

/// The longest token, in bytes.
const MOST_TOKEN: usize = 8 * 1024;
/// The longest header or payload, in bytes of JSON.
const MOST_PART: usize = 4 * 1024;

/// A token whose form is right. Nothing else is known of it.
#[derive(Debug)]
pub(crate) struct Token<'a> {
    pub(crate) algorithm: Algorithm,
    pub(crate) kid: Option<String>,
    signed: &'a [u8],
    payload: Vec<u8>,
    signature: Vec<u8>,
}

/// What is read of a header. Where keys are said to be found (`jku`, `x5u`, `jwk`, `x5c`) is nobody's business but the
/// operator's, and not read.
#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    #[serde(default, deserialize_with = "present")]
    crit: bool,
}

impl<'a> Token<'a> {
    /// Reads a token in its compact form.
    pub(crate) fn read(text: &'a str) -> Result<Self, TokenRefusal> {
        if text.len() > MOST_TOKEN {
            return Err(TokenRefusal::Invalid("it is longer than 8 KiB"));
        }
        let mut parts = text.split('.');
        let (Some(header), Some(payload), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(TokenRefusal::Invalid("it does not have three parts"));
        };
        let signed = &text[..header.len() + 1 + payload.len()];
        let header: Header = object(&part(header, MOST_PART)?)?;
        if header.crit {
            return Err(TokenRefusal::Invalid("it has a critical extension"));
        }
        Ok(Self {
            algorithm: Algorithm::named(&header.alg)
                .ok_or(TokenRefusal::Invalid("its algorithm is none of ours"))?,
            kid: header.kid,
            signed: signed.as_bytes(),
            payload: part(payload, MOST_PART)?,
            signature: part(signature, MOST_TOKEN)?,
        })
    }

    /// What the token claims, as JSON, if `verifies(signed, signature)` holds.
    pub(crate) fn claims_if(&self, verifies: impl Fn(&[u8], &[u8]) -> bool) -> Option<&[u8]> {
        verifies(self.signed, &self.signature).then_some(&*self.payload)
    }

    /// What the token claims, once (and only once) its issuer has been asked and vouches for it, or to refuse it by.
    pub(crate) fn claims_unverified(&self) -> &[u8] {
        &self.payload
    }
}

/// Reads a JSON object; a field that is read must not be there twice.
pub(crate) fn object<T: DeserializeOwned>(json: &[u8]) -> Result<T, TokenRefusal> {
    // A list would do for a struct as well.
    let is_object = json.trim_ascii_start().first() == Some(&b'{');
    let read = is_object.then(|| serde_json::from_slice(json).ok());
    read.flatten()
        .ok_or(TokenRefusal::Invalid("its header or payload is malformed"))
}

fn part(text: &str, most: usize) -> Result<Vec<u8>, TokenRefusal> {
    let decoded = URL_SAFE_NO_PAD.decode(text);
    let decoded = decoded.map_err(|_| TokenRefusal::Invalid("a part is not base64url"))?;
    if decoded.is_empty() || decoded.len() > most {
        return Err(TokenRefusal::Invalid("a part is empty or too long"));
    }
    Ok(decoded)
}

/// Whether the field is there, whatever it holds.
fn present<'de, D: Deserializer<'de>>(value: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(value).map(|_| true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(header: &str, payload: &str) -> String {
        let encode = |it: &str| URL_SAFE_NO_PAD.encode(it);
        format!("{}.{}.{}", encode(header), encode(payload), encode("sig"))
    }

    fn is_read(text: &str) -> bool {
        Token::read(text).is_ok()
    }

    #[test]
    fn a_token_is_three_parts_of_base64url_that_hold_objects() {
        let good = token(r#"{"alg":"HS256","typ":"JWT"}"#, "{}");
        assert!(is_read(&good));
        let (signed, signature) = good.rsplit_once('.').unwrap();
        let (header, payload) = signed.split_once('.').unwrap();
        for bad in [
            String::new(),
            "..".to_owned(),
            header.to_owned(),
            signed.to_owned(),
            format!("{signed}."),
            format!(".{payload}.{signature}"),
            format!("{header}..{signature}"),
            format!("{good}.{signature}"),
            format!("{good}="),
            format!("{good} "),
            format!(" {good}"),
            format!("{header}=.{payload}.{signature}"),
            format!("{header}.{payload}.ab+/"),
            format!("{header}.{payload}.YWJ"),
            token(r#"["HS256",null]"#, "{}"),
            token(r#""HS256""#, "{}"),
            token("{}", "{}"),
            token(r#"{"alg":["HS256"]}"#, "{}"),
            token(r#"{"alg":"HS256","kid":7}"#, "{}"),
        ] {
            assert!(!is_read(&bad), "{bad:?}");
        }
    }

    #[test]
    fn only_three_algorithms_have_a_name_and_case_counts() {
        for alg in ["HS256", "RS256", "ES256"] {
            assert!(is_read(&token(&format!(r#"{{"alg":"{alg}"}}"#), "{}")));
        }
        for alg in [
            "none", "None", "NONE", "nOnE", "", "hs256", "HS384", "HS512", "RS384", "RS512",
            "PS256", "ES384", "ES256K", "EdDSA", "HS256 ",
        ] {
            let text = token(&format!(r#"{{"alg":"{alg}"}}"#), "{}");
            assert!(!is_read(&text), "{alg}");
        }
    }

    #[test]
    fn critical_extensions_and_fields_that_are_there_twice_are_refused() {
        for header in [
            r#"{"alg":"HS256","crit":["exp"]}"#,
            r#"{"alg":"HS256","crit":[]}"#,
            r#"{"alg":"HS256","crit":null}"#,
            r#"{"alg":"none","alg":"HS256"}"#,
            r#"{"alg":"HS256","alg":"HS256"}"#,
            r#"{"alg":"HS256","kid":"a","kid":"b"}"#,
        ] {
            assert!(!is_read(&token(header, "{}")), "{header}");
        }
    }

    #[test]
    fn keys_that_a_token_brings_along_are_not_looked_at() {
        let header = r#"{"alg":"RS256","kid":"a","jku":"https://evil.example","jwk":{"kty":"oct"},"x5u":7,"x5c":[]}"#;
        let text = token(header, "{}");
        assert_eq!(Token::read(&text).unwrap().kid.as_deref(), Some("a"));
    }

    #[test]
    fn nothing_longer_than_allowed_is_read() {
        let padded =
            |most: usize, frame: &str| frame.replace('_', &"x".repeat(most - frame.len() + 1));
        let header = r#"{"alg":"HS256","typ":"_"}"#;
        let payload = r#"{"x":"_"}"#;
        assert!(is_read(&token(
            r#"{"alg":"HS256"}"#,
            &padded(MOST_PART, payload)
        )));
        assert!(!is_read(&token(
            r#"{"alg":"HS256"}"#,
            &padded(MOST_PART + 1, payload)
        )));
        assert!(is_read(&token(&padded(MOST_PART, header), "{}")));
        assert!(!is_read(&token(&padded(MOST_PART + 1, header), "{}")));
        let signed = token(r#"{"alg":"HS256"}"#, "{}");
        let long = format!("{signed}{}", "A".repeat(MOST_TOKEN - signed.len()));
        assert!(is_read(&long), "{}", long.len() % 4);
        assert!(!is_read(&format!("{long}AAAA")));
    }
}
