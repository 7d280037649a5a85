//! The description, arranged for reading: groups of operations, then the objects they speak of.

use serde_json::{Map, Value};

use crate::web::api::openapi;

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The whole reference.
pub struct Reference {
    /// What holds for all operations.
    pub about: String,
    /// Groups, in the order of their names.
    pub groups: Vec<Group>,
    /// The objects, in the order of their names.
    pub objects: Vec<Object>,
}

/// Operations that belong together.
pub struct Group {
    /// What they are about.
    pub name: String,
    /// Their place on the page.
    pub anchor: String,
    /// The operations.
    pub operations: Vec<Operation>,
}

/// A method of an address.
pub struct Operation {
    /// Its place on the page.
    pub anchor: String,
    /// In capitals.
    pub method: String,
    /// Below the base.
    pub path: String,
    /// In a few words.
    pub summary: String,
    /// In a sentence or two.
    pub description: String,
    /// What it takes besides a body.
    pub parameters: Vec<Member>,
    /// What its body holds.
    pub body: Option<Kind>,
    /// What its body is written in.
    pub media: String,
    /// The status of its answer and what that holds.
    pub answers: Vec<(String, Kind)>,
}

/// A named value.
pub struct Member {
    /// Its name.
    pub name: String,
    /// Of which kind it is; for parameters, where it stands.
    pub kind: Kind,
    /// Whether it must be there.
    pub required: bool,
    /// What it means.
    pub description: String,
}

/// What kind of value.
pub struct Kind {
    /// What stands before the name.
    pub before: &'static str,
    /// Its name.
    pub name: String,
    /// The object on this page that it is.
    pub anchor: Option<String>,
}

/// An object.
pub struct Object {
    /// Its name.
    pub name: String,
    /// Its place on the page.
    pub anchor: String,
    /// What it is.
    pub description: String,
    /// What it holds.
    pub members: Vec<Member>,
    /// The words it may be.
    pub words: Vec<String>,
}

impl Reference {
    /// Reads the description.
    pub fn read() -> Self {
        let api: Value =
            serde_json::from_str(openapi::text()).expect("our own description is JSON");
        let mut groups: Vec<Group> = Vec::new();
        for (path, item) in entries(&api["paths"]) {
            for method in METHODS {
                let Some(operation) = item.get(method) else {
                    continue;
                };
                let name = text(&operation["tags"][0]);
                let operation = self::operation(path, method, operation);
                match groups.iter_mut().find(|it| it.name == name) {
                    Some(group) => group.operations.push(operation),
                    None => groups.push(Group {
                        anchor: name.to_lowercase().replace(' ', "-"),
                        name,
                        operations: vec![operation],
                    }),
                }
            }
        }
        let objects = entries(&api["components"]["schemas"])
            .map(|(name, schema)| object(name, schema, &api))
            .collect();
        Self {
            about: text(&api["info"]["description"]),
            groups,
            objects,
        }
    }
}

fn operation(path: &str, method: &str, it: &Value) -> Operation {
    let parameters = it["parameters"].as_array().into_iter().flatten();
    let content = entries(&it["requestBody"]["content"]).collect::<Vec<_>>();
    let answers = entries(&it["responses"]).filter(|(status, _)| *status != "default");
    Operation {
        anchor: text(&it["operationId"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&it["summary"]),
        description: text(&it["description"]),
        parameters: parameters
            .map(|it| Member {
                name: text(&it["name"]),
                kind: plain(&text(&it["in"])),
                required: it["required"] == Value::Bool(true),
                description: text(&it["description"]),
            })
            .collect(),
        body: content
            .first()
            .map(|(_, it)| it.get("schema").map_or_else(|| plain(""), kind)),
        media: content
            .iter()
            .map(|(name, _)| *name)
            .collect::<Vec<_>>()
            .join(", "),
        answers: answers
            .map(|(status, it)| {
                let schema = &it["content"]["application/json"]["schema"];
                let kind = if schema.is_null() {
                    plain(&text(&it["description"]))
                } else {
                    kind(schema)
                };
                (status.to_owned(), kind)
            })
            .collect(),
    }
}

fn object(name: &str, schema: &Value, api: &Value) -> Object {
    let mut members = Vec::new();
    gather(schema, api, &mut members);
    let words = schema["enum"].as_array().into_iter().flatten();
    Object {
        name: name.to_owned(),
        anchor: anchor(name),
        description: text(&schema["description"]),
        members,
        words: words.map(text).collect(),
    }
}

/// The members of a schema, with those of the schemas it is made of.
fn gather(schema: &Value, api: &Value, into: &mut Vec<Member>) {
    if let Some(name) = referred(schema) {
        return gather(&api["components"]["schemas"][name], api, into);
    }
    for part in ["allOf", "oneOf"] {
        for it in schema[part].as_array().into_iter().flatten() {
            gather(it, api, into);
        }
    }
    let required: Vec<&Value> = schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .collect();
    for (name, it) in entries(&schema["properties"]) {
        if into.iter().all(|it| it.name != name) {
            into.push(Member {
                name: name.to_owned(),
                kind: kind(it),
                required: required.iter().any(|it| *it == name),
                description: text(&it["description"]),
            });
        }
    }
}

fn kind(schema: &Value) -> Kind {
    if let Some(name) = referred(schema) {
        return Kind {
            before: "",
            name: name.to_owned(),
            anchor: Some(anchor(name)),
        };
    }
    if let Some(one) = ["allOf", "oneOf"]
        .iter()
        .flat_map(|it| schema[*it].as_array().into_iter().flatten())
        .find(|it| referred(it).is_some())
    {
        return kind(one);
    }
    if schema["type"] == "array" {
        return Kind {
            before: "[] ",
            ..kind(&schema["items"])
        };
    }
    let types = match &schema["type"] {
        Value::Array(all) => all.iter().map(text).collect::<Vec<_>>().join(" | "),
        other => text(other),
    };
    match schema["format"].as_str() {
        Some(format @ "date-time") => plain(&format!("{types}, {format}")),
        _ => plain(&types),
    }
}

fn plain(name: &str) -> Kind {
    Kind {
        before: "",
        name: name.to_owned(),
        anchor: None,
    }
}

fn referred(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

fn anchor(name: &str) -> String {
    format!("object-{name}")
}

fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let map: Option<&Map<String, Value>> = value.as_object();
    map.into_iter()
        .flatten()
        .map(|(name, it)| (name.as_str(), it))
}

/// A text of the description; its back-ticks are for other readers.
fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().replace('`', "")
}
