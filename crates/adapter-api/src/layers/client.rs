//! Where a request comes from.

use std::net::{IpAddr, Ipv4Addr};

use access_core::client_address;
use axum::extract::Request;
use axum::http::HeaderName;
use ipnet::IpNet;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The other end of the connection, which the server notes on every request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// The client's address, as far as it can be believed; noted on every request before anybody asks who it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ClientAddress(pub(crate) IpAddr);

impl ClientAddress {
    /// That of `request`, which may have come by way of `trusted` networks.
    pub(super) fn of(request: &Request, trusted: &[IpNet]) -> Self {
        let peer = request.extensions().get::<Peer>();
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |it| it.0);
        let said = request.headers().get_all(FORWARDED_FOR);
        // What is no text is no address either, and stays in the list as such.
        let said = said.iter().map(|it| it.to_str().unwrap_or_default());
        let is_trusted = |it: IpAddr| trusted.iter().any(|network| network.contains(&it));
        Self(client_address(peer, said, is_trusted))
    }
}
