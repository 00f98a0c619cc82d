//! Lists, maps, options, tuples.

use std::collections::BTreeMap;

use super::Decode;
use super::DecodeError;
use super::Encode;
use super::EncodeError;
use super::Field;
use super::Key;
use super::Map;
use super::Reader;
use super::Writer;

/// A list of text from whatever is text, items by reference included: an argument of a list.
#[inline]
pub fn texts(items: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<String> {
    items.into_iter().map(|item| item.as_ref().to_owned()).collect()
}

impl<T: Decode> Decode for Vec<T> {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut list = Self::new();
        reader.items(size_of::<T>(), &mut |reader| {
            list.push(T::decode(reader)?);
            Ok(())
        })?;
        Ok(list)
    }
}

impl<T: Encode> Encode for Vec<T> {
    #[inline]
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        self.as_slice().encode(writer)
    }
}

impl<T: Encode> Encode for [T] {
    #[inline]
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        writer.array(self.iter())
    }
}

impl<T: Decode> Decode for Map<T> {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut map = Self::new();
        reader.fields_and_rest(&mut [], &mut map)?;
        Ok(map)
    }
}

impl<T: Encode> Encode for Map<T> {
    #[inline]
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        writer.map(self.iter().map(|(key, value)| (key.as_str(), value as &dyn Encode)))
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Map::decode(reader).map(|map| map.into_iter().collect())
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    #[inline]
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        writer.map(self.iter().map(|(key, value)| (key.as_str(), value as &dyn Encode)))
    }
}

impl<T: Decode> Decode for Option<T> {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if reader.null()? { Ok(None) } else { T::decode(reader).map(Some) }
    }
}

impl<T: Encode> Encode for Option<T> {
    #[inline]
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        match self {
            Some(value) => value.encode(writer),
            None => writer.raw("null"),
        }
    }
}

impl<T: Decode> Decode for Box<T> {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        T::decode(reader).map(Self::new)
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    #[inline]
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        T::encode(self, writer)
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    #[inline]
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        T::encode(self, writer)
    }
}

impl Decode for () {
    /// Anything: what has no schema is skipped.
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.skip()
    }
}

impl Encode for () {
    #[inline]
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        writer.raw("null")
    }
}

fn item<T>(field: Field<T>, index: usize, count: usize) -> Result<T, DecodeError> {
    field.nullable().ok_or_else(|| DecodeError::new(format!("the array has {count} items, wanted one at [{index}]")))
}

/// A tuple is an array with a type for each place; further items are ignored.
macro_rules! tuples {
    ($($($name:ident $field:ident $index:tt),+;)*) => {$(
        impl<$($name: Decode),+> Decode for ($($name,)+) {
            #[inline]
            fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
                $(let mut $field = Field::new(Key::required(""));)+
                let count = reader.tuple(&mut [$(&mut $field),+])?;
                Ok(($(item::<$name>($field, $index, count)?,)+))
            }
        }
        impl<$($name: Encode),+> Encode for ($($name,)+) {
            #[inline]
            fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
                writer.array([$(&self.$index as &dyn Encode),+].into_iter())
            }
        }
    )*};
}

tuples! {
    A a 0;
    A a 0, B b 1;
    A a 0, B b 1, C c 2;
    A a 0, B b 1, C c 2, D d 3;
    A a 0, B b 1, C c 2, D d 3, E e 4;
    A a 0, B b 1, C c 2, D d 3, E e 4, F f 5;
    A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6;
    A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7;
    A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7, I i 8;
    A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7, I i 8, J j 9;
    A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7, I i 8, J j 9, K k 10;
    A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7, I i 8, J j 9, K k 10, L l 11;
}
