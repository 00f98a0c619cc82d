//! Codes about several documents or fragments that become one document.

use super::{Code, ERROR, Lost, NOTE, Settled, WARNING, WARNING_NOTE};

pub(super) const CODES: &[Code] = &[
    Code::new(
        "merge::apis",
        WARNING,
        Lost::Operation,
        "The input holds several APIs, or several versions of one. One of them is generated.",
        "Choose with `--api NAME`, or with `api = \"NAME\"` under `[merge]` in codegen.toml. Each can become a crate \
         of its own.",
    )
    .settled(Settled::ByGuess),
    Code::new(
        "merge::conflict",
        ERROR,
        Lost::Operation,
        "Fragments contradict each other, and no document accepts what each of them accepts. What they contradict \
         each other about is left out.",
        "Decide with `[[merge.prefer]]` in codegen.toml, or correct one fragment with an overlay.",
    )
    .settled(Settled::ByGuess),
    Code::new(
        "merge::contradiction",
        WARNING,
        Lost::Nothing,
        "Fragments have a component of one name that contradicts itself. Each variant becomes a component with a name \
         of its own.",
        "Decide with `[[merge.components]]` (each keeps its own, or the largest, newest or first for all), use the one of a \
         page with `[[merge.prefer]]`, or choose the names with `[[merge.rename]]`.",
    )
    .settled(Settled::ByGuess),
    Code::new(
        "merge::differs",
        WARNING_NOTE,
        Lost::Documentation,
        "Fragments have different texts or values for one thing. The first, or most complete, is used.",
        "Choose another one with `[[merge.prefer]]` at that place.",
    )
    .settled(Settled::ByRule),
    Code::new(
        "merge::elsewhere",
        NOTE,
        Lost::Nothing,
        "A `$ref` of one fragment leads to a component that only another fragment defines.",
        "Nothing, if both fragments are of one API.",
    ),
    Code::new(
        "merge::empty-id",
        WARNING,
        Lost::Nothing,
        "An `operationId` is empty. It is ignored, and the name comes from method and path.",
        "Set `operationId` with an overlay if another name is wanted.",
    ),
    Code::new(
        "merge::form",
        ERROR,
        Lost::Operation,
        "A fragment, or a tag of it, does not have the form of an OpenAPI document: a field that must be an object is \
         not one. It is left out.",
        "Correct the fragment, or remove it from the input.",
    ),
    Code::new(
        "merge::info",
        NOTE,
        Lost::Documentation,
        "Fragments differ in a field of the Info Object. The diagnostic shows which value is used.",
        "Set the field under `[merge.info]` in codegen.toml.",
    )
    .settled(Settled::ByRule),
    Code::new(
        "merge::joined",
        NOTE,
        Lost::Nothing,
        "Fragments describe one thing differently. The document accepts what each of them accepts.",
        "Use one of them as it is with `[[merge.prefer]]`.",
    )
    .settled(Settled::ByRule),
    Code::new(
        "merge::moved",
        NOTE,
        Lost::Nothing,
        "Fragments differ in `security` of the whole document. The requirement was moved into each operation.",
        "Nothing: each operation keeps what its own fragment requires.",
    )
    .settled(Settled::ByRule),
    Code::new(
        "merge::no-target",
        ERROR,
        Lost::Operation,
        "A `$ref` leads to nothing in any of the fragments.",
        "Give the page or file that defines the component, or define it with an overlay.",
    ),
    Code::new(
        "merge::nothing",
        ERROR,
        Lost::Everything,
        "There is no fragment to merge.",
        "Give a document, or pages that hold fragments.",
    ),
    Code::new(
        "merge::repeated",
        NOTE,
        Lost::Nothing,
        "Several fragments describe the same operation, and they agree.",
        "Nothing.",
    ),
    Code::new(
        "merge::required",
        WARNING,
        Lost::Limits,
        "Only some fragments require a property. It is optional where it is received, and required where it is only \
         sent.",
        "Use one of the fragments with `[[merge.prefer]]` if it is right.",
    )
    .settled(Settled::ByGuess),
    Code::new(
        "merge::rule",
        ERROR,
        Lost::Nothing,
        "A rule under `[merge]` in codegen.toml cannot be followed: its pointer, fragment or name is wrong, or two \
         rules have the same place.",
        "Correct the rule as the diagnostic describes.",
    ),
    Code::new(
        "merge::same-id",
        NOTE,
        Lost::Nothing,
        "One `operationId` stands at several operations, which OpenAPI forbids (3.1.1, section 4.8.10). They were \
         given different names.",
        "Set `operationId` with an overlay, or use `[[names.rename]]`, if other names are wanted.",
    )
    .settled(Settled::ByRule),
    Code::new(
        "merge::same-path",
        WARNING,
        Lost::Nothing,
        "Two path templates differ only in the names of their parameters, which OpenAPI calls identical (3.1.1, \
         section 4.8.8.1). No request can tell them apart.",
        "Correct one of the paths with an overlay, or exclude it with `[[filter.exclude]]`.",
    )
    .settled(Settled::ByRule),
    Code::new(
        "merge::servers",
        NOTE,
        Lost::Nothing,
        "Fragments differ in `servers`, or some have none. The diagnostic shows which operations use which.",
        "Set `servers` with an overlay if an operation has the wrong one.",
    )
    .settled(Settled::ByRule),
    Code::new(
        "merge::unused-rule",
        ERROR,
        Lost::Nothing,
        "A rule under `[merge]` has no effect: nothing in the fragments differs there, or no fragment has this name.",
        "Remove the rule, or correct the fragment and the place that it names.",
    )
    .of_rule(),
    Code::new(
        "merge::variants",
        WARNING,
        Lost::Nothing,
        "Fragments describe one operation with different bodies. It was generated with a union of them, or as several \
         functions.",
        "Choose with `[[merge.variants]]` (a union or functions), or use one body with `[[merge.prefer]]`.",
    )
    .settled(Settled::ByGuess),
    Code::new(
        "merge::versions",
        NOTE,
        Lost::Nothing,
        "Fragments have different versions of OpenAPI. Each is read by its own version.",
        "Nothing.",
    ),
];
