//! The macros of generated code whose calls are compiled for both wires.

/// As [`__call`](crate::__call).
#[doc(hidden)]
#[macro_export]
macro_rules! __call_both {
    ($name:ident, $result:ty, $failure:ty) => {
        $crate::__call!($name, $result, $failure, $crate::JsonAndMessagePack);
    };
}

/// As [`__paged_call`](crate::__paged_call).
#[doc(hidden)]
#[macro_export]
macro_rules! __paged_call_both {
    ($name:ident, $item:ty, $failure:ty) => {
        $crate::__paged_call!($name, $item, $failure, $crate::JsonAndMessagePack);
    };
}

/// As [`__notification`](crate::__notification).
#[doc(hidden)]
#[macro_export]
macro_rules! __notification_both {
    ($name:ident) => {
        $crate::__notification!($name, $crate::JsonAndMessagePack);
    };
}
