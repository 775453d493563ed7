//! What the state of a machine *means*, as one number: two moments with the same hash go on in the same way, whatever way
//! led there. The law tests compare it; nothing in the debugger depends on it.
//!
//! It is a hash over what serde walks, so that a field added tomorrow counts without anybody remembering it here. Left out
//! is what means nothing: temporaries that are not live, registers above the top frame, epoch stamps, the undo log, caches,
//! versions of dicts. Symbols and shapes are hashed by what they stand for, because their numbers only say in which order a
//! person's travels met them.

use super::heap::Heap;
use super::machine::{Vm, live_registers};
use super::object::{Object, ShapeId, Sym};
use super::stack::Frame;
use super::value::Handle;
use serde::ser::{self, Serialize};
use siphasher::sip128::{Hasher128, SipHasher13};
use std::fmt::Display;
use std::hash::Hasher;

/// The hash of a state.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct StateHash(pub u128);

impl std::fmt::Debug for StateHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// The hash of a machine's present state.
pub fn state_hash(vm: &Vm) -> StateHash {
    let mut walk = Walk::new(&vm.heap);
    walk.registers(vm);
    walk.world(vm);
    walk.codes(vm);
    for (i, f) in vm.stack.frames.iter().enumerate() {
        walk.frame(vm, i, f);
    }
    walk.free_handles();
    for i in 0..vm.heap.size() {
        walk.slot(Handle(i as u32));
    }
    walk.finish()
}

/// The hashes of the parts of a state, with their names: to say where two states differ.
pub fn parts(vm: &Vm) -> Vec<(String, StateHash)> {
    let part = |name: String, visit: &dyn Fn(&mut Walk)| {
        let mut walk = Walk::new(&vm.heap);
        visit(&mut walk);
        (name, walk.finish())
    };
    let registers = vm.registers.clone();
    let mut all = vec![
        part(format!("now {}, {registers:?}, {:?}, cursor {}", vm.now(), vm.result, vm.world.cursor()), &|w| w.registers(vm)),
        part("world".into(), &|w| w.world(vm)),
        part("codes".into(), &|w| w.codes(vm)),
    ];
    for (i, f) in vm.stack.frames.iter().enumerate() {
        let code = &vm.codes.get(f.code).code;
        let regs: Vec<_> = live_registers(f, &vm.codes).map(|r| (r, vm.stack.regs[f.base as usize + usize::from(r)])).collect();
        all.push(part(format!("frame {i}, {}: {f:?} {regs:?}", code.qualname), &|w| w.frame(vm, i, f)));
    }
    all.push(part(format!("free handles {:?}", vm.heap.accounts()), &|w| w.free_handles()));
    for i in 0..vm.heap.size() {
        let h = Handle(i as u32);
        all.push(part(format!("object {i}: {:?}", vm.heap.get(h)), &|w| w.slot(h)));
    }
    all
}

/// Walks data and hashes it.
struct Walk<'a> {
    heap: &'a Heap,
    hasher: SipHasher13,
    /// What is still to be hashed: many small pieces are slow one by one.
    bytes: Vec<u8>,
    /// What the next number stands for.
    number: Number,
}

/// What a number stands for.
enum Number {
    Plain,
    Symbol,
    Shape,
}

impl<'a> Walk<'a> {
    fn new(heap: &'a Heap) -> Walk<'a> {
        Walk { heap, hasher: SipHasher13::new(), bytes: Vec::new(), number: Number::Plain }
    }

    fn flush(&mut self) {
        self.hasher.write(&self.bytes);
        self.bytes.clear();
    }

    fn finish(mut self) -> StateHash {
        self.flush();
        StateHash(self.hasher.finish128().as_u128())
    }

    fn length(&mut self, len: usize) {
        self.bytes.extend_from_slice(&(len as u64).to_le_bytes());
    }

    fn data(&mut self, data: &impl Serialize) {
        data.serialize(&mut *self).expect("the walk refuses nothing that the state is made of");
    }

    fn registers(&mut self, vm: &Vm) {
        self.data(&vm.now());
        self.data(&(vm.registers.recursion_limit, vm.result, vm.is_recording()));
        self.data(&(vm.modules, vm.builtins, vm.prelude, &vm.script_dir));
        self.data(&(self.heap.missing(), self.heap.modules()));
    }

    /// What was exchanged so far: the future of the journal is not part of the moment.
    fn world(&mut self, vm: &Vm) {
        self.data(&(&vm.world.argv, vm.world.cursor()));
        for entry in &vm.world.journal()[..vm.world.cursor()] {
            self.data(entry);
        }
    }

    fn codes(&mut self, vm: &Vm) {
        for s in &vm.codes.sources {
            self.data(&(&s.file, s.text.len(), s.hidden));
        }
        for c in &vm.codes.all {
            self.data(&(&c.code.qualname, c.code.ops.len(), c.source, &c.nested, &c.consts, &c.name_values));
        }
    }

    fn frame(&mut self, vm: &Vm, index: usize, f: &Frame) {
        let end = vm.stack.frames.get(index + 1).map_or(u32::MAX, |above| above.base);
        self.data(f);
        if f.resume == super::stack::Resume::Init && f.base > 0 {
            self.data(&vm.stack.regs[f.base as usize - 1]);
        }
        for r in live_registers(f, &vm.codes) {
            let at = f.base + u32::from(r);
            // A callee's registers begin inside its caller's window of arguments.
            if at < end {
                self.data(&(r, vm.stack.regs[at as usize]));
            }
        }
    }

    /// Which handles come next, and when the next collection comes.
    fn free_handles(&mut self) {
        self.data(&self.heap.accounts());
        self.data(&self.heap.size());
    }

    fn slot(&mut self, h: Handle) {
        if self.bytes.len() > 1 << 14 {
            self.flush();
        }
        let slot = self.heap.slot(h);
        self.data(&(slot.class, slot.attrs));
        match &slot.object {
            // However the text is stored. The buffer of a growing text is an object of its own.
            Object::Str(s) => match self.heap.text_at(h) {
                Some(text) => {
                    let grown = matches!(s.text, super::text::Text::Grown { .. });
                    self.bytes.push(u8::from(grown));
                    match text {
                        super::text::TextRef::Ascii(s) => self.data(&s),
                        super::text::TextRef::Wide(s) => self.data(&s),
                    }
                }
                None => self.bytes.push(2),
            },
            other => self.data(other),
        }
    }
}

/// What a walk cannot do: never happens with the VM's types.
#[derive(Debug)]
struct Refused(String);

impl Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

impl ser::Error for Refused {
    fn custom<T: Display>(message: T) -> Refused {
        Refused(message.to_string())
    }
}

type Done = Result<(), Refused>;

macro_rules! plain {
    ($($method:ident $t:ty),*) => {
        $(fn $method(self, v: $t) -> Done {
            self.bytes.extend_from_slice(&v.to_le_bytes());
            Ok(())
        })*
    };
}

impl ser::Serializer for &mut Walk<'_> {
    type Ok = ();
    type Error = Refused;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    plain! {
        serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64,
        serialize_u8 u8, serialize_u16 u16, serialize_u64 u64
    }

    fn serialize_u32(self, v: u32) -> Done {
        match std::mem::replace(&mut self.number, Number::Plain) {
            Number::Plain => self.bytes.extend_from_slice(&v.to_le_bytes()),
            Number::Symbol => {
                let heap = self.heap;
                return self.serialize_str(heap.symbols.name(Sym(v)));
            }
            Number::Shape => {
                // Builtin types have none: their number is out of range.
                if (v as usize) < self.heap.shapes.len() {
                    let shape = self.heap.shapes.get(ShapeId(v));
                    self.data(&(shape.class, &shape.names));
                }
            }
        }
        Ok(())
    }

    fn serialize_bool(self, v: bool) -> Done {
        self.serialize_u8(u8::from(v))
    }
    fn serialize_f32(self, v: f32) -> Done {
        self.serialize_u32(v.to_bits())
    }
    fn serialize_f64(self, v: f64) -> Done {
        self.serialize_u64(v.to_bits())
    }
    fn serialize_char(self, v: char) -> Done {
        self.serialize_u32(u32::from(v))
    }
    fn serialize_str(self, v: &str) -> Done {
        self.serialize_bytes(v.as_bytes())
    }
    fn serialize_bytes(self, v: &[u8]) -> Done {
        self.length(v.len());
        self.bytes.extend_from_slice(v);
        Ok(())
    }
    fn serialize_none(self) -> Done {
        self.serialize_u8(0)
    }
    fn serialize_some<T: Serialize + ?Sized>(self, v: &T) -> Done {
        self.bytes.push(1);
        v.serialize(self)
    }
    fn serialize_unit(self) -> Done {
        Ok(())
    }
    fn serialize_unit_struct(self, _: &'static str) -> Done {
        Ok(())
    }
    fn serialize_unit_variant(self, _: &'static str, variant: u32, _: &'static str) -> Done {
        self.serialize_u32(variant)
    }
    /// Here the numbers that mean nothing in themselves become what they stand for.
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, v: &T) -> Done {
        self.number = match name {
            "Sym" => Number::Symbol,
            "ShapeId" => Number::Shape,
            _ => Number::Plain,
        };
        v.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(self, _: &'static str, variant: u32, _: &'static str, v: &T) -> Done {
        self.bytes.extend_from_slice(&variant.to_le_bytes());
        v.serialize(self)
    }
    fn serialize_seq(self, len: Option<usize>) -> Result<Self, Refused> {
        self.length(len.ok_or_else(|| Refused("a sequence of unknown length".into()))?);
        Ok(self)
    }
    fn serialize_tuple(self, _: usize) -> Result<Self, Refused> {
        Ok(self)
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Refused> {
        Ok(self)
    }
    fn serialize_tuple_variant(self, _: &'static str, variant: u32, _: &'static str, _: usize) -> Result<Self, Refused> {
        self.bytes.extend_from_slice(&variant.to_le_bytes());
        Ok(self)
    }
    fn serialize_map(self, len: Option<usize>) -> Result<Self, Refused> {
        self.serialize_seq(len)
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Refused> {
        Ok(self)
    }
    fn serialize_struct_variant(self, _: &'static str, variant: u32, _: &'static str, _: usize) -> Result<Self, Refused> {
        self.bytes.extend_from_slice(&variant.to_le_bytes());
        Ok(self)
    }
}

/// The sequences and structs of serde: each item is walked as it comes.
macro_rules! compound {
    ($($of:ident $method:ident),*) => {
        $(impl ser::$of for &mut Walk<'_> {
            type Ok = ();
            type Error = Refused;
            fn $method<T: Serialize + ?Sized>(&mut self, v: &T) -> Done {
                v.serialize(&mut **self)
            }
            fn end(self) -> Done {
                Ok(())
            }
        })*
    };
}

compound! {
    SerializeSeq serialize_element, SerializeTuple serialize_element, SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
}

impl ser::SerializeMap for &mut Walk<'_> {
    type Ok = ();
    type Error = Refused;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, v: &T) -> Done {
        v.serialize(&mut **self)
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, v: &T) -> Done {
        v.serialize(&mut **self)
    }
    fn end(self) -> Done {
        Ok(())
    }
}

impl ser::SerializeStruct for &mut Walk<'_> {
    type Ok = ();
    type Error = Refused;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, v: &T) -> Done {
        match name {
            // Inline caches watch it: it counts the changes of a dict, those that were undone too.
            "keys_version" => Ok(()),
            _ => v.serialize(&mut **self),
        }
    }
    fn end(self) -> Done {
        Ok(())
    }
}

impl ser::SerializeStructVariant for &mut Walk<'_> {
    type Ok = ();
    type Error = Refused;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, v: &T) -> Done {
        v.serialize(&mut **self)
    }
    fn end(self) -> Done {
        Ok(())
    }
}
