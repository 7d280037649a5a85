//! The description of the API (OpenAPI 3.1): gathered from the handlers, completed with what all routes share.

use std::sync::LazyLock;

use axum::Router;
use axum::http::header;
use axum::routing::get;
use utoipa::OpenApi;
use utoipa::PartialSchema;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    ContentBuilder, Ref, RefOr, Required, ResponseBuilder, SecurityRequirement, Server,
};

use super::{BASE, resources, shapes};
use crate::web::Web;

static TEXT: LazyLock<String> = LazyLock::new(|| {
    let mut text = description()
        .to_pretty_json()
        .expect("a description is plain data");
    text.push('\n');
    text
});

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Moongate management API",
        version = "1",
        description = "JSON in `snake_case`; times are RFC 3339 in UTC. A `{pool}` in a path is an id or a slug. \
            Changes are JSON merge patches; with `If-Match` they happen only to the state that was read, and answer \
            412 otherwise. A POST with an `Idempotency-Key` is done once: repeated within 24 hours it gets the first \
            answer again. Failures are problem documents (RFC 9457) in the language of `Accept-Language`.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    components(schemas(shapes::Problem))
)]
struct Frame;

/// `/api/openapi.json`.
pub fn routes() -> Router<Web> {
    Router::new().route(
        "/api/openapi.json",
        get(async || ([(header::CONTENT_TYPE, "application/json")], TEXT.as_str())),
    )
}

/// The description as text, the same that is served.
pub fn text() -> &'static str {
    &TEXT
}

/// The description.
pub fn description() -> utoipa::openapi::OpenApi {
    let (_, gathered) = resources().split_for_parts();
    let mut api = Frame::openapi().merge_from(gathered);
    api.servers = Some(vec![Server::new(BASE)]);
    let components = api.components.get_or_insert_default();
    components.add_security_scheme(
        "bearer",
        SecurityScheme::Http(
            HttpBuilder::new()
                .scheme(HttpAuthScheme::Bearer)
                .description(Some(
                    "A management key, or an access token of the pool `console`.",
                ))
                .build(),
        ),
    );
    api.security = Some(vec![SecurityRequirement::new("bearer", [] as [&str; 0])]);
    for (path, item) in &mut api.paths.paths {
        for (method, operation) in [
            ("get", &mut item.get),
            ("post", &mut item.post),
            ("put", &mut item.put),
            ("patch", &mut item.patch),
            ("delete", &mut item.delete),
        ] {
            if let Some(operation) = operation {
                complete(path, method, operation);
            }
        }
    }
    api
}

/// Adds what no handler repeats: the names in the path, the headers of its method, and failures.
fn complete(path: &str, method: &str, operation: &mut Operation) {
    operation.operation_id = Some(operation_id(path, method));
    let mut shared = Vec::new();
    for name in path.split('/').filter_map(|it| it.strip_prefix('{')) {
        let name = name.trim_end_matches('}');
        let about = match name {
            "pool" => "The id or slug of the pool",
            "secret" => "The id of the secret",
            _ => "The id of the object",
        };
        shared.push(parameter(name, ParameterIn::Path, Required::True, about));
    }
    if method == "post" {
        shared.push(parameter(
            "Idempotency-Key",
            ParameterIn::Header,
            Required::False,
            "1 to 255 visible characters; the same request again gets the first answer again",
        ));
    }
    if method == "patch" {
        shared.push(parameter(
            "If-Match",
            ParameterIn::Header,
            Required::False,
            "The ETag of the state that the change was thought for",
        ));
    }
    let own = operation.parameters.take().unwrap_or_default();
    // Paths are guessed from the handlers too, without a word about them.
    let is_of_path =
        |it: &RefOr<Parameter>| matches!(it, RefOr::T(it) if it.parameter_in == ParameterIn::Path);
    shared.extend(own.into_iter().filter(|it| !is_of_path(it)));
    operation.parameters = Some(shared).filter(|it| !it.is_empty());
    for answer in operation.responses.responses.values_mut() {
        if let RefOr::T(answer) = answer
            && answer.description.is_empty()
        {
            answer.description = "It is done.".to_owned();
        }
    }
    let problem = ResponseBuilder::new()
        .description("A failure (RFC 9457)")
        .content(
            "application/problem+json",
            ContentBuilder::new()
                .schema(Some(Ref::from_schema_name("Problem")))
                .build(),
        );
    operation
        .responses
        .responses
        .insert("default".to_owned(), RefOr::T(problem.build()));
}

fn parameter(name: &str, place: ParameterIn, required: Required, about: &str) -> RefOr<Parameter> {
    let built = ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(required)
        .description(Some(about))
        .schema(Some(String::schema()));
    RefOr::T(built.build())
}

/// A name for generated clients, made of the path: `post_pools_users_lock`.
fn operation_id(path: &str, method: &str) -> String {
    let words: Vec<String> = path
        .split('/')
        .filter(|it| !it.is_empty() && !it.starts_with('{'))
        .map(|it| it.replace('-', "_"))
        .collect();
    let one = if path.ends_with('}') { "_one" } else { "" };
    format!("{method}_{}{one}", words.join("_"))
}
