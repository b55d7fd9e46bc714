//! Takes a union and gives the forms that the values of its branches have in JSON: what is looked at before one is read.

use std::collections::HashSet;

use super::catalogue::{Catalogue, State};
use super::foreign::Foreign;
use super::shape::{Branch, DefinitionId, Extra, Object, Payload, Schema, Shape, Tag};

/// References after each other that are followed.
const DEPTH: usize = 64;

/// Forms of a list's items that are told.
const ITEMS: usize = 16;

/// How the values of a union are told apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Union {
    /// The member that tells all its objects apart.
    pub(crate) tag: Option<String>,
    /// By branch: several forms where it is a union itself.
    pub(crate) branches: Vec<Vec<Form>>,
}

/// Values of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Any,
    /// Whatever a type of the user's takes.
    Own,
    Null,
    Boolean,
    Integer,
    Number,
    /// Strings of this type, which knows whether they fit it.
    Text(String),
    /// These strings, or all where none is listed.
    String(Vec<String>),
    /// An extension type of MessagePack by its code; other wires have what it holds.
    Ext(i8),
    /// Bytes; text in JSON.
    Bytes,
    /// With the forms of their first items, where these tell lists apart.
    List(Vec<Form>),
    Map,
    Object {
        members: Vec<Known>,
        closed: bool,
    },
}

/// What is known of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) name: String,
    /// Whether an object without it can't be read.
    pub(crate) required: bool,
    /// Its values, strings as they are and others as JSON; none where all are allowed.
    pub(crate) values: Vec<String>,
    /// Whether an object with another value is none of these.
    pub(crate) only_these: bool,
}

/// The forms of a union's branches, in their order.
///
/// With `lenient`, required members that have an empty value may be missing.
pub(super) fn of_union(branches: &[Branch], catalogue: &Catalogue, lenient: bool) -> Union {
    let looker = Looker {
        catalogue,
        lenient,
        looks_into_lists: true,
    };
    let mut all: Vec<Vec<Form>> = branches
        .iter()
        .map(|branch| {
            let mut forms = Vec::new();
            looker.add(&branch.schema, &mut forms, &mut HashSet::new());
            if let Some(tag) = &branch.tag {
                forms.iter_mut().for_each(|form| form.add_tag(tag));
            }
            forms
        })
        .collect();
    forget_items_of_only_lists(&mut all);
    let said = branches.iter().find_map(|branch| branch.tag.as_ref());
    let tag = tag(&all, said.map(|tag| tag.member.as_str()));
    if let Some(tag) = &tag {
        let members = all.iter_mut().flatten().flat_map(Form::members_mut);
        for member in members.filter(|member| member.name == *tag) {
            member.only_these = true;
        }
    }
    let branches = all;
    Union { tag, branches }
}

/// Where one branch alone has lists, their items tell nothing.
fn forget_items_of_only_lists(branches: &mut [Vec<Form>]) {
    let is_list = |form: &Form| matches!(form, Form::List(_));
    let with_lists = branches.iter().filter(|forms| forms.iter().any(is_list));
    if with_lists.count() > 1 {
        return;
    }
    for forms in branches {
        let had = forms.iter().any(is_list);
        forms.retain(|form| !is_list(form));
        forms.extend(had.then_some(Form::List(Vec::new())));
    }
}

/// The definitions of single values that tell the branches of unions apart: no other value is ever read as one.
pub(super) fn tags(catalogue: &Catalogue) -> HashSet<DefinitionId> {
    let mut tags = HashSet::new();
    let mut waiting: Vec<&Schema> = Vec::new();
    let mut seen = HashSet::new();
    for entry in &catalogue.entries {
        if let State::Read(schema) = &entry.state
            && let Shape::Union(branches) = &schema.shape
        {
            waiting.extend(branches.iter().map(|branch| &branch.schema));
        }
    }
    while let Some(schema) = waiting.pop() {
        match &schema.shape {
            Shape::Nullable(inner) => waiting.push(inner),
            Shape::Ref(id) if seen.insert(*id) => waiting.extend(catalogue.schema(*id)),
            Shape::Object(object) => {
                let members = object.members.iter();
                tags.extend(members.filter_map(|m| match choice(&m.schema, catalogue)? {
                    (id, [_]) => Some(id),
                    _ => None,
                }));
            }
            _ => {}
        }
    }
    tags
}

/// The strings that a definition lists, and the definition.
fn choice<'c>(schema: &Schema, catalogue: &'c Catalogue) -> Option<(DefinitionId, &'c [String])> {
    let Shape::Ref(mut id) = schema.shape else {
        return None;
    };
    for _ in 0..DEPTH {
        match &catalogue.schema(id)?.shape {
            Shape::Choice(values) => return Some((id, values)),
            Shape::Ref(next) => id = *next,
            _ => return None,
        }
    }
    None
}

struct Looker<'c> {
    catalogue: &'c Catalogue,
    lenient: bool,
    looks_into_lists: bool,
}

impl Looker<'_> {
    /// Each definition counts once: unions may hold the same ones over and over.
    fn add(&self, schema: &Schema, forms: &mut Vec<Form>, seen: &mut HashSet<DefinitionId>) {
        let form = match &schema.shape {
            Shape::Ref(id) if !seen.insert(*id) => return,
            Shape::Ref(id) => match self.catalogue.schema(*id) {
                Some(Schema {
                    shape: Shape::Text(limits),
                    ..
                }) if limits.are_recognised() => Form::Text(self.catalogue.entry(*id).name.clone()),
                Some(schema) => return self.add(schema, forms, seen),
                None => Form::Any,
            },
            Shape::Union(branches) => {
                let inner = branches.iter();
                return inner.for_each(|branch| {
                    let start = forms.len();
                    self.add(&branch.schema, forms, seen);
                    if let Some(tag) = &branch.tag {
                        forms[start..].iter_mut().for_each(|form| form.add_tag(tag));
                    }
                });
            }
            Shape::Nullable(inner) => {
                self.add(inner, forms, seen);
                Form::Null
            }
            Shape::Null => Form::Null,
            Shape::Boolean => Form::Boolean,
            Shape::Integer(_) | Shape::Bounded(_) => Form::Integer,
            Shape::Number => Form::Number,
            Shape::Text(_) => Form::String(Vec::new()),
            Shape::Choice(values) => Form::String(values.clone()),
            Shape::List(item) => Form::List(self.items(item)),
            Shape::Tuple(items) => {
                Form::List(items.first().map_or_else(Vec::new, |it| self.items(it)))
            }
            Shape::Map(_) => Form::Map,
            Shape::Object(object) => self.object(object),
            Shape::Ext(ext) => {
                forms.push(Form::Ext(ext.code));
                match &ext.payload {
                    Payload::Integer => Form::Integer,
                    Payload::Bytes => Form::Bytes,
                    Payload::Timestamp => Form::String(Vec::new()),
                    Payload::Value(inner) => return self.add(inner, forms, seen),
                }
            }
            Shape::Foreign(Foreign::Bytes) => Form::Bytes,
            Shape::Foreign(Foreign::RpcStr | Foreign::Timestamp) => Form::String(Vec::new()),
            Shape::Foreign(Foreign::Integer) => Form::Integer,
            Shape::Foreign(Foreign::Own(_)) => Form::Own,
            Shape::Any => Form::Any,
        };
        if !forms.contains(&form) {
            forms.push(form);
        }
    }

    /// The forms of a list's items; none where there are many, or of lists inside of lists: one look is to be enough.
    fn items(&self, item: &Schema) -> Vec<Form> {
        let mut forms = Vec::new();
        if self.looks_into_lists {
            let looker = Looker {
                looks_into_lists: false,
                ..*self
            };
            looker.add(item, &mut forms, &mut HashSet::new());
        }
        match forms.len() > ITEMS {
            true => Vec::new(),
            false => forms,
        }
    }

    fn object(&self, object: &Object) -> Form {
        let members = object.members.iter().map(|member| {
            let values = match (choice(&member.schema, self.catalogue), &member.constant) {
                (Some((_, values)), _) => values.to_vec(),
                (None, constant) => constant.iter().cloned().collect(),
            };
            Known {
                name: member.name.clone(),
                required: member.required && !(self.lenient && self.has_empty(&member.schema)),
                only_these: values.len() == 1,
                values,
            }
        });
        Form::Object {
            members: members.collect(),
            closed: matches!(object.extra, Extra::Dropped | Extra::Refused),
        }
    }

    /// Whether a missing member is an empty value of its type.
    fn has_empty(&self, schema: &Schema) -> bool {
        match &schema.shape {
            Shape::Any | Shape::Null | Shape::Nullable(_) => true,
            Shape::List(_) | Shape::Map(_) => true,
            Shape::Text(limits) => limits.are_none(),
            Shape::Ref(id) => match self.catalogue.schema(*id) {
                Some(schema) => !matches!(schema.shape, Shape::Ref(_)) && self.has_empty(schema),
                None => false,
            },
            _ => false,
        }
    }
}

/// The member that has other values in every object: the one that the document names, or else the first.
fn tag(branches: &[Vec<Form>], said: Option<&str>) -> Option<String> {
    let forms: Vec<&Form> = branches.iter().flatten().collect();
    let objects: Vec<&[Known]> = forms.iter().filter_map(|form| form.members()).collect();
    let catches_all = forms
        .iter()
        .any(|form| matches!(form, Form::Map | Form::Any | Form::Own));
    let [first, _, ..] = objects.as_slice() else {
        return None;
    };
    if catches_all {
        return None;
    }
    let tells = |name: &&str| {
        let mut seen = HashSet::new();
        objects.iter().all(|members| {
            let known = members.iter().find(|m| m.name == **name);
            known.is_some_and(|m| {
                m.required && !m.values.is_empty() && m.values.iter().all(|v| seen.insert(v))
            })
        })
    };
    let names = first.iter().map(|member| member.name.as_str());
    said.into_iter().chain(names).find(tells).map(str::to_owned)
}

impl Form {
    fn members(&self) -> Option<&[Known]> {
        match self {
            Self::Object { members, .. } => Some(members),
            _ => None,
        }
    }

    fn members_mut(&mut self) -> &mut [Known] {
        match self {
            Self::Object { members, .. } => members,
            _ => &mut [],
        }
    }

    /// Notes the values of a tag that the document maps; what the member itself says holds.
    fn add_tag(&mut self, tag: &Tag) {
        let Self::Object { members, .. } = self else {
            return;
        };
        match members.iter_mut().find(|known| known.name == tag.member) {
            Some(known) if known.values.len() == 1 => {}
            Some(known) => {
                known.values.clone_from(&tag.values);
                known.required = true;
            }
            None => members.push(Known {
                name: tag.member.clone(),
                required: true,
                values: tag.values.clone(),
                only_these: true,
            }),
        }
    }
}
