//! Reads the one form of a hosted page that holds a given button.

/// A form as it would be sent.
pub struct Form {
    /// Where it is sent to.
    pub action: String,
    /// Its inputs with the values that the page gave them.
    pub inputs: Vec<(String, String)>,
}

impl Form {
    /// The form with the button of that id.
    pub fn find(html: &str, button: &str) -> Option<Self> {
        let mark = format!("id=\"{button}\"");
        let text = html
            .split("<form")
            .skip(1)
            .filter_map(|it| it.split("</form>").next())
            .find(|it| it.contains(&mark))?;
        let head = text.split('>').next()?;
        let inputs = text
            .split("<input")
            .skip(1)
            .filter_map(|it| it.split('>').next())
            .filter(|it| !it.contains("type=\"checkbox\""))
            .filter_map(|it| {
                Some((
                    attribute(it, "name")?,
                    attribute(it, "value").unwrap_or_default(),
                ))
            })
            .collect();
        Some(Self {
            action: attribute(head, "action")?,
            inputs,
        })
    }

    /// The body with some inputs filled in.
    pub fn body(&self, given: &[(&str, &str)]) -> String {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in &self.inputs {
            let typed = given
                .iter()
                .find(|(it, _)| it == name)
                .map(|(_, value)| *value);
            body.append_pair(name, typed.unwrap_or(value));
        }
        body.finish()
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag
        .split(&format!(" {name}=\""))
        .nth(1)?
        .split('"')
        .next()?;
    Some(
        value
            .replace("&amp;", "&")
            .replace("&#38;", "&")
            .replace("&quot;", "\""),
    )
}
