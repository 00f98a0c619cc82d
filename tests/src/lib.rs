//! What the workspace tests share: where fixtures and the outside corpus are.
