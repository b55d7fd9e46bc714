//! Faults of use, each at the argument that it is about and nowhere else.

#[test]
fn faults_are_at_their_arguments() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
