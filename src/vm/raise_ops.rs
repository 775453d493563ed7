//! Instructions that raise and match exceptions. What becomes of a raised one is in [`super::unwind`].

use super::call::{Flow, Leave};
use super::machine::Vm;
use super::stack::Resume;
use super::types;
use super::value::Value;
use crate::bytecode::Op;

impl Vm {
    pub(super) fn raise(&mut self, v: Value, cause: Option<Value>) -> Flow {
        if self.heap.exception(v).is_some() {
            return self.raise_with_cause(v, cause);
        }
        if let Some((h, _)) = self.heap.as_class(v)
            && self.heap.is_subclass(h, types::BASE_EXCEPTION)
        {
            return self.call_with(v, &[], &[], 0, Resume::Complete);
        }
        Err(self.error(types::TYPE_ERROR, "exceptions must derive from BaseException"))
    }

    /// The instance of a `raise Class` is there.
    pub(super) fn raise_made(&mut self, v: Value) -> Flow {
        if self.heap.exception(v).is_none() {
            let message =
                format!("calling the class should have returned an instance of BaseException, not {}", self.heap.type_of(v).name);
            return Err(self.error(types::TYPE_ERROR, &message));
        }
        let cause = match self.current_op() {
            Op::RaiseFrom { cause, .. } => Some(self.peek(cause)),
            _ => None,
        };
        self.raise_with_cause(v, cause)
    }

    pub(super) fn raise_with_cause(&mut self, v: Value, cause: Option<Value>) -> Flow {
        let Value::Obj(exc) = v else { return Ok(()) };
        if let Some(cause) = cause {
            let cause = match cause {
                Value::None => Value::None,
                c if self.heap.exception(c).is_some() => c,
                c => match self.heap.as_class(c) {
                    Some((h, _)) if self.heap.is_subclass(h, types::BASE_EXCEPTION) => {
                        let args = self.heap.new_tuple([]);
                        self.heap.new_exception(h, args).into()
                    }
                    _ => return Err(self.error(types::TYPE_ERROR, "exception causes must derive from BaseException")),
                },
            };
            let e = self.heap.exception_mut(exc);
            e.cause = cause;
            e.suppress_context = true;
        }
        Err(Leave::Raise(exc))
    }

    pub(super) fn match_exception(&mut self, dst: u16, exc: u16, class: u16) -> Flow {
        let e = self.peek(exc);
        let c = self.read(class)?;
        let classes = self.heap.tuple(c).map_or_else(|| vec![c], <[Value]>::to_vec);
        let mut found = false;
        for c in classes {
            match self.heap.as_class(c) {
                Some((h, _)) if self.heap.is_subclass(h, types::BASE_EXCEPTION) => {
                    found |= !e.is_unset() && self.heap.is_instance(e, h);
                }
                _ => {
                    return Err(
                        self.error(types::TYPE_ERROR, "catching classes that do not inherit from BaseException is not allowed")
                    );
                }
            }
        }
        self.put(dst, Value::Bool(found))
    }
}
