//! Lists, maps, options, tuples, and JSON itself.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Context;
use super::Decode;
use super::DecodeError;
use super::Encode;
use super::EncodeError;
use super::JsonObject;
use super::Map;
use super::Object;
use super::ObjectWriter;

impl<T: Decode> Decode for Vec<T> {
    fn decode(value: &Value, context: &mut Context) -> Result<Self, DecodeError> {
        let items = array(value)?;
        let mut list = Self::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            context.step();
            list.push(T::decode(item, context).map_err(|error| error.at_index(index))?);
        }
        Ok(list)
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self) -> Result<Value, EncodeError> {
        self.as_slice().encode()
    }
}

impl<T: Encode> Encode for [T] {
    fn encode(&self) -> Result<Value, EncodeError> {
        let items = self.iter().enumerate();
        items.map(|(index, item)| item.encode().map_err(|error| error.at_index(index))).collect()
    }
}

impl<T: Decode> Decode for Map<T> {
    fn decode(value: &Value, context: &mut Context) -> Result<Self, DecodeError> {
        Object::new(value)?.rest(&[], context)
    }
}

impl<T: Encode> Encode for Map<T> {
    fn encode(&self) -> Result<Value, EncodeError> {
        let mut object = ObjectWriter::new();
        object.rest(self)?;
        Ok(object.finish())
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn decode(value: &Value, context: &mut Context) -> Result<Self, DecodeError> {
        Ok(Object::new(value)?.rest(&[], context)?.into_iter().collect())
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn encode(&self) -> Result<Value, EncodeError> {
        let mut object = ObjectWriter::new();
        for (key, value) in self {
            object.required(key, value)?;
        }
        Ok(object.finish())
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(value: &Value, context: &mut Context) -> Result<Self, DecodeError> {
        if value.is_null() { Ok(None) } else { T::decode(value, context).map(Some) }
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self) -> Result<Value, EncodeError> {
        self.as_ref().map_or(Ok(Value::Null), T::encode)
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(value: &Value, context: &mut Context) -> Result<Self, DecodeError> {
        T::decode(value, context).map(Self::new)
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self) -> Result<Value, EncodeError> {
        T::encode(self)
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self) -> Result<Value, EncodeError> {
        T::encode(self)
    }
}

impl Decode for () {
    /// Anything: what has no schema is not looked at.
    fn decode(_: &Value, _: &mut Context) -> Result<Self, DecodeError> {
        Ok(())
    }
}

impl Encode for () {
    fn encode(&self) -> Result<Value, EncodeError> {
        Ok(Value::Null)
    }
}

impl Decode for Value {
    fn decode(value: &Value, _: &mut Context) -> Result<Self, DecodeError> {
        Ok(value.clone())
    }
}

impl Encode for Value {
    fn encode(&self) -> Result<Value, EncodeError> {
        Ok(self.clone())
    }
}

impl Decode for JsonObject {
    fn decode(value: &Value, _: &mut Context) -> Result<Self, DecodeError> {
        match value {
            Value::Object(fields) => Ok(fields.clone()),
            other => Err(DecodeError::expected("an object", other)),
        }
    }
}

impl Encode for JsonObject {
    fn encode(&self) -> Result<Value, EncodeError> {
        Ok(Value::Object(self.clone()))
    }
}

fn array(value: &Value) -> Result<&[Value], DecodeError> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| DecodeError::expected("an array", value))
}

fn decode_item<T: Decode>(items: &[Value], index: usize, context: &mut Context) -> Result<T, DecodeError> {
    match items.get(index) {
        Some(item) => T::decode(item, context).map_err(|error| error.at_index(index)),
        None => Err(DecodeError::new(format!("the array has {} items, wanted one at [{index}]", items.len()))),
    }
}

/// A tuple is an array with a type for each place; further items are ignored.
macro_rules! tuples {
    ($($($name:ident $index:tt),+;)*) => {$(
        impl<$($name: Decode),+> Decode for ($($name,)+) {
            fn decode(value: &Value, context: &mut Context) -> Result<Self, DecodeError> {
                let items = array(value)?;
                Ok(($(decode_item::<$name>(items, $index, context)?,)+))
            }
        }
        impl<$($name: Encode),+> Encode for ($($name,)+) {
            fn encode(&self) -> Result<Value, EncodeError> {
                Ok(Value::Array(vec![$(self.$index.encode().map_err(|error| error.at_index($index))?),+]))
            }
        }
    )*};
}

tuples! {
    A 0;
    A 0, B 1;
    A 0, B 1, C 2;
    A 0, B 1, C 2, D 3;
    A 0, B 1, C 2, D 3, E 4;
    A 0, B 1, C 2, D 3, E 4, F 5;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11;
}
