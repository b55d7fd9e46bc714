//! Parameters in MessagePack: takes the slots, writes them as the method wants them.
use std::borrow::Cow;

use super::{Params, Shape};
use crate::{
    Encoded,
    msgpack::{Error, NIL, write},
};

/// How the parameters of a [`Method`](crate::Method) travel in MessagePack-RPC
/// (`x-msgpack-params`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum MsgpackParams {
    /// An array in the document's order. Absent ones at its end are left out, others are nil.
    #[default]
    Positional,
    /// An array of all parameters. Absent ones are nil.
    Padded,
    /// A map by name, in the place of the array. Absent ones are left out.
    Map,
    /// An array of one map by name. Absent ones are left out.
    SingleMap,
}

impl Params {
    /// Writes the array or map.
    pub(crate) fn write_msgpack(
        &self,
        style: MsgpackParams,
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        match style {
            MsgpackParams::Positional => self.write_slots(self.given(), out),
            MsgpackParams::Padded => self.write_slots(self.len(), out),
            MsgpackParams::Map => self.write_map(out),
            MsgpackParams::SingleMap => {
                write::array(1, out)?;
                self.write_map(out)
            }
        }
    }

    fn write_slots(&self, count: usize, out: &mut Vec<u8>) -> Result<(), Error> {
        write::array(count, out)?;
        for slot in &self.slots[..count] {
            match slot {
                Some(value) => value.part().write_msgpack(out)?,
                None => out.push(NIL),
            }
        }
        Ok(())
    }

    fn write_map(&self, out: &mut Vec<u8>) -> Result<(), Error> {
        let slots = self.slots.iter().enumerate();
        let present = slots.filter_map(|(index, slot)| Some((index, slot.as_ref()?)));
        let present: Vec<(usize, &Encoded)> = present.collect();
        write::map(present.len(), out)?;
        for (index, value) in present {
            write::str(self.name(index).as_bytes(), out)?;
            value.part().write_msgpack(out)?;
        }
        Ok(())
    }

    /// What a map calls the parameter in a slot; one without a name, by its place.
    fn name(&self, index: usize) -> Cow<'_, str> {
        let name = match &self.shape {
            Shape::Declared { params, .. } => params.get(index).map(|param| param.name),
            Shape::Named(names) => names.get(index).map(|name| &**name),
            Shape::Listed => None,
        };
        name.map_or_else(|| index.to_string().into(), Cow::Borrowed)
    }
}
