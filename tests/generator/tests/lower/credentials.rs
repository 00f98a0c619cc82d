//! What callers see of a credential on the front page of the crate, which no snapshot shows.

use generator_tests::pipeline::{cases, generate};

#[test]
fn the_setter_of_a_deprecated_scheme_is_deprecated() {
    let cases = cases("good");
    let case = cases.iter().find(|case| case.name == "described_3_2").expect("the fixture is there");
    let setters = |text: &str| {
        let generated = generate([(case.file.as_str(), text)], None).expect();
        let page = generated.files.get("src/lib.rs").expect("a front page").to_owned();
        page.matches("#[deprecated]").count()
    };
    assert_eq!(setters(&case.text), 1);
    assert_eq!(setters(&case.text.replace(", deprecated: true", "")), 0);
}
