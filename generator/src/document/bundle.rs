//! External references to local files → one document.
