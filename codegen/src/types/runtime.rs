//! Takes the path of the runtime crate and gives the paths of what generated types use from it.

use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{LitStr, Path};

use crate::options::Options;
use crate::schema::Foreign;

/// The crates that typify's output names, which the runtime re-exports.
const CRATES: [&str; 2] = ["serde", "serde_json"];

/// `::callwright::__private::v1`, or what stands for it; its `both` where the client speaks MessagePack too.
#[derive(Clone, Debug)]
pub(super) struct Runtime {
    contract: Path,
    text: String,
    /// Whether values of any kind are the runtime's, which holds what JSON cannot.
    pub(super) any: bool,
}

impl Runtime {
    pub(super) fn new(options: &Options) -> Self {
        let contract = options.client_runtime();
        let text = contract.to_token_stream().to_string().replace(' ', "");
        Self {
            contract,
            text,
            any: options.speaks_msgpack(),
        }
    }

    /// The path of something in the contract.
    pub(super) fn path(&self, name: &str) -> Path {
        let mut path = self.contract.clone();
        let name = syn::Ident::new(name, proc_macro2::Span::call_site());
        path.segments.push(name.into());
        path
    }

    /// The path of something in the contract, as serde's attributes write paths.
    pub(super) fn string(&self, rest: &str) -> LitStr {
        let text = format!("{}::{rest}", self.text);
        LitStr::new(&text, proc_macro2::Span::call_site())
    }

    /// The path of a type that is not made here.
    pub(super) fn foreign(&self, ty: &Foreign) -> String {
        match ty {
            Foreign::Integer => format!("{}::Integer", self.text),
            Foreign::Bytes => format!("{}::Bytes", self.text),
            Foreign::RpcStr => format!("{}::RpcStr", self.text),
            Foreign::Timestamp => format!("{}::Timestamp", self.text),
            Foreign::Own(ty) => ty.to_string(),
        }
    }

    /// Turns `::serde::Serialize` into the contract's `serde::Serialize`.
    pub(super) fn redirect(&self, path: &mut Path) {
        let names_crate = path.leading_colon.is_some()
            && path
                .segments
                .first()
                .is_some_and(|s| CRATES.iter().any(|name| s.ident == name));
        if !names_crate {
            return;
        }
        let is_json =
            |name| path.segments[0].ident == "serde_json" && path.segments[1].ident == name;
        if self.any && path.segments.len() == 2 {
            if is_json("Value") {
                *path = self.path("Value");
                return;
            }
            if is_json("Map") {
                let arguments = path.segments[1].arguments.clone();
                *path = syn::parse_quote!(::std::collections::BTreeMap #arguments);
                return;
            }
        }
        let mut whole = self.contract.clone();
        whole.segments.extend(std::mem::take(&mut path.segments));
        *path = whole;
    }
}

/// Redirects every path in a piece of code.
pub(super) struct Redirect<'r>(pub(super) &'r Runtime);

impl VisitMut for Redirect<'_> {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        self.0.redirect(path);
    }
}
