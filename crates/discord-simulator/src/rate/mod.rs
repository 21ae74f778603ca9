//! Rate limits: a bucket per route and resource, one for everything, and four manners of telling about them.

mod bucket;
mod headers;
mod limiter;

pub(crate) use self::bucket::{Standing, fingerprint};
pub use self::limiter::{Limit, RateLimitManner, RateLimits};
pub(crate) use self::{
    headers::{headers, own_429, shared_429, too_many_requests},
    limiter::{Asked, Limiter},
};
