//! Which client a request belongs to: its address, as far as it can be believed.

use std::net::{IpAddr, Ipv4Addr};

use kernel::UserId;

/// Whose requests are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClientKey {
    /// An address of the old kind.
    Ipv4(Ipv4Addr),
    /// A network of addresses of the new kind: the first 64 bits, which one subscriber has for themselves.
    Ipv6(u64),
    /// A service that knows the API key, asking for this user or for itself.
    Service(Option<UserId>),
}

impl ClientKey {
    /// The key of an address. One of the old kind that is written as one of the new kind is the same client.
    ///
    /// ```
    /// use access_core::ClientKey;
    ///
    /// let key = |text: &str| ClientKey::address(text.parse().unwrap());
    /// assert_eq!(key("::ffff:192.0.2.1"), key("192.0.2.1"));
    /// assert_eq!(key("2001:db8::1"), key("2001:db8::ffff:0:0:1"));
    /// assert_ne!(key("2001:db8::1"), key("2001:db8:0:1::1"));
    /// ```
    pub fn address(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::Ipv4(address),
            IpAddr::V6(address) => Self::Ipv6(prefix(address.to_bits())),
        }
    }
}

/// The address of the client behind a connection from `peer`.
///
/// `forwarded` are the values of the request's `X-Forwarded-For` headers, in their order. They are believed only when
/// `peer` is `trusted`, and only as far as they were written by trusted proxies: read from the end, the first address that
/// is not trusted is the client, since everything before it could have been made up by that client. Where the list says
/// nothing that can be used, the client is the peer.
///
/// ```
/// use std::net::IpAddr;
///
/// use access_core::client_address;
///
/// let address = |text: &str| text.parse::<IpAddr>().unwrap();
/// let proxies = [address("10.0.0.1"), address("10.0.0.2")];
/// let of = |peer: &str, header: &str| {
///     client_address(address(peer), [header], |it| proxies.contains(&it)).to_string()
/// };
/// assert_eq!(of("10.0.0.1", "6.6.6.6, 192.0.2.1, 10.0.0.2"), "192.0.2.1");
/// assert_eq!(of("192.0.2.1", "6.6.6.6"), "192.0.2.1");
/// assert_eq!(of("10.0.0.1", "6.6.6.6, nonsense"), "10.0.0.1");
/// ```
pub fn client_address<'a>(
    peer: IpAddr,
    forwarded: impl IntoIterator<Item = &'a str, IntoIter: DoubleEndedIterator>,
    trusted: impl Fn(IpAddr) -> bool,
) -> IpAddr {
    let peer = peer.to_canonical();
    if !trusted(peer) {
        return peer;
    }
    for entry in forwarded.into_iter().rev().flat_map(|it| it.rsplit(',')) {
        match entry.trim().parse::<IpAddr>() {
            Ok(address) if trusted(address.to_canonical()) => {}
            Ok(address) => return address.to_canonical(),
            Err(_) => return peer,
        }
    }
    peer
}

/// The first half of an address.
const fn prefix(bits: u128) -> u64 {
    (bits >> 64) as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    /// Proxies live in `10.0.0.0/8` and at `::1`.
    fn trusted(address: IpAddr) -> bool {
        match address {
            IpAddr::V4(it) => it.octets()[0] == 10,
            IpAddr::V6(it) => it.is_loopback(),
        }
    }

    fn client(peer: &str, headers: &[&str]) -> String {
        client_address(address(peer), headers.iter().copied(), trusted).to_string()
    }

    #[test]
    fn what_a_stranger_claims_does_not_count() {
        assert_eq!(client("192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        assert_eq!(client("192.0.2.1", &["10.0.0.1"]), "192.0.2.1");
        assert_eq!(client("::ffff:192.0.2.1", &["10.0.0.1"]), "192.0.2.1");
    }

    #[test]
    fn trusted_proxies_are_believed_up_to_the_first_stranger() {
        for (headers, expected) in [
            (&["198.51.100.7"][..], "198.51.100.7"),
            (&["1.1.1.1, 198.51.100.7"], "198.51.100.7"),
            (&["1.1.1.1 ,198.51.100.7 , 10.1.2.3,::1"], "198.51.100.7"),
            (
                &["1.1.1.1", "198.51.100.7, 10.1.2.3", "10.9.9.9"],
                "198.51.100.7",
            ),
            (&["2001:db8::7"], "2001:db8::7"),
            (&["::ffff:198.51.100.7"], "198.51.100.7"),
            (&["1.1.1.1, ::ffff:10.0.0.9"], "1.1.1.1"),
        ] {
            assert_eq!(client("10.0.0.1", headers), expected, "{headers:?}");
            assert_eq!(client("::ffff:10.0.0.1", headers), expected, "{headers:?}");
        }
    }

    #[test]
    fn a_list_that_says_nothing_leaves_the_peer() {
        for headers in [
            &[][..],
            &[""],
            &["unknown"],
            &["198.51.100.7, unknown, 10.0.0.2"],
            &["198.51.100.7,"],
            &["198.51.100.7:8080"],
            &["[2001:db8::7]"],
            &["198.51.100.007"],
            &["10.0.0.2, 10.0.0.3"],
        ] {
            assert_eq!(client("10.0.0.1", headers), "10.0.0.1", "{headers:?}");
        }
    }

    proptest! {
        #[test]
        fn nobody_gets_another_name_by_writing_before_what_the_proxy_wrote(claims in ".{0,200}") {
            let header = format!("{claims}, 198.51.100.7, 10.0.0.2");
            prop_assert_eq!(client("10.0.0.1", &[&claims, &header]), "198.51.100.7");
        }

        #[test]
        fn addresses_of_one_subscriber_are_one_client(network: u64, one: u64, other: u64) {
            let key = |host: u64| {
                let bits = u128::from(network | 1 << 63) << 64 | u128::from(host);
                ClientKey::address(IpAddr::V6(bits.into()))
            };
            prop_assert_eq!(key(one), key(other));
        }
    }
}
