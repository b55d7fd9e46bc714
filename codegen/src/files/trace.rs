//! Where the parts of the document's tree were written, once overlays have changed it.

use std::collections::HashMap;

use super::At;
use crate::pointer::Pointer;

/// A tree like that of the document, with nothing in it but what does not stand where it was written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trace {
    /// Where this was written; none where it stands in what holds it as it was written.
    at: Option<At>,
    steps: HashMap<String, Trace>,
}

impl Trace {
    /// Where what stands at a place of the document was written.
    pub(crate) fn find(&self, pointer: &Pointer) -> At {
        let mut at = self.at.clone().unwrap_or_else(At::root);
        let mut node = Some(self);
        for step in pointer.steps() {
            node = node.and_then(|node| node.steps.get(&step));
            at = match node.and_then(|node| node.at.clone()) {
                Some(written) => written,
                None => at.join(step),
            };
        }
        at
    }

    /// States that what stands at a place was written elsewhere, with all that is in it.
    pub(crate) fn write(&mut self, pointer: &Pointer, at: At) {
        *self.node(pointer) = Self {
            at: Some(at),
            steps: HashMap::new(),
        };
    }

    /// States that a member is gone.
    pub(crate) fn remove(&mut self, object: &Pointer, key: &str) {
        self.node(object).steps.remove(key);
    }

    /// States that a list has other elements now: for each, the index that it had; none for a new one.
    pub(crate) fn rearrange(
        &mut self,
        list: &Pointer,
        elements: impl Iterator<Item = Option<usize>>,
    ) {
        let at = self.find(list);
        let node = self.node(list);
        let mut old = std::mem::take(&mut node.steps);
        for (index, before) in elements.enumerate() {
            let Some(before) = before else { continue };
            let mut element = old.remove(&before.to_string()).unwrap_or_default();
            if before != index && element.at.is_none() {
                element.at = Some(at.join(before));
            }
            if element.at.is_some() || !element.steps.is_empty() {
                node.steps.insert(index.to_string(), element);
            }
        }
    }

    fn node(&mut self, pointer: &Pointer) -> &mut Self {
        pointer
            .steps()
            .fold(self, |node, step| node.steps.entry(step).or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::FileId;

    fn found(trace: &Trace, pointer: &str) -> (usize, String) {
        let at = trace.find(&Pointer::new(pointer));
        (at.file.0, at.pointer.to_string())
    }

    #[test]
    fn what_was_not_changed_stands_where_it_was_written() {
        assert_eq!(found(&Trace::default(), "/a/0"), (0, "/a/0".to_owned()));
    }

    #[test]
    fn elements_are_followed_to_where_they_were() {
        let mut trace = Trace::default();
        let list = Pointer::new("/list");
        let new = At {
            file: FileId(1),
            pointer: Pointer::new("/update"),
        };
        trace.write(&Pointer::new("/list/3/x"), new);
        trace.rearrange(&list, [Some(0), Some(2), Some(3), None].into_iter());
        assert_eq!(found(&trace, "/list/0/x"), (0, "/list/0/x".to_owned()));
        assert_eq!(found(&trace, "/list/1/x"), (0, "/list/2/x".to_owned()));
        assert_eq!(found(&trace, "/list/2/x/y"), (1, "/update/y".to_owned()));
        assert_eq!(found(&trace, "/list/2/z"), (0, "/list/3/z".to_owned()));
        trace.rearrange(&list, [Some(2), Some(1)].into_iter());
        assert_eq!(found(&trace, "/list/0/x/y"), (1, "/update/y".to_owned()));
        assert_eq!(found(&trace, "/list/1"), (0, "/list/2".to_owned()));
    }
}
