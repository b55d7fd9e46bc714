//! Takes request headers as users write them and gives their values: `$NAME` stands for a variable of the environment.

use crate::diagnostic::{Code, Diagnostic};
use crate::options::Fetch;

/// Names and values for one request.
pub(super) fn expanded(options: &Fetch) -> Result<Vec<(String, String)>, Diagnostic> {
    let expand = |(name, value): (&String, &String)| {
        let value = expand(value, |variable| std::env::var(variable).ok()).map_err(|variable| {
            let message = format!(
                "the header `{name}` needs the environment variable `{variable}`, which is not set"
            );
            Diagnostic::of(Code::Options, "", message)
                .hint(format!("set `{variable}`, or write `$$` for a dollar sign"))
        })?;
        Ok((name.clone(), value))
    };
    options.headers.iter().map(expand).collect()
}

/// Replaces `$NAME` and `${NAME}`; `$$` is a dollar sign. Fails with the name of what is not set.
fn expand(value: &str, variable: impl Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut expanded = String::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('$') {
        expanded.push_str(before);
        let (name, tail) = match after
            .strip_prefix('{')
            .and_then(|braced| braced.split_once('}'))
        {
            Some(parts) => parts,
            None => after.split_at(
                after
                    .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                    .unwrap_or(after.len()),
            ),
        };
        rest = tail;
        match name {
            "" => {
                expanded.push('$');
                rest = tail.strip_prefix('$').unwrap_or(tail);
            }
            name => expanded.push_str(&variable(name).ok_or_else(|| name.to_owned())?),
        }
    }
    expanded.push_str(rest);
    Ok(expanded)
}

#[cfg(test)]
mod tests {
    use super::expand;

    #[test]
    fn variables_are_expanded() {
        let set = |name: &str| (name == "TOKEN").then(|| "t".to_owned());
        for (value, expected) in [
            ("Bearer $TOKEN", Ok("Bearer t")),
            ("a${TOKEN}b", Ok("atb")),
            ("5$$ or 5$", Ok("5$ or 5$")),
            ("$OTHER", Err("OTHER")),
        ] {
            let expanded = expand(value, set);
            assert_eq!(expanded.as_deref().map_err(String::as_str), expected);
        }
    }
}
