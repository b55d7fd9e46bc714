//! How a method's results come in pages: takes the generator's rule, gives the steps of a walk through them.
mod guard;
mod nested;
mod rules;
mod split;
mod step;

pub(crate) use step::{Fetched, Step};

/// How the results of a method come in pages, as a constant.
///
/// ```
/// use callwright::Paging;
///
/// // {"items": […], "next_page_key": 1}, and the key goes into the first parameter.
/// const LIST: Paging = Paging::items(&["items"]).cursor(0, &[], &["next_page_key"]);
/// // {"events": […], "continuation_token": "x"}, and the token goes into a member of the first.
/// const EVENTS: Paging = Paging::items(&["events"])
///     .cursor(0, &["continuation_token"], &["continuation_token"]);
/// ```
///
/// A path is a list of member names; an empty one is the value itself. A parameter is named by its
/// place in the method's list, counted from 0. Keys travel as the JSON that the server sent. A key
/// that is absent or null is the end; `0`, `""` and `false` are keys unless a rule says otherwise.
#[derive(Clone, Copy, Debug)]
pub struct Paging {
    items: Path,
    slot: usize,
    inside: Path,
    key: Key,
    more: Option<More>,
    total: Option<Path>,
    limit: Option<usize>,
    ends_on_false: bool,
    ends_on_empty_string: bool,
    ends_on_empty_page: bool,
    dropped: &'static [usize],
    null_as_empty: bool,
}

type Path = &'static [&'static str];

/// Where the key of the next page comes from.
#[derive(Clone, Copy, Debug)]
enum Key {
    /// There is one page only.
    None,
    /// The server sends it, at this path.
    Cursor(Path),
    /// The number of items before the page.
    Offset,
    /// The number of the page; the first has this one.
    PageNumber(u64),
}

/// A flag in the page that says whether there are more.
#[derive(Clone, Copy, Debug)]
struct More {
    path: Path,
    inverted: bool,
}

impl Paging {
    /// Pages whose items are the array at this path of the result.
    pub const fn items(path: &'static [&'static str]) -> Self {
        Self {
            items: path,
            slot: 0,
            inside: &[],
            key: Key::None,
            more: None,
            total: None,
            limit: None,
            ends_on_false: false,
            ends_on_empty_string: false,
            ends_on_empty_page: false,
            dropped: &[],
            null_as_empty: false,
        }
    }

    /// The server sends the next key at path `from` of the result; it goes into parameter `slot`,
    /// at path `inside` of it.
    #[must_use]
    pub const fn cursor(self, slot: usize, inside: Path, from: Path) -> Self {
        self.keyed(slot, inside, Key::Cursor(from))
    }

    /// The key is the number of items before the page, at first 0. An empty page is the end.
    #[must_use]
    pub const fn offset(self, slot: usize, inside: Path) -> Self {
        self.keyed(slot, inside, Key::Offset)
    }

    /// The key is the number of the page, at first `first`. An empty page is the end.
    #[must_use]
    pub const fn page_number(self, slot: usize, inside: Path, first: u64) -> Self {
        self.keyed(slot, inside, Key::PageNumber(first))
    }

    /// A flag at this path says whether there are more pages. False ends the list whatever the
    /// key, true outweighs the rules of length; without the flag the other rules decide.
    #[must_use]
    pub const fn more(mut self, path: Path) -> Self {
        self.more = Some(More {
            path,
            inverted: false,
        });
        self
    }

    /// As [`Paging::more`], of a flag that is true on the last page.
    #[must_use]
    pub const fn more_inverted(mut self, path: Path) -> Self {
        self.more = Some(More {
            path,
            inverted: true,
        });
        self
    }

    /// The number of all items stands at this path; the list ends when as many were seen. With a
    /// cursor that holds for walks from the first page only.
    #[must_use]
    pub const fn total(mut self, path: Path) -> Self {
        self.total = Some(path);
        self
    }

    /// A page of fewer items than parameter `limit` asks for is the last.
    #[must_use]
    pub const fn ends_on_short_page(mut self, limit: usize) -> Self {
        self.limit = Some(limit);
        self
    }

    /// A key of `false` is the end.
    #[must_use]
    pub const fn ends_on_false(mut self) -> Self {
        self.ends_on_false = true;
        self
    }

    /// A key of `""` is the end.
    #[must_use]
    pub const fn ends_on_empty_string(mut self) -> Self {
        self.ends_on_empty_string = true;
        self
    }

    /// A page without items is the last.
    #[must_use]
    pub const fn ends_on_empty_page(mut self) -> Self {
        self.ends_on_empty_page = true;
        self
    }

    /// Leaves these parameters out of every request that has a key.
    #[must_use]
    pub const fn drops(mut self, slots: &'static [usize]) -> Self {
        self.dropped = slots;
        self
    }

    /// Reads null or nothing in place of the items, and null in place of the page, as no items.
    #[must_use]
    pub const fn null_as_empty(mut self) -> Self {
        self.null_as_empty = true;
        self
    }

    const fn keyed(mut self, slot: usize, inside: Path, key: Key) -> Self {
        self.slot = slot;
        self.inside = inside;
        self.key = key;
        self
    }
}
