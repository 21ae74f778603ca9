//! Misbehaviour of the gateway that a test asked for.

/// What the gateway shall do wrong next.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct GatewayWishes {
    /// So many of the next events go out twice.
    pub(crate) duplicate_events: u32,
    /// Heartbeats are not acknowledged.
    pub(crate) withhold_acks: bool,
    /// So many of the next RESUMEs are answered with `INVALID_SESSION`.
    pub(crate) refuse_resumes: u32,
    /// So many of the next IDENTIFYs are answered with `INVALID_SESSION`.
    pub(crate) refuse_identifies: u32,
}
