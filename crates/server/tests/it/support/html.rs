//! Just enough HTML to fill in the product's own forms.

/// A form, with the button that sends it.
#[derive(Debug, Clone)]
pub struct Form {
    /// Where it goes.
    pub action: String,
    /// Its fields with the values they have.
    pub fields: Vec<(String, String)>,
}

/// The form that holds a button with this id.
pub fn form(html: &str, button: &str) -> Option<Form> {
    let all = html.split("<form ").skip(1);
    all.map(|it| it.split("</form>").next().unwrap_or(it))
        .find(|it| it.contains(&format!(" id=\"{button}\"")))
        .map(|it| Form {
            action: attribute(tag(it), "action").unwrap_or_default(),
            fields: fields(it, button),
        })
}

fn fields(form: &str, button: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for part in form.split('<').skip(1) {
        let it = tag(part);
        let is_input = it.starts_with("input ");
        let is_pressed =
            it.starts_with("button ") && attribute(it, "id").as_deref() == Some(button);
        let is_box = attribute(it, "type").as_deref() == Some("checkbox");
        if !(is_input || is_pressed) || (is_box && !it.contains(" checked")) {
            continue;
        }
        if let Some(name) = attribute(it, "name") {
            found.push((name, attribute(it, "value").unwrap_or_default()));
        }
    }
    found
}

fn tag(text: &str) -> &str {
    text.split('>').next().unwrap_or(text)
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let rest = tag.split_once(&format!(" {name}=\"")).map(|it| it.1);
    let rest = rest.or_else(|| tag.strip_prefix(&format!("{name}=\"")))?;
    Some(unescape(rest.split('"').next()?))
}

/// Undoes the escaping of an attribute's value.
pub fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once(';') else {
            out.push('&');
            rest = after;
            continue;
        };
        let code = name.strip_prefix('#').map(|it| match it.strip_prefix('x') {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => it.parse(),
        });
        match (name, code) {
            (_, Some(Ok(code))) => out.extend(char::from_u32(code)),
            ("amp", _) => out.push('&'),
            ("lt", _) => out.push('<'),
            ("gt", _) => out.push('>'),
            ("quot", _) => out.push('"'),
            _ => panic!("unknown entity {name}"),
        }
        rest = tail;
    }
    out + rest
}

/// The text with the letters after every mark left out.
pub fn blank_after(text: &str, mark: &str) -> String {
    let mut parts = text.split(mark);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let word = |it: char| it.is_ascii_alphanumeric() || it == '-' || it == '_';
        out.push_str(mark);
        out.push_str(part.trim_start_matches(word));
    }
    out
}
