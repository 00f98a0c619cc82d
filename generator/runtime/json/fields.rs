//! Objects and tuples: each member goes straight into the slot of its field. The loop is compiled once for all types; a type
//! adds a slot for each field.

use super::Decode;
use super::DecodeError;
use super::Map;
use super::choice::is_constant;
use super::reader::Reader;
use super::strings::between_quotes;

/// Where the value of one key of an object goes.
pub trait Slot {
    /// Which member it is for.
    fn key(&self) -> &Key;

    /// Whether the member was read.
    fn is_found(&self) -> bool;

    /// The JSON text of the only value that the member can have; `None`: it can have several.
    fn constant(&self) -> Option<&'static str> {
        None
    }

    /// Reads the value.
    ///
    /// # Errors
    /// When it has another shape.
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError>;
}

/// Which member a slot is for.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The key, as it stands between the quotes in JSON.
    pub(super) text: &'static str,
    /// Whether the key must be there.
    pub(super) required: bool,
}

/// Where the members go that have no slot.
pub trait Rest {
    /// Reads the value of a key.
    ///
    /// # Errors
    /// When it has another shape.
    fn read(&mut self, key: &str, reader: &mut Reader<'_>) -> Result<(), DecodeError>;
}

/// A field of a struct while the struct is read.
#[derive(Debug)]
pub struct Field<T> {
    key: Key,
    value: Option<T>,
}

/// A member that has only one value and so no field: it is checked and not kept.
#[derive(Debug)]
pub struct ConstantField {
    key: Key,
    text: &'static str,
    found: bool,
}

impl Key {
    /// A key that must be there, as it stands between the quotes in JSON.
    #[inline]
    pub fn required(text: &'static str) -> Self {
        Self { text, required: true }
    }

    /// A key that may be missing; null counts as absent.
    #[inline]
    pub fn optional(text: &'static str) -> Self {
        Self { text, required: false }
    }

    /// A key that may be missing; null is a value.
    #[inline]
    pub fn nullable(text: &'static str) -> Self {
        Self { text, required: false }
    }
}

impl<T> Field<T> {
    /// The field of a key.
    #[inline]
    pub fn new(key: Key) -> Self {
        Self { key, value: None }
    }

    /// The value of a required key, which [`Reader::fields`] has found.
    #[inline]
    pub fn required(self) -> T {
        match self.value {
            Some(value) => value,
            None => unread(self.key.text),
        }
    }

    /// The value, if the key is there: null is a value.
    #[inline]
    pub fn nullable(self) -> Option<T> {
        self.value
    }
}

impl<T> Field<Option<T>> {
    /// The value, if there is one: null counts as absent.
    #[inline]
    pub fn optional(self) -> Option<T> {
        self.value.flatten()
    }
}

impl<T: Decode> Slot for Field<T> {
    fn key(&self) -> &Key {
        &self.key
    }

    fn is_found(&self) -> bool {
        self.value.is_some()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        self.value = Some(T::decode(reader)?);
        Ok(())
    }
}

impl ConstantField {
    /// The member of that key, which is given as it stands between the quotes in JSON, with the JSON text of its only value.
    pub fn new(key: &'static str, text: &'static str) -> Self {
        Self { key: Key::required(key), text, found: false }
    }
}

impl Slot for ConstantField {
    fn key(&self) -> &Key {
        &self.key
    }

    fn is_found(&self) -> bool {
        self.found
    }

    fn constant(&self) -> Option<&'static str> {
        Some(self.text)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        self.found = is_constant(reader.raw()?, self.text);
        match self.found {
            true => Ok(()),
            false => Err(DecodeError::new(format!("expected the constant {}, found another value", self.text))),
        }
    }
}

impl<T: Decode> Rest for Map<T> {
    fn read(&mut self, key: &str, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        let start = reader.at;
        let value = T::decode(reader)?;
        // A member takes its key and two numbers beside its value.
        reader.charge(size_of::<T>() + 64, start)?;
        self.insert(key.to_owned(), value);
        Ok(())
    }
}

/// Behind a pointer like `READ_WITH` of `json`.
const READ_SLOTS: ReadSlots = |reader, slots, rest| reader.slots(slots, rest);
type ReadSlots = fn(&mut Reader<'_>, &mut [&mut dyn Slot], Option<&mut dyn Rest>) -> Result<(), DecodeError>;

impl Reader<'_> {
    /// Reads an object into the slots of its fields; of equal keys the last one counts. A key without a slot is skipped.
    ///
    /// # Errors
    /// When the next value is not an object, a member has another shape, or a required one is missing.
    pub fn fields(&mut self, slots: &mut [&mut dyn Slot]) -> Result<(), DecodeError> {
        READ_SLOTS(self, slots, None)
    }

    /// Reads an object into the slots of its fields, and the members without a slot into `rest`.
    ///
    /// # Errors
    /// When the next value is not an object, a member has another shape, or a required one is missing.
    pub fn fields_and_rest(&mut self, slots: &mut [&mut dyn Slot], rest: &mut dyn Rest) -> Result<(), DecodeError> {
        READ_SLOTS(self, slots, Some(rest))
    }

    fn slots(&mut self, slots: &mut [&mut dyn Slot], mut rest: Option<&mut dyn Rest>) -> Result<(), DecodeError> {
        if self.deviations.again {
            return self.slots_again(slots, rest);
        }
        // Servers write members in the order of the document: a key is looked for from where the last one was found.
        // All slots before `read` have a value.
        let (mut at, mut read) = (0, 0);
        self.members(|reader| {
            match slots.get_mut(at) {
                Some(slot) if reader.key_if(slot.key().text)? => {
                    (at, read) = (at + 1, read + usize::from(at == read));
                    slot.read(reader).map_err(|error| error.at_key(slot.key().text))?;
                }
                _ => at = reader.other_member(slots, at, rest.as_deref_mut())?,
            }
            Ok(())
        })?;
        if read == slots.len() { Ok(()) } else { complete(slots) }
    }

    /// Reads a member that is not the one of the slot at `at`; returns where the slot of the next one is probably.
    fn other_member(
        &mut self,
        slots: &mut [&mut dyn Slot],
        at: usize,
        rest: Option<&mut (dyn Rest + '_)>,
    ) -> Result<usize, DecodeError> {
        let key = self.key()?;
        let place = find(slots, at, &between_quotes(&key));
        let read = match (place.and_then(|place| slots.get_mut(place)), rest) {
            (Some(slot), _) => slot.read(self),
            (None, Some(rest)) => rest.read(&key, self),
            (None, None) => self.skip(),
        };
        read.map_err(|error| error.at_key(&key))?;
        Ok(place.map_or(at, |place| place + 1))
    }

    /// Reads an object and goes on behind members that cannot be read.
    #[cold]
    fn slots_again(&mut self, slots: &mut [&mut dyn Slot], mut rest: Option<&mut dyn Rest>) -> Result<(), DecodeError> {
        if slots.is_empty() && rest.is_some() && self.null_for("an object")? {
            return Ok(());
        }
        self.peek();
        let start = self.at;
        let mut found = vec![false; slots.len()];
        let mut sound = true;
        self.members(|reader| {
            let key = reader.key()?;
            let place = find(slots, 0, &between_quotes(&key));
            place.and_then(|place| found.get_mut(place)).into_iter().for_each(|found| *found = true);
            match (place.and_then(|place| slots.get_mut(place)), rest.as_deref_mut()) {
                (Some(slot), _) => sound &= reader.member_again(*slot)?,
                (None, Some(rest)) => sound &= reader.item_again(true, &mut |reader| rest.read(&key, reader))?,
                (None, None) => reader.skip()?,
            }
            Ok(())
        })?;
        sound &= self.missing_again(start, slots, &found);
        if sound { complete(slots) } else { Err(DecodeError::noted()) }
    }

    /// Reads an array with a slot for each place; further items are skipped. Returns how many items there are.
    ///
    /// # Errors
    /// When the next value is not an array, or an item has another shape.
    pub fn tuple(&mut self, slots: &mut [&mut dyn Slot]) -> Result<usize, DecodeError> {
        let mut slots = slots.iter_mut();
        let mut count = 0;
        let mut read = |reader: &mut Self| {
            count += 1;
            match slots.next() {
                Some(slot) => slot.read(reader),
                None => reader.skip(),
            }
        };
        // No place can be left out.
        match self.deviations.again {
            true => self.items_again(0, false, &mut read)?,
            false => self.items(0, &mut read)?,
        }
        Ok(count)
    }
}

/// The place of the slot with that key, looked for from `start` on and then from the first.
fn find(slots: &[&mut dyn Slot], start: usize, key: &str) -> Option<usize> {
    let is_wanted = |slot: &&mut dyn Slot| slot.key().text == key;
    let ahead = slots.get(start..).unwrap_or_default().iter().position(is_wanted);
    ahead.map(|place| start + place).or_else(|| slots.iter().take(start).position(is_wanted))
}

/// Checks that every required member was found.
fn complete(slots: &[&mut dyn Slot]) -> Result<(), DecodeError> {
    match slots.iter().find(|slot| slot.key().required && !slot.is_found()) {
        Some(slot) => Err(missing(slot.key().text)),
        None => Ok(()),
    }
}

/// The end of a decoder that takes the value of a key without having read the object.
#[cold]
fn unread(key: &str) -> ! {
    unreachable!("the required key {key:?} was not read")
}

#[cold]
pub(super) fn missing(key: &str) -> DecodeError {
    DecodeError::new(format!("the required key {key:?} is missing"))
}
