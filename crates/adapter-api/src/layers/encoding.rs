//! In which form a client reads answers: as they are, or compressed with gzip.

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::ACCEPT_ENCODING;

const GZIP: HeaderValue = HeaderValue::from_static("gzip");

/// Leaves of `Accept-Encoding` only whether gzip is read. Whoever says that they read neither that nor plain answers gets
/// a plain one all the same: what was asked is done by then, and 406 would say that it was not.
pub(super) async fn readable(mut request: Request) -> Request {
    let headers = request.headers_mut();
    let said = headers.get_all(ACCEPT_ENCODING).iter();
    let said: Vec<&str> = said.filter_map(|it| it.to_str().ok()).collect();
    if reads_gzip(&said.join(",")) {
        headers.insert(ACCEPT_ENCODING, GZIP);
    } else {
        headers.remove(ACCEPT_ENCODING);
    }
    request
}

/// Whether a list of encodings holds gzip, by its name or else by `*`, with a weight above zero.
fn reads_gzip(list: &str) -> bool {
    let weight = |names: &[&str]| {
        let mut entries = list.split(',').map(|it| it.split(';').map(str::trim));
        entries.find_map(|mut it| {
            let name = it.next().unwrap_or_default();
            let is_meant = names.iter().any(|it| it.eq_ignore_ascii_case(name));
            let weight = it.find_map(|it| it.strip_prefix("q=").or(it.strip_prefix("Q=")));
            is_meant.then(|| weight.map_or(1.0, |it| it.parse().unwrap_or(0.0_f32)))
        })
    };
    let weight = weight(&["gzip", "x-gzip"]).or_else(|| weight(&["*"]));
    weight.is_some_and(|it| it > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_read_by_whoever_names_it_or_everything_and_does_not_refuse_it() {
        for list in [
            "gzip",
            "GZip",
            "x-gzip;q=0.5",
            "br, gzip; q=0.1",
            "*",
            "identity;q=0, *",
            "identity;q=0, gzip",
        ] {
            assert!(reads_gzip(list), "{list}");
        }
        for list in [
            "",
            "br",
            "gzip;q=0",
            "gzip;Q=0.000",
            "gzip;q=0, *",
            "*;q=0",
            "identity;q=0, br",
            "gzip;q=x",
            "gzipped",
            ";;,,",
        ] {
            assert!(!reads_gzip(list), "{list}");
        }
    }
}
