//! Who a request was about, so that only whoever has the key and the id can tell.

use std::sync::Arc;

use kernel::UserId;
use ring::hmac;

/// The operator's key for digests of user ids.
#[derive(Clone)]
pub struct SubjectKey(Arc<hmac::Key>);

impl SubjectKey {
    /// The key with these bytes.
    pub fn new(bytes: &[u8]) -> Self {
        Self(Arc::new(hmac::Key::new(hmac::HMAC_SHA256, bytes)))
    }

    /// The HMAC-SHA256 of the id in decimal digits: 32 bytes.
    pub(super) fn digest(&self, user: UserId) -> Vec<u8> {
        let id = user.to_string();
        hmac::sign(&self.0, id.as_bytes()).as_ref().to_vec()
    }
}

impl std::fmt::Debug for SubjectKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SubjectKey")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_person_has_the_same_digest_and_by_another_key_another() {
        let (alice, bob) = (UserId::new(7).unwrap(), UserId::new(8).unwrap());
        let key = SubjectKey::new(b"a key of the operator");
        assert_eq!(key.digest(alice), key.digest(alice));
        assert_eq!(key.digest(alice).len(), 32);
        assert_ne!(key.digest(alice), key.digest(bob));
        assert_ne!(key.digest(alice), SubjectKey::new(b"another").digest(alice));
        assert!(!format!("{key:?}").contains("operator"));
    }
}
