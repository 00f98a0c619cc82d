//! What a caller may know of the operation of a request.

use std::fmt;

use http::Method;

use super::operation_info::OperationInfo;
use super::operation_info::Segment;

/// An operation of the document, as hooks, transports and mocks meet it: its names, method and path.
#[derive(Clone, Copy)]
pub struct ApiOperation(pub(crate) &'static OperationInfo);

impl ApiOperation {
    /// The `operationId` of the document.
    #[inline]
    pub fn id(self) -> &'static str {
        self.0.id
    }

    /// How the client calls it: `pets.get`.
    #[inline]
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// The method.
    #[inline]
    pub fn method(self) -> &'static Method {
        &self.0.method
    }

    /// The path as the document has it, with parameters in braces and without the path of the server: `/pets/{petId}`. Empty for
    /// a download.
    #[inline]
    pub fn path_template(self) -> String {
        let mut template = String::new();
        for segment in self.0.path {
            match segment {
                Segment::Literal(text) => template.push_str(text),
                Segment::Param(index) => {
                    let name = self.0.params.get(*index).map(|param| param.name).unwrap_or_default();
                    template.extend(["{", name, "}"]);
                }
                Segment::Query(_) => {}
            }
        }
        template
    }
}

impl fmt::Debug for ApiOperation {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ApiOperation({}: {} {})", self.name(), self.method(), self.path_template())
    }
}
