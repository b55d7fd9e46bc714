//! Schemas of types: takes a type, gives what refers to it; those with a name become components.
use schemars::{
    JsonSchema, Schema, SchemaGenerator,
    generate::{Contract, SchemaSettings},
};
use serde_json::Value;

use super::{Components, Method, absence, directions};

/// Where the schemas stand that params are read by, until they are joined with the others.
pub(super) const TAKEN: &str = "#/components/taken/";
/// Where those stand that answers are written by.
pub(super) const GIVEN: &str = "#/components/given/";

/// The schemas of a document in the making.
///
/// A type may look different when it is read and when it is written: a member with a default need not be sent,
/// but always comes. Each has a schema of its own only where the difference is more than that.
#[derive(Debug)]
pub struct Schemas {
    taken: SchemaGenerator,
    given: SchemaGenerator,
    direction: Contract,
}

/// Gives the schema of a type: `SchemaGenerator::subschema_for::<T>`, or [`schema_of::<T>()`](schema_of).
pub type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// What gives the schema of a type, or a reference to it: what tables of methods hold for each type.
pub const fn schema_of<T: JsonSchema + ?Sized>() -> SchemaOf {
    SchemaGenerator::subschema_for::<T>
}

impl Schemas {
    pub(super) fn new() -> Self {
        Self {
            taken: generator("/components/taken", Contract::Deserialize),
            given: generator("/components/given", Contract::Serialize),
            direction: Contract::Serialize,
        }
    }

    /// The schema of what the service writes or reads, as it stands at the place that is described: params are read,
    /// everything else is written.
    pub fn schema(&mut self, of: SchemaOf) -> Value {
        // Both see all types in one order, so that they give them the same names.
        let taken = of(&mut self.taken);
        let given = of(&mut self.given);
        match self.direction {
            Contract::Deserialize => draft7(&mut self.taken, taken),
            _ => draft7(&mut self.given, given),
        }
    }

    /// Describes what the service reads.
    pub fn read<R>(&mut self, describe: impl FnOnce(&mut Self) -> R) -> R {
        self.towards(Contract::Deserialize, describe)
    }

    /// Describes what the service writes.
    pub fn written<R>(&mut self, describe: impl FnOnce(&mut Self) -> R) -> R {
        self.towards(Contract::Serialize, describe)
    }

    fn towards<R>(&mut self, direction: Contract, describe: impl FnOnce(&mut Self) -> R) -> R {
        let before = std::mem::replace(&mut self.direction, direction);
        let described = describe(self);
        self.direction = before;
        described
    }

    /// The components that methods refer to, which refer to them by their last names then.
    pub(super) fn finish(mut self, methods: &mut [Method]) -> Components {
        let taken = self.taken.take_definitions(true);
        let given = self.given.take_definitions(true);
        let mut components = directions::joined(methods, taken, given);
        let descriptors = methods.iter_mut().flat_map(|method| {
            let params = method.params.iter_mut().flatten();
            params.chain(&mut method.result)
        });
        let inline = descriptors.filter_map(|descriptor| descriptor.schema.as_mut());
        for (_, schema) in &mut components.schemas {
            absence::mark(schema);
        }
        inline.for_each(absence::mark);
        components
    }
}

fn generator(path: &'static str, contract: Contract) -> SchemaGenerator {
    let settings = SchemaSettings::draft07().with(|settings| {
        settings.definitions_path = path.into();
        settings.contract = contract;
        settings.untagged_enum_variant_titles = true;
    });
    settings.into_generator()
}

fn draft7(generator: &mut SchemaGenerator, mut schema: Schema) -> Value {
    for transform in generator.transforms_mut() {
        transform.transform(&mut schema);
    }
    schema.to_value()
}
