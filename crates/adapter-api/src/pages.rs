//! The description of the API for people: a page that needs nothing from elsewhere.

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_SECURITY_POLICY, REFERRER_POLICY};
use axum::middleware::map_response;
use axum::response::Response;
use utoipa_swagger_ui::SwaggerUi;

use crate::state::ApiState;

/// Where the page is.
const PAGE: &str = "/docs";
/// Where the description is.
const DOCUMENT: &str = "/openapi.json";
/// What the page may do: its own scripts, and requests to this server. It sets styles in place, and draws from `data:`.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The page and the description it shows.
pub(crate) fn pages() -> Router<ApiState> {
    let pages: Router<ApiState> = SwaggerUi::new(PAGE).url(DOCUMENT, crate::openapi()).into();
    pages.layer(map_response(guarded))
}

/// Nothing from elsewhere runs on the page, and no other page can put it into a frame to have keys typed there.
async fn guarded(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use axum::http::header::{CONTENT_TYPE, LOCATION};

    use crate::testing::Scene;

    #[tokio::test]
    async fn the_description_can_be_fetched_and_looked_at_without_any_other_server() {
        let scene = Scene::default();
        let document = scene.get("/openapi.json").send().await;
        assert_eq!(document.json()["openapi"], "3.1.0");
        let moved = scene.get("/docs").send().await;
        assert_eq!(moved.headers[LOCATION], "/docs/");
        let page = scene.get("/docs/").send().await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.headers[CONTENT_TYPE]
                .to_str()
                .unwrap()
                .starts_with("text/html")
        );
        assert!(!page.body.contains("//"), "{}", page.body);
        let setup = scene.get("/docs/swagger-initializer.js").send().await;
        assert!(setup.body.contains("/openapi.json"), "{}", setup.body);
    }

    #[tokio::test]
    async fn the_page_runs_nothing_from_elsewhere_and_stands_in_no_frame() {
        let scene = Scene::default();
        let page = scene.get("/docs/").send().await;
        assert!(!page.body.contains("<script>"), "{}", page.body);
        assert!(!page.body.contains("<style>"), "{}", page.body);
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        for rule in [
            "default-src 'none'",
            "script-src 'self';",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(rule), "{policy}");
        }
    }

    #[tokio::test]
    async fn where_the_description_is_not_wanted_there_is_none() {
        let scene = Scene {
            described: false,
            ..Scene::default()
        };
        for address in ["/openapi.json", "/docs", "/docs/"] {
            scene
                .get(address)
                .send()
                .await
                .assert_refused(404, "not_found");
        }
    }
}
