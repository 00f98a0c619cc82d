//! The table of changes: what each kind does on the wire, in requests and in answers. What it does to the crate is not told
//! here but measured, on the public items that change with it.
//!
//! The wire is judged as a contract between what was documented and what is. A request that was right and is refused now
//! breaks; so does an answer that holds what it was said not to hold, unless the released client provides for it, as for
//! unknown values of enums and further properties. Where the documents alone cannot tell, it may break.

use super::Wire;

/// Which way a schema goes. What the server calls goes the other way: a webhook's body is an answer, and what the receiver
/// responds is a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Way {
    /// From the client to the server.
    Request,
    /// The same, as text in a URL, header or cookie, where `5` is a number, a text, and a list of one.
    Text,
    /// From the server to the client.
    Answer,
    /// Neither: read-only in a request, write-only in an answer, or in no operation at all.
    Unsent,
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])* $kind:ident: $id:literal, $words:literal, $request:ident, $answer:ident;)*) => {
        /// A kind of change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($(#[doc = $doc])* $kind,)* }

        /// Name, words, verdict in requests, verdict in answers.
        const TABLE: &[(Kind, &str, &str, Wire, Wire)] = &[
            $((Kind::$kind, $id, $words, Wire::$request, Wire::$answer),)*
        ];
    };
}

kinds! {
    // kind              name                     words                                       requests  answers
    /// A new operation.
    OperationAdded: "operation-added", "new operation", Safe, Safe;
    /// An operation that is no longer there.
    OperationRemoved: "operation-removed", "the operation is gone", Breaks, Breaks;
    /// The same operation under another path or method.
    OperationMoved: "operation-moved", "the operation moved", Breaks, Breaks;
    /// Another `operationId` or tag.
    OperationRenamed: "operation-renamed", "the operation has another name", Safe, Safe;
    /// Tags beside the first one, which names the module.
    TagsChanged: "tags-changed", "has other tags", Safe, Safe;
    /// `deprecated` was added.
    Deprecated: "deprecated", "deprecated", Safe, Safe;
    /// `deprecated` was removed.
    Reactivated: "reactivated", "no longer deprecated", Safe, Safe;
    /// By a policy: gone, as its deprecation announced.
    RemovedAfterDeprecation: "removed-after-deprecation", "is gone after its deprecation", Safe, Safe;
    /// By a policy: gone although it was promised until a later day, or no sunset was announced that is required.
    RemovedBeforeSunset: "removed-before-sunset", "is gone before its sunset", Breaks, Breaks;
    /// By a policy: deprecated without the sunset that its level requires.
    SunsetMissing: "sunset-missing", "deprecated without a sunset", Breaks, Breaks;
    /// By a policy: a sunset that is no date.
    SunsetInvalid: "sunset-invalid", "the sunset is no date", Breaks, Breaks;
    /// By a policy: fewer days until the sunset than its level requires.
    SunsetTooSoon: "sunset-too-soon", "the sunset is too soon", Breaks, Breaks;
    /// By a policy: a sunset moved to an earlier day.
    SunsetEarlier: "sunset-earlier", "the sunset is earlier", Breaks, Breaks;
    /// By a policy: a sunset moved to a later day.
    SunsetLater: "sunset-later", "the sunset is later", Safe, Safe;
    /// By a policy: still deprecated, but it no longer says until when it stays.
    SunsetRemoved: "sunset-removed", "the sunset is gone", Breaks, Breaks;
    /// By a policy: a lower stability level than was announced.
    StabilityDecreased: "stability-decreased", "the stability level is lower", Breaks, Breaks;
    /// By a policy: a higher stability level.
    StabilityIncreased: "stability-increased", "the stability level is higher", Safe, Safe;
    /// By a policy: a stability level that nobody knows.
    StabilityInvalid: "stability-invalid", "the stability level is none", Breaks, Breaks;
    /// A parameter that may be left out.
    OptionalParameterAdded: "optional-parameter-added", "new optional parameter", Safe, Safe;
    /// A parameter that must be given.
    RequiredParameterAdded: "required-parameter-added", "new required parameter", Breaks, Safe;
    /// A parameter that is no longer there: usually ignored by the server, at times refused.
    ParameterRemoved: "parameter-removed", "the parameter is gone", MayBreak, Safe;
    /// A parameter that had to be given.
    RequiredParameterRemoved: "required-parameter-removed", "the required parameter is gone", MayBreak, Breaks;
    /// Optional → required.
    ParameterBecameRequired: "parameter-became-required", "the parameter became required", Breaks, Safe;
    /// Required → optional.
    ParameterBecameOptional: "parameter-became-optional", "the parameter became optional", Safe, Breaks;
    /// A parameter of the path has another name, which is not sent.
    PathParameterRenamed: "path-parameter-renamed", "the path parameter has another name", Safe, Safe;
    /// A text that may hold the delimiter of the list that it is now.
    TextBecameList: "text-became-list", "the delimiter in a value separates items now", MayBreak, MayBreak;
    /// Another style of a parameter or of a property of a form.
    StyleChanged: "style-changed", "is written in another style", Breaks, Breaks;
    /// A body that may be left out.
    OptionalBodyAdded: "optional-body-added", "new optional request body", Safe, Safe;
    /// A body that must be sent.
    RequiredBodyAdded: "required-body-added", "new required request body", Breaks, Safe;
    /// A body that is no longer there.
    BodyRemoved: "body-removed", "the request body is gone", MayBreak, Breaks;
    /// Optional → required.
    BodyBecameRequired: "body-became-required", "the request body became required", Breaks, Safe;
    /// Required → optional.
    BodyBecameOptional: "body-became-optional", "the request body became optional", Safe, Breaks;
    /// One more media type.
    MediaTypeAdded: "media-type-added", "new media type", Safe, Safe;
    /// One more media type, which nobody asks for: that of a webhook.
    UnaskedMediaTypeAdded: "unasked-media-type-added", "may come as a new media type", Safe, MayBreak;
    /// One media type less.
    MediaTypeRemoved: "media-type-removed", "the media type is gone", Breaks, Breaks;
    /// The same media type with other parameters, such as `charset`.
    MediaTypeParametersChanged: "media-type-parameters-changed", "the media type has other parameters", MayBreak, MayBreak;
    /// A range of media types became one of them, or a media type one that is written in it, as `application/hal+json` in JSON.
    MediaTypeNarrowed: "media-type-narrowed", "the media type became narrower", Breaks, Safe;
    /// A media type became a range that it is in, or the one that it is written in.
    MediaTypeWidened: "media-type-widened", "the media type became wider", Safe, Breaks;
    /// A range of statuses (`2XX`) where single ones were documented.
    StatusWidened: "status-widened", "stands for more statuses", Safe, MayBreak;
    /// Single statuses where a range was documented.
    StatusNarrowed: "status-narrowed", "stands for fewer statuses", Breaks, Safe;
    /// A success status that was not documented: the client reads its body as that of a documented one.
    SuccessAdded: "success-added", "new success status", Safe, MayBreak;
    /// A success status that is no longer documented.
    SuccessRemoved: "success-removed", "the success status is gone", Breaks, Breaks;
    /// An error status that was not documented.
    FailureAdded: "failure-added", "new error status", Safe, Safe;
    /// An error status that is no longer documented.
    FailureRemoved: "failure-removed", "the error status is gone", MayBreak, Safe;
    /// A documented answer that had no body has one.
    ContentAdded: "content-added", "gains a body", MayBreak, Safe;
    /// A documented answer that had a body has none.
    ContentRemoved: "content-removed", "loses its body", MayBreak, Breaks;
    /// A header of an answer.
    HeaderAdded: "header-added", "new header", Safe, Safe;
    /// A header of an answer that is always there.
    RequiredHeaderAdded: "required-header-added", "new required header", Breaks, Safe;
    /// A header of an answer that was always there.
    RequiredHeaderRemoved: "required-header-removed", "the required header is gone", MayBreak, Breaks;
    /// Optional → required.
    HeaderBecameRequired: "header-became-required", "the header is always there", Breaks, Safe;
    /// Required → optional.
    HeaderBecameOptional: "header-became-optional", "the header may be absent", Safe, Breaks;
    /// A header of an answer.
    HeaderRemoved: "header-removed", "the header is gone", MayBreak, MayBreak;
    /// What an operation accepts as credentials, where what was accepted is still.
    SecurityWidened: "security-widened", "accepts more credentials", Safe, Safe;
    /// What an operation accepts as credentials.
    SecurityChanged: "security-changed", "asks for other credentials", MayBreak, MayBreak;
    /// A security scheme.
    SchemeAdded: "scheme-added", "new security scheme", Safe, Safe;
    /// A security scheme.
    SchemeRemoved: "scheme-removed", "the security scheme is gone", MayBreak, MayBreak;
    /// The same security scheme under another name, which is not sent.
    SchemeRenamed: "scheme-renamed", "the security scheme has another name", Safe, Safe;
    /// Another kind or place of a credential.
    SchemeChanged: "scheme-changed", "the security scheme changed", MayBreak, MayBreak;
    /// The scopes that a scheme knows; what an operation asks for is told with it.
    ScopesChanged: "scopes-changed", "knows other scopes", Safe, Safe;
    /// Where requests go; breaks if the old host dies.
    ServerChanged: "server-changed", "the default server changed", MayBreak, MayBreak;
    /// A host that the old document does not name, for requests, tokens or users: nobody agreed to send anything there.
    DestinationAdded: "destination-added", "new destination", Breaks, Breaks;
    /// A server beside the default one.
    OtherServersChanged: "other-servers-changed", "the servers changed, not the default one", Safe, Safe;
    /// A property that may be absent.
    OptionalPropertyAdded: "optional-property-added", "new optional property", Safe, Safe;
    /// A property that must be there.
    RequiredPropertyAdded: "required-property-added", "new required property", Breaks, Safe;
    /// A property that might have been absent.
    OptionalPropertyRemoved: "optional-property-removed", "the optional property is gone", MayBreak, Safe;
    /// A property that was always there.
    RequiredPropertyRemoved: "required-property-removed", "the required property is gone", MayBreak, Breaks;
    /// Optional → required.
    PropertyBecameRequired: "property-became-required", "became required", Breaks, Safe;
    /// Required → optional.
    PropertyBecameOptional: "property-became-optional", "became optional", Safe, Breaks;
    /// Null is allowed.
    BecameNullable: "became-nullable", "may be null", Safe, Breaks;
    /// Null is no longer allowed.
    BecameNotNullable: "became-not-nullable", "may no longer be null", Breaks, Safe;
    /// Every value that was allowed still is.
    TypeWidened: "type-widened", "the type became wider", Safe, Breaks;
    /// Some values that were allowed are not.
    TypeNarrowed: "type-narrowed", "the type became narrower", Breaks, Safe;
    /// Fractions are allowed; most values may stay whole.
    IntegerBecameNumber: "integer-became-number", "may have a fraction", Safe, MayBreak;
    /// Fractions are no longer allowed.
    NumberBecameInteger: "number-became-integer", "may no longer have a fraction", MayBreak, Safe;
    /// Another type.
    TypeChanged: "type-changed", "the type changed", Breaks, Breaks;
    /// Another format.
    FormatChanged: "format-changed", "the format changed", MayBreak, MayBreak;
    /// A format whose values are none of the other one.
    FormatReplaced: "format-replaced", "another format", Breaks, Breaks;
    /// A format that allows more, or none.
    FormatWidened: "format-widened", "the format became wider", Safe, MayBreak;
    /// A format that allows less, or one where there was none.
    FormatNarrowed: "format-narrowed", "the format became narrower", MayBreak, Safe;
    /// One more value; the released client keeps what it does not know.
    ValueAdded: "value-added", "new value", Safe, Safe;
    /// One value less.
    ValueRemoved: "value-removed", "the value is gone", Breaks, Safe;
    /// The same value under another name.
    ValueRenamed: "value-renamed", "the value has another name", Safe, Safe;
    /// The same name for another value.
    ValueRenumbered: "value-renumbered", "the name stands for another value", Breaks, Breaks;
    /// Any text or number → a list of values.
    BecameEnum: "became-enum", "only some values are allowed", Breaks, Safe;
    /// A list of values → any text or number.
    NoLongerEnum: "no-longer-enum", "any value is allowed", Safe, MayBreak;
    /// The one value that is allowed; the client sends it always, and checks it when it reads.
    ConstantChanged: "constant-changed", "the constant changed", Breaks, Breaks;
    /// One allowed value → several, or any; the released client refuses the others.
    ConstantLoosened: "constant-loosened", "is no longer a constant", Safe, Breaks;
    /// A branch of a union.
    BranchAdded: "branch-added", "new branch", Safe, MayBreak;
    /// A branch of a union.
    BranchRemoved: "branch-removed", "the branch is gone", Breaks, Safe;
    /// One type → a choice of types without it, or the reverse.
    UnionChanged: "union-changed", "one type became several, or several one", Breaks, Breaks;
    /// The branches were there, and are told apart by a property now.
    DiscriminatorAdded: "discriminator-added", "new discriminator", Safe, Safe;
    /// The branches are no longer told apart by a property.
    DiscriminatorRemoved: "discriminator-removed", "the discriminator is gone", Safe, MayBreak;
    /// Another property, or other values of it.
    DiscriminatorChanged: "discriminator-changed", "the discriminator changed", Breaks, Breaks;
    /// One more value of the property, for a branch that was there; the released client keeps what it does not know.
    DiscriminatorValueAdded: "discriminator-value-added", "new value of the discriminator", Safe, Safe;
    /// An object without properties has some.
    FreeFormGainedProperties: "free-form-gained-properties", "the free-form object has properties", Safe, Safe;
    /// What else an object may hold; the released client keeps or ignores it.
    MorePropertiesAllowed: "more-properties-allowed", "further properties are allowed", Safe, Safe;
    /// What else an object may hold.
    FewerPropertiesAllowed: "fewer-properties-allowed", "further properties are restricted", Breaks, Safe;
    /// The items of a list.
    ItemsChanged: "items-changed", "the items of the list changed", MayBreak, MayBreak;
    /// `readOnly`
    ReadOnlyChanged: "read-only-changed", "may be sent, or may not be sent any more", MayBreak, Safe;
    /// `writeOnly`
    WriteOnlyChanged: "write-only-changed", "is answered, or is not answered any more", Safe, MayBreak;
    /// A limit where none was documented: often one that the server always had.
    LimitAdded: "limit-added", "new limit", MayBreak, Safe;
    /// A limit that is gone.
    LimitRemoved: "limit-removed", "the limit is gone", Safe, Breaks;
    /// A documented limit is stricter.
    LimitTightened: "limit-tightened", "the limit became stricter", Breaks, Safe;
    /// A documented limit is less strict.
    LimitLoosened: "limit-loosened", "the limit became looser", Safe, Breaks;
    /// Another pattern, of which nobody can tell what it allows beside the first.
    PatternChanged: "pattern-changed", "the pattern changed", MayBreak, MayBreak;
    /// A keyword that restricts values beyond type and limits, such as `not` or `dependentRequired`.
    RuleAdded: "rule-added", "new rule", Breaks, Safe;
    /// Such a keyword is gone.
    RuleRemoved: "rule-removed", "the rule is gone", Safe, Breaks;
    /// Such a keyword says something else.
    RuleChanged: "rule-changed", "the rule changed", Breaks, Breaks;
    /// How it is written where it is sent as XML: names, attributes, namespaces.
    XmlChanged: "xml-changed", "is written otherwise in XML", MayBreak, MayBreak;
    /// Another default.
    DefaultChanged: "default-changed", "the default changed", Safe, Safe;
    /// Descriptions, titles, examples.
    TextChanged: "text-changed", "texts or examples changed", Safe, Safe;
    /// Something more that the server calls: a webhook or a callback.
    CallAdded: "call-added", "the server makes a new call", Safe, Safe;
    /// Something that the server no longer calls: who waits for it waits for ever.
    CallRemoved: "call-removed", "the server no longer makes the call", Breaks, Breaks;
    /// Extensions, links and other parts that the client does not use.
    OtherChanged: "other-changed", "parts that the client does not use changed", Safe, Safe;
    /// Public items of the crate that change without a change of what is sent.
    NamesChanged: "names-changed", "public items changed", Safe, Safe;
    /// A public type.
    TypeAppeared: "type-appeared", "new public item", Safe, Safe;
    /// A public type.
    TypeDisappeared: "type-disappeared", "the public item is gone", Safe, Safe;
    /// A public type has another name.
    TypeRenamed: "type-renamed", "the public item has another name", Safe, Safe;
}

impl Kind {
    /// The stable name, as in reports and fingerprints.
    pub fn name(self) -> &'static str {
        self.row().map_or("", |row| row.1)
    }

    /// What happened, in words.
    pub fn words(self) -> &'static str {
        self.row().map_or("", |row| row.2)
    }

    /// What it does on the wire.
    pub(super) fn wire(self, way: Way) -> Wire {
        let Some(row) = self.row() else { return Wire::Breaks };
        match way {
            Way::Request | Way::Text => row.3,
            Way::Answer => row.4,
            Way::Unsent => Wire::Safe,
        }
    }

    /// Whether it is about what the crate has no part in.
    pub(super) fn is_beside_crate(self) -> bool {
        matches!(
            self,
            Self::TagsChanged
                | Self::DestinationAdded
                | Self::DiscriminatorValueAdded
                | Self::OtherChanged
                | Self::SunsetMissing
                | Self::SunsetInvalid
                | Self::SunsetTooSoon
                | Self::SunsetEarlier
                | Self::SunsetLater
                | Self::SunsetRemoved
                | Self::StabilityDecreased
                | Self::StabilityIncreased
                | Self::StabilityInvalid
        )
    }

    /// Whether the crate has to be released soon: what is released no longer reaches the API, or sends what it does not
    /// mean.
    pub fn is_urgent(self) -> bool {
        matches!(self, Self::OperationMoved | Self::ServerChanged | Self::DestinationAdded | Self::ValueRenumbered)
    }

    fn row(self) -> Option<&'static (Kind, &'static str, &'static str, Wire, Wire)> {
        TABLE.iter().find(|row| row.0 == self)
    }
}
