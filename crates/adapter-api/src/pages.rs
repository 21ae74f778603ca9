//! The description of the API for people: a page that needs nothing from elsewhere.

use axum::Router;
use utoipa_swagger_ui::SwaggerUi;

use crate::state::ApiState;

/// Where the page is.
const PAGE: &str = "/docs";
/// Where the description is.
const DOCUMENT: &str = "/openapi.json";

/// The page and the description it shows.
pub(crate) fn pages() -> Router<ApiState> {
    SwaggerUi::new(PAGE).url(DOCUMENT, crate::openapi()).into()
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
