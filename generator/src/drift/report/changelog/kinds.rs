//! Where each kind of change stands in a changelog, and in which words.

use crate::drift::Kind;

/// A section, by the words of Keep a Changelog. Two documents do not say what was a fault, so nothing is `Fixed`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    Added,
    Changed,
    Deprecated,
    Removed,
    Security,
}

impl Section {
    /// In the order in which they are read.
    pub(super) const ALL: [Self; 5] = [Self::Added, Self::Changed, Self::Deprecated, Self::Removed, Self::Security];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Added => "Added",
            Self::Changed => "Changed",
            Self::Deprecated => "Deprecated",
            Self::Removed => "Removed",
            Self::Security => "Security",
        }
    }
}

/// The section of a kind, and what is said there of what changed.
#[rustfmt::skip]
pub(super) fn of(kind: Kind) -> (Section, &'static str) {
    use Section::{Added, Changed, Deprecated, Removed, Security};
    match kind {
        Kind::OperationAdded | Kind::TypeAppeared | Kind::SuccessAdded | Kind::FailureAdded | Kind::HeaderAdded => (Added, "is new"),
        Kind::OptionalParameterAdded | Kind::OptionalBodyAdded => (Added, "is new and optional"),
        Kind::RequiredParameterAdded | Kind::RequiredBodyAdded => (Added, "is new and required"),
        Kind::RequiredHeaderAdded => (Added, "is new and always there"),
        Kind::OptionalPropertyAdded => (Added, "is a new optional property"),
        Kind::RequiredPropertyAdded => (Added, "is a new required property"),
        Kind::MediaTypeAdded => (Added, "has one more media type"),
        Kind::UnaskedMediaTypeAdded => (Added, "may come as one more media type"),
        Kind::ContentAdded => (Added, "has a body now"),
        Kind::ValueAdded => (Added, "has one more value"),
        Kind::BranchAdded => (Added, "has one more variant"),
        Kind::DiscriminatorAdded => (Added, "has a discriminator now"),
        Kind::DiscriminatorValueAdded => (Added, "has one more value of its discriminator"),
        Kind::FreeFormGainedProperties => (Added, "has documented properties now"),
        Kind::CallAdded => (Added, "is a new call of the server"),

        Kind::OperationMoved => (Changed, "has moved"),
        Kind::OperationRenamed => (Changed, "has another `operationId` or tag"),
        Kind::TagsChanged => (Changed, "has other tags"),
        Kind::Reactivated => (Changed, "is no longer deprecated"),
        Kind::StabilityDecreased => (Changed, "has a lower stability level"),
        Kind::StabilityIncreased => (Changed, "has a higher stability level"),
        Kind::StabilityInvalid => (Changed, "has a stability level that nobody knows"),
        Kind::ParameterBecameRequired | Kind::BodyBecameRequired | Kind::PropertyBecameRequired => (Changed, "is required now"),
        Kind::ParameterBecameOptional | Kind::BodyBecameOptional | Kind::PropertyBecameOptional => (Changed, "is optional now"),
        Kind::PathParameterRenamed | Kind::TypeRenamed => (Changed, "has another name"),
        Kind::ValueRenamed => (Changed, "has another name for a value"),
        Kind::TextBecameList => (Changed, "is a list now, in which the delimiter separates items"),
        Kind::StyleChanged => (Changed, "is written in another style"),
        Kind::MediaTypeParametersChanged => (Changed, "has other parameters of its media type"),
        Kind::MediaTypeNarrowed => (Changed, "has a narrower media type"),
        Kind::MediaTypeWidened => (Changed, "has a wider media type"),
        Kind::StatusWidened => (Changed, "stands for more statuses"),
        Kind::StatusNarrowed => (Changed, "stands for fewer statuses"),
        Kind::HeaderBecameRequired => (Changed, "is always there now"),
        Kind::HeaderBecameOptional => (Changed, "may be absent now"),
        Kind::ServerChanged => (Changed, "has another default server"),
        Kind::OtherServersChanged => (Changed, "has other servers beside the default one"),
        Kind::BecameNullable => (Changed, "may be null now"),
        Kind::BecameNotNullable => (Changed, "may no longer be null"),
        Kind::TypeWidened => (Changed, "has a wider type"),
        Kind::TypeNarrowed => (Changed, "has a narrower type"),
        Kind::IntegerBecameNumber => (Changed, "may have a fraction now"),
        Kind::NumberBecameInteger => (Changed, "may no longer have a fraction"),
        Kind::TypeChanged => (Changed, "has another type"),
        Kind::FormatChanged | Kind::FormatReplaced => (Changed, "has another format"),
        Kind::FormatWidened => (Changed, "has a wider format"),
        Kind::FormatNarrowed => (Changed, "has a narrower format"),
        Kind::ValueRenumbered => (Changed, "has a name that stands for another value now"),
        Kind::BecameEnum => (Changed, "takes only some values now"),
        Kind::NoLongerEnum => (Changed, "takes any value now"),
        Kind::ConstantChanged => (Changed, "has another constant value"),
        Kind::ConstantLoosened => (Changed, "is no longer a constant"),
        Kind::UnionChanged => (Changed, "is a choice of several types now, or no longer one"),
        Kind::DiscriminatorChanged => (Changed, "has another discriminator"),
        Kind::MorePropertiesAllowed => (Changed, "may have further properties now"),
        Kind::FewerPropertiesAllowed => (Changed, "may no longer have all further properties"),
        Kind::ItemsChanged => (Changed, "has other items"),
        Kind::ReadOnlyChanged => (Changed, "became read-only, or is no longer"),
        Kind::WriteOnlyChanged => (Changed, "became write-only, or is no longer"),
        Kind::LimitAdded => (Changed, "has a new limit"),
        Kind::LimitRemoved => (Changed, "no longer has the limit"),
        Kind::LimitTightened => (Changed, "has a stricter limit"),
        Kind::LimitLoosened => (Changed, "has a looser limit"),
        Kind::PatternChanged => (Changed, "has another pattern"),
        Kind::RuleAdded => (Changed, "has a new rule"),
        Kind::RuleRemoved => (Changed, "no longer has the rule"),
        Kind::RuleChanged => (Changed, "has another rule"),
        Kind::XmlChanged => (Changed, "is written otherwise in XML"),
        Kind::DefaultChanged => (Changed, "has another default"),
        Kind::NamesChanged => (Changed, "has other public items"),
        Kind::TextChanged => (Changed, "Descriptions or examples changed of"),
        Kind::OtherChanged => (Changed, "Parts that clients do not use changed of"),

        Kind::Deprecated => (Deprecated, "is deprecated"),
        Kind::SunsetMissing => (Deprecated, "is deprecated without a sunset"),
        Kind::SunsetInvalid => (Deprecated, "has a sunset that is no date"),
        Kind::SunsetTooSoon => (Deprecated, "has a sunset that is too soon"),
        Kind::SunsetEarlier => (Deprecated, "has an earlier sunset"),
        Kind::SunsetLater => (Deprecated, "has a later sunset"),
        Kind::SunsetRemoved => (Deprecated, "no longer has a sunset"),

        Kind::OperationRemoved | Kind::ParameterRemoved | Kind::RequiredParameterRemoved | Kind::BodyRemoved
        | Kind::SuccessRemoved | Kind::FailureRemoved | Kind::HeaderRemoved | Kind::RequiredHeaderRemoved
        | Kind::OptionalPropertyRemoved | Kind::RequiredPropertyRemoved | Kind::TypeDisappeared => (Removed, "is gone"),
        Kind::RemovedAfterDeprecation => (Removed, "is gone, as its deprecation announced"),
        Kind::RemovedBeforeSunset => (Removed, "is gone before its sunset"),
        Kind::MediaTypeRemoved => (Removed, "no longer has the media type"),
        Kind::ContentRemoved => (Removed, "no longer has a body"),
        Kind::ValueRemoved => (Removed, "no longer has the value"),
        Kind::BranchRemoved => (Removed, "no longer has the variant"),
        Kind::DiscriminatorRemoved => (Removed, "no longer has a discriminator"),
        Kind::CallRemoved => (Removed, "is no longer called by the server"),

        Kind::SecurityWidened => (Security, "accepts more credentials"),
        Kind::SecurityChanged => (Security, "asks for other credentials"),
        Kind::SchemeAdded => (Security, "is new"),
        Kind::SchemeRemoved => (Security, "is gone"),
        Kind::SchemeRenamed => (Security, "has another name"),
        Kind::SchemeChanged => (Security, "is another one"),
        Kind::ScopesChanged => (Security, "knows other scopes"),
        Kind::DestinationAdded => (Security, "is a host that was not named before"),
    }
}
