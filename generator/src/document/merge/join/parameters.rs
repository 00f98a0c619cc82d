//! The parameters of an operation that stands on several pages.

use serde_json::Value;

use super::Change;
use super::Edit;
use super::Join;
use super::Step;
use super::tables::Kind;

impl Join {
    /// The parameters of both, by name and place; what only one has is optional, because the other goes without it.
    pub(super) fn parameters(&mut self, one: Option<&Value>, other: Option<&Value>) -> Step {
        let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
        let (first, second) = (list(one), list(other));
        let mut all = first.clone();
        for parameter in &second {
            match first.iter().position(|own| identity(own) == identity(parameter)) {
                Some(index) => {
                    let own = first.get(index).unwrap_or(&Value::Null);
                    self.inside(index, |join| join.values(Kind::Parameter, own, parameter))?;
                }
                None => all.push(self.optional(parameter)),
            }
        }
        let mut changed = all.len() > first.len();
        for own in &mut all[..first.len()] {
            if !second.iter().any(|parameter| identity(parameter) == identity(own)) && is_required(own) {
                *own = self.optional(own);
                changed = true;
            }
        }
        if changed {
            let edit = Edit::Set(self.at(), Value::Array(all));
            // Before the edits of single parameters, which reach into the list.
            self.edits.insert(0, edit);
        }
        Ok(())
    }

    fn optional(&mut self, parameter: &Value) -> Value {
        let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
        let in_path = parameter.get("in").and_then(Value::as_str) == Some("path");
        let mut parameter = parameter.clone();
        let change = if is_required(&parameter) && !in_path {
            if let Some(map) = parameter.as_object_mut() {
                map.shift_remove("required");
            }
            Change::Required(self.at(), name.to_owned(), false)
        } else {
            Change::Wider(self.at(), format!("the parameter `{name}`"))
        };
        self.changes.push(change);
        parameter
    }
}

fn is_required(parameter: &Value) -> bool {
    parameter.get("required") == Some(&Value::Bool(true))
}

/// What makes a parameter the same as another (OpenAPI 3.1.1, section 4.8.12): its name and place, or its reference.
fn identity(parameter: &Value) -> [Option<&str>; 3] {
    ["name", "in", "$ref"].map(|key| parameter.get(key).and_then(Value::as_str))
}
