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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Method, Param, Request, Wire, Wires, msgpack::to_json};

    const PARAMS: [Param; 3] = [
        Param::required("a", "i64"),
        Param::optional("b", "i64"),
        Param::optional("c", "i64"),
    ];

    /// The params that are sent of these slots, as JSON.
    fn sent<W: Wires>(style: MsgpackParams, slots: &[usize]) -> String {
        let mut params = Params::declared(&PARAMS, true);
        for slot in slots {
            let value = W::encode(&|| Wire::MessagePack, slot).ok();
            assert!(params.put(*slot, value));
        }
        let mut out = Vec::new();
        params.write_msgpack(style, &mut out).unwrap();
        String::from_utf8(to_json(&out).unwrap()).unwrap()
    }

    #[test]
    fn params_are_written_as_the_method_wants_them() {
        use MsgpackParams::{Map, Padded, Positional, SingleMap};
        for (style, slots, expected) in [
            (Positional, &[][..], "[]"),
            (Positional, &[0], "[0]"),
            (Positional, &[0, 2], "[0,null,2]"),
            (Padded, &[], "[null,null,null]"),
            (Padded, &[0], "[0,null,null]"),
            (Map, &[], "{}"),
            (Map, &[0, 2], r#"{"a":0,"c":2}"#),
            (SingleMap, &[], "[{}]"),
            (SingleMap, &[1], r#"[{"b":1}]"#),
        ] {
            assert_eq!(sent::<crate::JsonAndMessagePack>(style, slots), expected);
            assert_eq!(sent::<crate::Json>(style, slots), expected, "transcoded");
        }
    }

    #[test]
    fn requests_are_written_byte_for_byte() {
        let written = |request: &Request, id| {
            let mut out = Vec::new();
            request.write_msgpack(id, &mut out).unwrap();
            out
        };
        let two = Params::by_position().with("a", &5).unwrap();
        let add = Request::new("add", two.with("b", &4).unwrap());
        assert_eq!(written(&add, Some(0)), b"\x94\x00\x00\xa3add\x92\x05\x04");
        let largest = b"\x94\x00\xce\xff\xff\xff\xff\xa3add\x92\x05\x04";
        assert_eq!(written(&add, Some(u32::MAX)), largest);
        let none = Request::new("noargs", Params::by_name());
        assert_eq!(written(&none, Some(1)), b"\x94\x00\x01\xa6noargs\x90");
        let warm = Params::by_position().with("", &102.1).unwrap();
        let told = Request::new("temperature", warm);
        let expected = b"\x93\x02\xabtemperature\x91\xcb\x40\x59\x86\x66\x66\x66\x66\x66";
        assert_eq!(written(&told, None), expected);
    }

    #[test]
    fn the_document_says_how_a_method_takes_them() {
        static METHODS: [Method; 1] = [Method::new("m", "m")
            .params(&PARAMS)
            .msgpack_params(MsgpackParams::SingleMap)];
        let mut out = Vec::new();
        let request = Request::declared(&METHODS[0]);
        request.write_msgpack(None, &mut out).unwrap();
        assert_eq!(out, b"\x93\x02\xa1m\x91\x80");
    }
}
