//! The address of a server: takes a template of the document and values, gives a URL to connect to.
use crate::{Error, Fault};

/// A Server Object (OpenRPC 1.4, Server Object): a template as `https://{region}.example.com/${base}`
/// and its variables, each with a default.
///
/// ```
/// use callwright::{ServerUrl, ServerVariable};
///
/// const VARIABLES: &[ServerVariable] = &[ServerVariable::new("region", "eu", &["eu", "us"])];
/// let url = ServerUrl::new("https://{region}.example.com", VARIABLES);
/// assert_eq!(url.clone().set("region", "us").url()?, "https://us.example.com");
/// assert!(url.set("region", "moon").url().is_err());
/// # Ok::<(), callwright::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct ServerUrl {
    template: &'static str,
    variables: &'static [ServerVariable],
    values: Vec<(String, String)>,
}

/// A variable of a [`ServerUrl`] (OpenRPC 1.4, Server Variable Object).
#[derive(Clone, Copy, Debug)]
pub struct ServerVariable {
    name: &'static str,
    default: &'static str,
    allowed: &'static [&'static str],
}

impl ServerVariable {
    /// A variable; without allowed values any will do.
    pub const fn new(
        name: &'static str,
        default: &'static str,
        allowed: &'static [&'static str],
    ) -> Self {
        Self {
            name,
            default,
            allowed,
        }
    }
}

impl ServerUrl {
    /// A server whose variables have their defaults.
    pub const fn new(template: &'static str, variables: &'static [ServerVariable]) -> Self {
        Self {
            template,
            variables,
            values: Vec::new(),
        }
    }

    /// Sets a variable; [`ServerUrl::url`] tells whether it may have that value.
    #[must_use]
    pub fn set(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.values.push((name.into(), value.into()));
        self
    }

    /// The template with every variable put in.
    ///
    /// Gives [`Error::Encode`] for a variable that the document does not know, a value that it
    /// does not allow, and a name in the template that has no value.
    pub fn url(&self) -> Result<String, Error> {
        for (name, value) in &self.values {
            let known = self.variables.iter().find(|variable| variable.name == name);
            let Some(variable) = known else {
                return fault(format!("the server has no variable `{name}`"));
            };
            if !variable.allowed.is_empty() && !variable.allowed.contains(&value.as_str()) {
                let allowed = variable.allowed.join("`, `");
                return fault(format!(
                    "variable `{name}` may be `{allowed}`, not `{value}`"
                ));
            }
        }
        self.expand()
    }

    /// Takes both `${name}`, the runtime expression of OpenRPC, and `{name}`, which documents have
    /// from OpenAPI.
    fn expand(&self) -> Result<String, Error> {
        let mut url = String::with_capacity(self.template.len());
        let mut rest = self.template;
        while let Some((before, behind)) = rest.split_once('{') {
            let Some((name, after)) = behind.split_once('}') else {
                break;
            };
            url.push_str(before.strip_suffix('$').unwrap_or(before));
            match self.value(name.trim()) {
                Some(value) => url.push_str(value),
                None => return fault(format!("the server's URL has no value for `{name}`")),
            }
            rest = after;
        }
        url.push_str(rest);
        Ok(url)
    }

    fn value(&self, name: &str) -> Option<&str> {
        let set = self.values.iter().rev().find(|(known, _)| known == name);
        let default = || self.variables.iter().find(|variable| variable.name == name);
        set.map(|(_, value)| value.as_str())
            .or_else(|| default().map(|variable| variable.default))
    }
}

fn fault<T>(message: String) -> Result<T, Error> {
    Err(Error::Encode(Fault::new(message)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const VARIABLES: &[ServerVariable] = &[
        ServerVariable::new("region", "eu", &["eu", "us"]),
        ServerVariable::new("base", "v1", &[]),
    ];

    #[test]
    fn both_kinds_of_templates_are_filled() {
        let url = ServerUrl::new("https://{region}.x.com/${base}", VARIABLES);
        assert_eq!(url.url().unwrap(), "https://eu.x.com/v1");
        let set = url.set("base", "v2").set("base", "v3");
        assert_eq!(set.url().unwrap(), "https://eu.x.com/v3");
        assert_eq!(ServerUrl::new("a{b", VARIABLES).url().unwrap(), "a{b");
    }

    #[test]
    fn faults_are_named() {
        let url = ServerUrl::new("https://{host}", VARIABLES);
        assert!(url.url().unwrap_err().to_string().contains("`host`"));
        let odd = ServerUrl::new("x", VARIABLES).set("planet", "y");
        assert!(odd.url().unwrap_err().to_string().contains("`planet`"));
        let text = ServerUrl::new("x", VARIABLES)
            .set("region", "moon")
            .url()
            .unwrap_err()
            .to_string();
        assert!(text.contains("`eu`, `us`, not `moon`"), "{text}");
    }
}
