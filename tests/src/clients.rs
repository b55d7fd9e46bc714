//! The clients that the build script generated, compiled as strictly as a user may ask for.

#![deny(warnings, missing_docs, clippy::all)]

/// Of the 40ants server.
pub mod shop {
    include!(concat!(env!("OUT_DIR"), "/shop.rs"));
}

/// Of the 40ants server, with `nil = "missing"`.
pub mod lenient_shop {
    include!(concat!(env!("OUT_DIR"), "/lenient_shop.rs"));
}

/// Of a service that lists its versions.
pub mod versions {
    include!(concat!(env!("OUT_DIR"), "/versions.rs"));
}

/// Of a service without methods.
pub mod empty {
    include!(concat!(env!("OUT_DIR"), "/empty.rs"));
}

/// Of a service whose results link to its other methods.
pub mod links {
    include!(concat!(env!("OUT_DIR"), "/links.rs"));
}

/// Of a service that takes notifications only.
pub mod metrics {
    include!(concat!(env!("OUT_DIR"), "/metrics.rs"));
}

/// Of a petstore that takes params by name.
pub mod petstore_by_name {
    include!(concat!(env!("OUT_DIR"), "/petstore_by_name.rs"));
}

/// Of a petstore.
pub mod petstore {
    include!(concat!(env!("OUT_DIR"), "/petstore.rs"));
}

/// Of a petstore with composed schemas.
pub mod petstore_expanded {
    include!(concat!(env!("OUT_DIR"), "/petstore_expanded.rs"));
}

/// Of a service that adds and subtracts.
pub mod simple_math {
    include!(concat!(env!("OUT_DIR"), "/simple_math.rs"));
}
