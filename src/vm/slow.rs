//! Instructions that the inner loop did not finish: unusual operands, look-ups that miss their cache, everything that may
//! call Python. Native code is tried first, then the prelude, whose result completes the instruction.

use super::arith;
use super::attr;
use super::call::{Flow, Leave, Window};
use super::container_ops;
use super::globals;
use super::items;
use super::iterate::{self, Step};
use super::known::{KNOWN, in_place_operator, operator};
use super::lookup;
use super::machine::Vm;
use super::native::{Ctx, Exit, Resumption};
use super::object::{Object, Sym};
use super::stack::Resume;
use super::types;
use super::value::Value;
use crate::bytecode::{BinOp, CmpOp, Conversion, Op, RegKind, UnaryOp};

impl Vm {
    pub(super) fn ctx(&mut self) -> Ctx<'_> {
        let now = self.now();
        Ctx { heap: &mut self.heap, world: &mut self.world, now }
    }

    /// Read a register; an unset one is an unbound variable.
    pub(super) fn read(&mut self, r: u16) -> Result<Value, Leave> {
        let f = self.stack.top();
        match self.stack.regs[f.base as usize + usize::from(r)] {
            Value::Unset => Err(self.unbound(r)),
            v => Ok(v),
        }
    }
    /// Read a register whatever it holds.
    pub(super) fn peek(&self, r: u16) -> Value {
        self.stack.regs[self.stack.top().base as usize + usize::from(r)]
    }
    fn set(&mut self, r: u16, v: Value) {
        let at = self.stack.top().base as usize + usize::from(r);
        self.stack.regs[at] = v;
    }
    /// Store the result of the current instruction, and go on.
    pub(super) fn put(&mut self, dst: u16, v: Value) -> Flow {
        self.set(dst, v);
        self.advance()
    }

    fn unbound(&mut self, r: u16) -> Leave {
        let code = &self.codes.get(self.stack.top().code).code;
        let message = match code.regs.get(usize::from(r)) {
            Some(reg) if reg.kind == RegKind::Hidden => {
                format!("the block of '{}' was entered from the side: it has no value here", reg.name)
            }
            Some(reg) => format!("cannot access local variable '{}' where it is not associated with a value", reg.name),
            None => "a temporary has no value".to_owned(),
        };
        let name = code.regs.get(usize::from(r)).map(|reg| reg.name.clone());
        self.name_error(types::UNBOUND_LOCAL_ERROR, &message, name.as_deref().unwrap_or(""))
    }

    fn name_error(&mut self, class: super::value::Handle, message: &str, name: &str) -> Leave {
        let exc = self.heap.new_error(class, message);
        let name = if class == types::NAME_ERROR { self.heap.new_str(name) } else { Value::None };
        self.heap.set_exception_member(exc, super::exceptions::Member::Name, name);
        // The name may be meant as one of `self`'s: the traceback says so when nobody catches the error.
        let code = &self.codes.get(self.stack.top().code).code;
        if code.regs.first().is_some_and(|r| r.name == "self" && r.kind == RegKind::Local) && !self.peek(0).is_unset() {
            let this = self.peek(0);
            self.heap.set_exception_member(exc, super::exceptions::Member::SelfObject, this);
        }
        Leave::Raise(exc)
    }

    /// The content of a cell.
    fn cell(&self, v: Value) -> Value {
        match self.heap.object(v) {
            Some(Object::Cell(v)) => *v,
            _ => Value::Unset,
        }
    }
    fn closure_cell(&self, free: u16) -> Value {
        self.function(self.stack.top().func)
            .and_then(|f| f.closure.get(usize::from(free)).copied())
            .map_or(Value::Unset, Value::Obj)
    }
    fn store_cell(&mut self, cell: Value, v: Value) {
        if let Value::Obj(h) = cell
            && let Object::Cell(content) = self.heap.get_mut(h)
        {
            *content = v;
        }
    }
    fn free_name(&self, free: u16) -> String {
        self.codes.get(self.stack.top().code).code.free.get(usize::from(free)).cloned().unwrap_or_default()
    }
    fn unbound_free(&mut self, name: &str) -> Leave {
        let message = format!("cannot access free variable '{name}' where it is not associated with a value in enclosing scope");
        self.name_error(types::NAME_ERROR, &message, name)
    }

    fn site(&self, site: u16) -> Sym {
        self.codes.get(self.stack.top().code).site_name(site)
    }
    fn site_text(&self, site: u16) -> String {
        self.heap.symbols.name(self.site(site)).to_owned()
    }
    pub(super) fn set_cache(&mut self, site: u16, cache: super::code::Cache) {
        let code = self.stack.top().code;
        self.codes.all[code.0 as usize].caches[usize::from(site)] = cache;
    }

    /// Run one instruction that the inner loop could not.
    pub(super) fn slow(&mut self, op: Op) -> Flow {
        match op {
            Op::Copy { dst, src } => {
                let v = self.read(src)?;
                self.put(dst, v)
            }
            Op::Return { src } => {
                let v = self.read(src)?;
                self.return_value(v)
            }
            Op::DeleteLocal { dst } => {
                self.read(dst)?;
                self.put(dst, Value::Unset)
            }
            Op::MakeCell { dst } => {
                let v = self.peek(dst);
                let cell = self.heap.alloc(types::CELL, Object::Cell(v));
                self.put(dst, cell.into())
            }
            Op::LoadCell { dst, cell } => match self.cell(self.peek(cell)) {
                Value::Unset => Err(self.unbound(cell)),
                v => self.put(dst, v),
            },
            Op::StoreCell { cell, src } => {
                let v = self.read(src)?;
                // A jump may have skipped the start of the function, where cells are made.
                if self.peek(cell).is_unset() {
                    let new = self.heap.alloc(types::CELL, Object::Cell(Value::Unset));
                    self.set(cell, new.into());
                }
                self.store_cell(self.peek(cell), v);
                self.advance()
            }
            Op::DeleteCell { cell } => {
                if self.cell(self.peek(cell)).is_unset() {
                    return Err(self.unbound(cell));
                }
                self.store_cell(self.peek(cell), Value::Unset);
                self.advance()
            }
            Op::LoadFree { dst, free } => match self.cell(self.closure_cell(free)) {
                Value::Unset => {
                    let name = self.free_name(free);
                    Err(self.unbound_free(&name))
                }
                v => self.put(dst, v),
            },
            Op::StoreFree { free, src } => {
                let v = self.read(src)?;
                self.store_cell(self.closure_cell(free), v);
                self.advance()
            }
            Op::DeleteFree { free } => {
                let cell = self.closure_cell(free);
                if self.cell(cell).is_unset() {
                    let name = self.free_name(free);
                    return Err(self.unbound_free(&name));
                }
                self.store_cell(cell, Value::Unset);
                self.advance()
            }
            Op::LoadCellObject { dst, cell } => {
                let v = self.peek(cell);
                self.put(dst, v)
            }
            Op::LoadGlobal { dst, site } => self.load_global(dst, site),
            Op::StoreGlobal { site, src } => {
                let v = self.read(src)?;
                let (globals, name) = (self.stack.top().globals, self.site_text(site));
                lookup::dict_set_str(&mut self.heap, globals, &name, v);
                let cache = globals::cache_of(&self.heap, globals, &name);
                self.set_cache(site, cache);
                self.advance()
            }
            Op::DeleteGlobal { site } => {
                let (globals, name) = (self.stack.top().globals, self.site_text(site));
                match lookup::dict_del_str(&mut self.heap, globals, &name).is_some() {
                    true => self.advance(),
                    false => Err(self.name_error(types::NAME_ERROR, &format!("name '{name}' is not defined"), &name)),
                }
            }
            Op::LoadName { dst, site } => self.load_name(dst, site, None),
            Op::LoadNameOrFree { dst, site, free } => self.load_name(dst, site, Some(free)),
            Op::StoreName { site, src } => {
                let v = self.read(src)?;
                let (namespace, name) = (self.stack.top().namespace, self.site_text(site));
                if self.heap.slot(namespace).class == types::DICT {
                    lookup::dict_set_str(&mut self.heap, namespace, &name, v);
                    if namespace == self.stack.top().globals {
                        let cache = globals::cache_of(&self.heap, namespace, &name);
                        self.set_cache(site, cache);
                    }
                    return self.advance();
                }
                let key = self.heap.new_str(&name);
                self.call_prelude("_setitem", &[namespace.into(), key, v], 0, Resume::Complete)
            }
            Op::DeleteName { site } => {
                let (namespace, name) = (self.stack.top().namespace, self.site_text(site));
                // A namespace that `__prepare__` made may be any mapping.
                if !namespace.is_none() && self.heap.slot(namespace).class != types::DICT {
                    let key = self.heap.new_str(&name);
                    return self.call_prelude("_delete_name", &[namespace.into(), key], 0, Resume::Complete);
                }
                match lookup::dict_del_str(&mut self.heap, namespace, &name).is_some() {
                    true => self.advance(),
                    false => Err(self.name_error(types::NAME_ERROR, &format!("name '{name}' is not defined"), &name)),
                }
            }
            Op::LoadNamespace { dst } => {
                let f = self.stack.top();
                let namespace = if f.namespace.is_none() { f.globals } else { f.namespace };
                self.put(dst, namespace.into())
            }
            Op::LoadAssertionError { dst } => self.put(dst, types::ASSERTION_ERROR.into()),
            Op::LoadBuildClass { dst } => {
                let found = lookup::dict_get_str(&self.heap, self.builtins, "__build_class__");
                // While the prelude itself is being run, it is not among the builtins yet.
                let f = found.or_else(|| lookup::dict_get_str(&self.heap, self.prelude, "_build_class"));
                self.put(dst, f.unwrap_or(Value::None))
            }

            Op::Add { op, dst, a, b } | Op::Sub { op, dst, a, b } | Op::Mul { op, dst, a, b } | Op::Binary { op, dst, a, b } => {
                let (a, b) = (self.read(a)?, self.read(b)?);
                self.binary(op, dst, a, b)
            }
            Op::AddInt { op, dst, a, imm } | Op::SubInt { op, dst, a, imm } | Op::BinaryInt { op, dst, a, imm } => {
                let a = self.read(a)?;
                self.binary(op, dst, a, Value::Int(i64::from(imm)))
            }
            Op::Unary { op: UnaryOp::Not, dst, src } => {
                let v = self.read(src)?;
                match super::compare::truth(&self.heap, v) {
                    Some(t) => self.put(dst, Value::Bool(!t)),
                    None => self.call_prelude("_truth", &[v], dst, Resume::Complete),
                }
            }
            Op::Unary { op, dst, src } => {
                let v = self.read(src)?;
                match arith::unary(&mut self.ctx(), op, v) {
                    Ok(Some(v)) => self.put(dst, v),
                    Ok(None) => self.call_prelude("_unary", &[Value::Int(op as i64), v], dst, Resume::Store),
                    Err(exit) => self.deliver(Err(exit), dst, Resume::Store),
                }
            }
            Op::Compare { op, dst, a, b } => {
                let (a, b) = (self.read(a)?, self.read(b)?);
                match self.compare(op, a, b)? {
                    Some(t) => self.put(dst, Value::Bool(t)),
                    None => self.call_prelude("_compare", &[Value::Int(op as i64), a, b], dst, Resume::Store),
                }
            }
            Op::JumpIf { src, to } => self.branch_on(src, true, to),
            Op::JumpIfNot { src, to } => self.branch_on(src, false, to),
            Op::JumpIfCompare { op, a, b, rel } => {
                let (a, b) = (self.read(a)?, self.read(b)?);
                self.branch_on_compare(op, a, b, true, rel)
            }
            Op::JumpIfNotCompare { op, a, b, rel } => {
                let (a, b) = (self.read(a)?, self.read(b)?);
                self.branch_on_compare(op, a, b, false, rel)
            }
            Op::JumpIfCompareInt { op, a, imm, rel } => {
                let a = self.read(a)?;
                self.branch_on_compare(op, a, Value::Int(i64::from(imm)), true, rel)
            }
            Op::JumpIfNotCompareInt { op, a, imm, rel } => {
                let a = self.read(a)?;
                self.branch_on_compare(op, a, Value::Int(i64::from(imm)), false, rel)
            }

            Op::GetAttr { dst, obj, site } => {
                let o = self.read(obj)?;
                let name = self.site(site);
                self.get_attr(o, name, dst, Resume::Store, Some(site))
            }
            Op::SetAttr { obj, site, src } => {
                let (v, o) = (self.read(src)?, self.read(obj)?);
                let name = self.site(site);
                let before = attr::shape_of(&self.heap, o);
                self.assign_attr(o, name, v, 0, Resume::Complete)?;
                if before != u32::MAX && self.current_op_is_behind_set(site) {
                    let cache = attr::fill_set(&self.heap, o, name, before, &KNOWN);
                    self.set_cache(site, cache);
                }
                Ok(())
            }
            Op::DelAttr { obj, site } => {
                let o = self.read(obj)?;
                let name = self.site(site);
                self.assign_attr(o, name, Value::Unset, 0, Resume::Complete)
            }
            Op::LoadMethod { base, obj, site } => {
                let o = self.read(obj)?;
                let name = self.site(site);
                if let Some((f, cache)) = attr::find_method(&self.heap, o, name, &KNOWN) {
                    self.set_cache(site, cache);
                    self.set(base, f);
                    return self.put(base + 1, o);
                }
                if let Some(Object::Module(_)) = self.heap.object(o) {
                    let cache = attr::fill_get(&self.heap, o, name, &KNOWN);
                    self.set_cache(site, cache);
                }
                self.get_attr(o, name, base, Resume::Complete, None)
            }
            Op::LoadSpecial { special, dst, obj } => self.load_special(special, dst, obj),

            Op::GetItem { dst, obj, key } => {
                let (o, k) = (self.read(obj)?, self.read(key)?);
                self.get_item(dst, o, k)
            }
            Op::GetItemInt { dst, obj, imm } => {
                let o = self.read(obj)?;
                self.get_item(dst, o, Value::Int(i64::from(imm)))
            }
            Op::SetItem { obj, key, src } => {
                let (v, o, k) = (self.read(src)?, self.read(obj)?, self.read(key)?);
                match items::set_item(&mut self.ctx(), o, k, v) {
                    Ok(Some(())) => self.advance(),
                    Ok(None) => self.call_prelude("_setitem", &[o, k, v], 0, Resume::Complete),
                    Err(exit) => self.deliver(Err(exit), 0, Resume::Complete),
                }
            }
            Op::DelItem { obj, key } => {
                let (o, k) = (self.read(obj)?, self.read(key)?);
                match items::del_item(&mut self.ctx(), o, k) {
                    Ok(Some(())) => self.advance(),
                    Ok(None) => self.call_prelude("_delitem", &[o, k], 0, Resume::Complete),
                    Err(exit) => self.deliver(Err(exit), 0, Resume::Complete),
                }
            }

            Op::BuildSet { dst, base, n } => {
                let items = self.window(base, n);
                match super::build::set_of(&mut self.heap, &items) {
                    Some(set) => self.put(dst, set),
                    None => {
                        let list = self.heap.new_list(items);
                        self.call_prelude("_build_set", &[list], dst, Resume::Store)
                    }
                }
            }
            Op::BuildDict { dst, base, n } => {
                let items = self.window(base, 2 * n);
                match super::build::dict_of(&mut self.heap, &items) {
                    Some(dict) => self.put(dst, dict),
                    None => {
                        let list = self.heap.new_list(items);
                        self.call_prelude("_build_dict", &[list], dst, Resume::Store)
                    }
                }
            }
            Op::BuildSlice { dst, base } => {
                let parts = self.window(base, 3);
                let slice = self.heap.alloc(types::SLICE, Object::Slice(Box::new([parts[0], parts[1], parts[2]])));
                self.put(dst, slice.into())
            }
            Op::BuildString { dst, base, n } => {
                let parts = self.window(base, n);
                let v = self.heap.join_texts(&parts);
                self.put(dst, v)
            }
            Op::ListAppend { list, src } => {
                let (v, l) = (self.read(src)?, self.read(list)?);
                if let Value::Obj(h) = l {
                    self.heap.list_push(h, v);
                }
                self.advance()
            }
            Op::SetAdd { set, src } => {
                let (v, s) = (self.read(src)?, self.read(set)?);
                match s.handle().map(|h| lookup::set_add(&mut self.heap, h, v)) {
                    Some(Ok(_)) => self.advance(),
                    _ => self.call_prelude("_set_add", &[s, v], 0, Resume::Complete),
                }
            }
            Op::DictInsert { dict, key, src } => {
                let (v, d, k) = (self.read(src)?, self.read(dict)?, self.read(key)?);
                match d.handle().map(|h| lookup::dict_set(&mut self.heap, h, k, v)) {
                    Some(Ok(())) => self.advance(),
                    _ => self.call_prelude("_dict_setitem", &[d, k, v], 0, Resume::Complete),
                }
            }
            Op::ListExtend { list, src } => {
                let (l, v) = (self.read(list)?, self.read(src)?);
                match iterate::collect(&mut self.ctx(), v) {
                    Ok(Some(items)) => {
                        if let Value::Obj(h) = l {
                            for item in items {
                                self.heap.list_push(h, item);
                            }
                        }
                        self.advance()
                    }
                    Ok(None) => self.call_prelude("_list_extend", &[l, v], 0, Resume::Complete),
                    Err(exit) => self.deliver(Err(exit), 0, Resume::Complete),
                }
            }
            Op::SetUpdate { set, src } => {
                let (s, v) = (self.read(set)?, self.read(src)?);
                // Into an empty set goes a copy: nothing has to be compared.
                if matches!(self.heap.class_of(v), types::SET | types::FROZENSET)
                    && let (Value::Obj(this), Some(other)) = (s, self.heap.set(v).cloned())
                    && self.heap.set_mut(this).merge_unchecked(&other)
                {
                    return self.advance();
                }
                self.call_prelude("_set_update", &[s, v], 0, Resume::Complete)
            }
            Op::DictUpdate { dict, src } => {
                let (d, v) = (self.read(dict)?, self.read(src)?);
                self.call_prelude("_dict_update", &[d, v], 0, Resume::Complete)
            }
            Op::DictMerge { dict, src, func } => {
                let (d, v, f) = (self.read(dict)?, self.read(src)?, self.read(func)?);
                self.call_prelude("_dict_merge", &[d, v, f], 0, Resume::Complete)
            }
            Op::ListToTuple { dst, src } => {
                let v = self.read(src)?;
                let items = self.heap.items(v).unwrap_or(&[]).to_vec();
                let t = self.heap.new_tuple(items);
                self.put(dst, t)
            }
            Op::UnpackSequence { src, base, n } => {
                let v = self.read(src)?;
                // Strings, dicts, ranges of the right length are native too.
                if let Ok(Some(items)) = iterate::collect(&mut self.ctx(), v)
                    && items.len() == usize::from(n)
                {
                    for (i, item) in items.into_iter().enumerate() {
                        self.set(base + i as u16, item);
                    }
                    return self.advance();
                }
                self.call_prelude("_unpack", &[v, Value::Int(i64::from(n))], 0, Resume::Complete)
            }
            Op::UnpackStar { before, src, after, .. } => {
                let v = self.read(src)?;
                self.call_prelude(
                    "_unpack_star",
                    &[v, Value::Int(i64::from(before)), Value::Int(i64::from(after))],
                    0,
                    Resume::Complete,
                )
            }
            Op::Format { conv, dst, src } => self.format(conv, dst, src, None),
            Op::FormatSpec { conv, dst, src, spec } => self.format(conv, dst, src, Some(spec)),

            Op::CallKw { argc, dst, base, names } => {
                let at = self.stack.top().base as usize + usize::from(base);
                let names = self.constant(names);
                let callee = self.stack.regs[at];
                self.call_at(callee, Window { first: at + 1, argc: usize::from(argc), names, dst, resume: Resume::Store })
            }
            Op::CallMethodKw { argc, dst, base, names } => {
                let at = self.stack.top().base as usize + usize::from(base);
                let names = self.constant(names);
                let callee = self.stack.regs[at];
                let has_self = !self.stack.regs[at + 1].is_unset();
                let (first, argc) = if has_self { (at + 1, usize::from(argc) + 1) } else { (at + 2, usize::from(argc)) };
                self.call_at(callee, Window { first, argc, names, dst, resume: Resume::Store })
            }
            Op::CallEx { kwargs, dst, base } => self.call_ex(kwargs != 0, dst, base),
            Op::MakeFunction { flags, dst, code, base } => self.make_function(flags, dst, code, base),

            Op::GetIter { dst, src } => {
                let v = self.read(src)?;
                match iterate::get_iter(&mut self.ctx(), v) {
                    Ok(Some(it)) => self.put(dst, it),
                    Ok(None) => self.call_prelude("_iter", &[v], dst, Resume::Store),
                    Err(exit) => self.deliver(Err(exit), dst, Resume::Store),
                }
            }
            Op::GetYieldFromIter { dst, src } => {
                let v = self.read(src)?;
                if let (Value::Obj(h), Some(Object::Generator(_))) = (v, self.heap.object(v)) {
                    if super::generator::kind_of(&self.heap, h) == "coroutine" {
                        let message = "cannot 'yield from' a coroutine object in a non-coroutine generator";
                        return Err(self.error(types::TYPE_ERROR, message));
                    }
                    if super::generator::kind_of(&self.heap, h) == "generator" {
                        return self.put(dst, v);
                    }
                }
                match iterate::get_iter(&mut self.ctx(), v) {
                    Ok(Some(it)) => self.put(dst, it),
                    Ok(None) => self.call_prelude("_iter", &[v], dst, Resume::Store),
                    Err(exit) => self.deliver(Err(exit), dst, Resume::Store),
                }
            }
            Op::Next { dst, iter } => self.next(dst, iter),
            Op::Send { iter, value, .. } | Op::SendNext { iter, value, .. } => self.send(iter, value),
            Op::Yield { src, .. } => {
                self.read(src)?;
                self.yield_register(self.stack.top().base as usize + usize::from(src))
            }

            Op::Raise { exc } => {
                let v = self.read(exc)?;
                self.raise(v, None)
            }
            Op::RaiseFrom { exc, cause } => {
                let (v, cause) = (self.read(exc)?, self.read(cause)?);
                self.raise(v, Some(cause))
            }
            Op::RaiseAgain {} => match self.handled_exception() {
                Some(exc) => Err(Leave::Reraise(exc)),
                None => Err(self.error(types::RUNTIME_ERROR, "No active exception to reraise")),
            },
            Op::Reraise { src } => match self.peek(src) {
                Value::Obj(exc) => Err(Leave::Reraise(exc)),
                _ => self.advance(),
            },
            Op::MatchException { dst, exc, class } => self.match_exception(dst, exc, class),
            Op::CallExit { dst, exit } => {
                let f = self.peek(exit);
                self.call_with(f, &[Value::None; 3], &[], dst, Resume::Store)
            }
            Op::CallExitWith { dst, exit, exc } => {
                let (f, e) = (self.peek(exit), self.peek(exc));
                let class = self.heap.class_of(e);
                let tb = self.traceback_object(e);
                self.call_with(f, &[class.into(), e, tb], &[], dst, Resume::Store)
            }

            Op::Import { level, dst, name, from_list } => self.import(level, dst, name, from_list),
            Op::ImportFrom { dst, module, name } => {
                let m = self.read(module)?;
                let name = self.name_value(name);
                self.call_prelude("_import_from", &[m, name], dst, Resume::Store)
            }
            Op::ImportStar { module } => {
                let m = self.read(module)?;
                let f = self.stack.top();
                let namespace = if f.namespace.is_none() { f.globals } else { f.namespace };
                self.call_prelude("_import_star", &[m, namespace.into()], 0, Resume::Complete)
            }
            Op::Run { routine, dst, base, n } => self.routine(routine, dst, base, n),
            Op::PrintExpr { src } => {
                let v = self.read(src)?;
                self.call_prelude("_print_expr", &[v], 0, Resume::Complete)
            }
            other => Err(self.error(types::SYSTEM_ERROR, &format!("instruction {} has no slow form", other.mnemonic()))),
        }
    }

    /// After a `SetAttr` that called nothing the frame stands behind it.
    fn current_op_is_behind_set(&self, site: u16) -> bool {
        let f = self.stack.top();
        let ops = &self.codes.get(f.code).code.ops;
        f.pc > 0 && matches!(ops.get(f.pc as usize - 1), Some(Op::SetAttr { site: s, .. }) if *s == site)
    }

    fn window(&self, base: u16, n: u16) -> Vec<Value> {
        let at = self.stack.top().base as usize + usize::from(base);
        self.stack.regs[at..at + usize::from(n)].to_vec()
    }
    pub(super) fn constant(&self, k: u16) -> Value {
        self.codes.get(self.stack.top().code).consts[usize::from(k)]
    }
    pub(super) fn name_value(&self, name: u16) -> Value {
        self.codes.get(self.stack.top().code).name_values[usize::from(name)]
    }

    fn load_global(&mut self, dst: u16, site: u16) -> Flow {
        let (globals, name) = (self.stack.top().globals, self.site_text(site));
        // sleepy's own modules see the prelude behind the builtins.
        let others = [self.builtins, self.prelude];
        let hidden = self.stack.top().hidden;
        match globals::find(&self.heap, globals, &others[..1 + usize::from(hidden)], &name) {
            Some((v, cache)) => {
                self.set_cache(site, cache);
                self.put(dst, v)
            }
            None => Err(self.name_error(types::NAME_ERROR, &format!("name '{name}' is not defined"), &name)),
        }
    }

    fn load_name(&mut self, dst: u16, site: u16, free: Option<u16>) -> Flow {
        let f = self.stack.top();
        if f.namespace == f.globals && free.is_none() && self.heap.slot(f.namespace).class == types::DICT {
            return self.load_global(dst, site);
        }
        let (namespace, name) = (f.namespace, self.site_text(site));
        if !namespace.is_none() {
            // A namespace that `__prepare__` made may be any mapping.
            if self.heap.slot(namespace).class != types::DICT {
                let key = self.heap.new_str(&name);
                let globals = self.stack.top().globals;
                let fallback = free.map_or(Value::None, |f| self.cell(self.closure_cell(f)));
                let fallback = if fallback.is_unset() { Value::None } else { fallback };
                return self.call_prelude(
                    "_load_name",
                    &[namespace.into(), key, globals.into(), fallback, Value::Bool(free.is_some())],
                    dst,
                    Resume::Store,
                );
            }
            if let Some(v) = lookup::dict_get_str(&self.heap, namespace, &name) {
                return self.put(dst, v);
            }
        }
        if let Some(free) = free {
            return match self.cell(self.closure_cell(free)) {
                Value::Unset => Err(self.unbound_free(&name)),
                v => self.put(dst, v),
            };
        }
        self.load_global(dst, site)
    }

    fn binary(&mut self, op: BinOp, dst: u16, a: Value, b: Value) -> Flow {
        let found = match arith::binary(&mut self.ctx(), op, a, b) {
            Ok(None) => container_ops::binary(&mut self.ctx(), op, a, b),
            found => found,
        };
        match found {
            Ok(Some(v)) => self.put(dst, v),
            Ok(None) => match self.operator_method(op, a, b) {
                // What it answers is looked at: it may decline.
                Some(method) => self.call_with(method, &[a, b], &[], dst, Resume::Complete),
                None => self.call_prelude("_binary", &[Value::Int(op as i64), a, b], dst, Resume::Store),
            },
            Err(exit) => self.deliver(Err(exit), dst, Resume::Store),
        }
    }

    /// The function of a program's class that `a op b` calls first, where it is easy to tell.
    fn operator_method(&mut self, op: BinOp, a: Value, b: Value) -> Option<Value> {
        let Object::Instance(_) = self.heap.object(a)? else { return None };
        let (of_a, of_b) = (self.heap.class_of(a), self.heap.class_of(b));
        // The class of `b` may have a reflected method that goes first.
        if of_a != of_b && self.heap.is_subclass(of_b, of_a) {
            return None;
        }
        if op.is_in_place() && self.method_cache.class_attr(&self.heap, of_a, in_place_operator(op)).is_some() {
            return None;
        }
        let method = self.method_cache.class_attr(&self.heap, of_a, operator(op))?;
        self.heap.function(method).map(|_| method)
    }

    /// An operator's method of a program's class has answered.
    pub(super) fn operator_answered(&mut self, op: BinOp, dst: u16, a: u16, b: Result<u16, i16>, v: Value) -> Flow {
        if !matches!(v, Value::NotImplemented) {
            return self.put(dst, v);
        }
        let b = b.map_or_else(|imm| Value::Int(i64::from(imm)), |b| self.peek(b));
        self.call_prelude("_binary_declined", &[Value::Int(op as i64), self.peek(a), b], dst, Resume::Store)
    }

    fn compare(&mut self, op: CmpOp, a: Value, b: Value) -> Result<Option<bool>, Leave> {
        if let Some(t) = super::interp::compare_fast(&self.heap, op, a, b) {
            return Ok(Some(t));
        }
        match op {
            CmpOp::In | CmpOp::NotIn => match items::contains(&mut self.ctx(), b, a) {
                Ok(found) => Ok(found.map(|t| t == (op == CmpOp::In))),
                Err(Exit::Raise(h)) => Err(Leave::Raise(h)),
                // The prelude does it, from the start.
                Err(Exit::Ask(_)) => Ok(None),
            },
            _ => Ok(super::compare::compare(&self.heap, op, a, b)),
        }
    }

    fn branch_on(&mut self, src: u16, when: bool, to: u32) -> Flow {
        let v = self.read(src)?;
        match super::compare::truth(&self.heap, v) {
            Some(t) if t == when => self.jump_to(to),
            Some(_) => self.advance(),
            None => self.call_prelude("_truth", &[v], 0, Resume::Complete),
        }
    }

    fn branch_on_compare(&mut self, op: CmpOp, a: Value, b: Value, when: bool, rel: i16) -> Flow {
        match self.compare(op, a, b)? {
            Some(t) if t == when => {
                let pc = self.stack.top().pc.wrapping_add_signed(i32::from(rel));
                self.jump_to(pc)
            }
            Some(_) => self.advance(),
            None => self.call_prelude("_compare_truth", &[Value::Int(op as i64), a, b], 0, Resume::Complete),
        }
    }

    fn get_item(&mut self, dst: u16, o: Value, k: Value) -> Flow {
        match items::get_item(&mut self.ctx(), o, k) {
            Ok(Some(v)) => self.put(dst, v),
            Ok(None) => self.call_prelude("_getitem", &[o, k], dst, Resume::Store),
            Err(exit) => self.deliver(Err(exit), dst, Resume::Store),
        }
    }

    fn format(&mut self, conv: Conversion, dst: u16, src: u16, spec: Option<u16>) -> Flow {
        let v = self.read(src)?;
        let spec = match spec {
            Some(r) => Some(self.read(r)?),
            None => None,
        };
        let plain = spec.is_none_or(|s| self.heap.text(s).is_some_and(|t| t.is_empty()));
        if plain {
            let text = match conv {
                Conversion::None | Conversion::Str => super::repr::str_of(&self.heap, v),
                Conversion::Repr => super::repr::repr(&self.heap, v),
                Conversion::Ascii => None,
            };
            if let Some(text) = text {
                let v = self.heap.new_text(text);
                return self.put(dst, v);
            }
        }
        let spec = match spec {
            Some(s) => s,
            None => self.heap.new_str(""),
        };
        self.call_prelude("_format_value", &[v, Value::Int(conv as i64), spec], dst, Resume::Store)
    }

    fn call_ex(&mut self, has_kwargs: bool, dst: u16, base: u16) -> Flow {
        let at = self.stack.top().base as usize + usize::from(base);
        let (callee, args) = (self.stack.regs[at], self.stack.regs[at + 1]);
        let args = self.heap.items(args).unwrap_or(&[]).to_vec();
        let kwargs: Vec<(Value, Value)> = match self.stack.regs[at + 2] {
            d if has_kwargs => self.heap.dict(d).map(|d| d.iter().collect()).unwrap_or_default(),
            _ => Vec::new(),
        };
        self.call_with(callee, &args, &kwargs, dst, Resume::Store)
    }

    /// The head of a `for`.
    fn next(&mut self, dst: u16, iter: u16) -> Flow {
        let it = self.peek(iter);
        if it.is_unset() {
            return self.advance();
        }
        if let Some(Object::Generator(_)) = self.heap.object(it)
            && let Value::Obj(h) = it
        {
            return self.resume_generator(h, Resumption::Send(Value::None), dst, Resume::Complete);
        }
        match iterate::next(&mut self.ctx(), it) {
            Ok(Step::Item(v)) => self.complete(v),
            Ok(Step::Done) => self.loop_is_done(iter),
            Ok(Step::Foreign) => {
                let class = self.heap.class_of(it);
                match self.method_cache.class_attr(&self.heap, class, KNOWN.next) {
                    Some(f) if self.heap.function(f).is_some() => self.call_with(f, &[it], &[], dst, Resume::Complete),
                    _ => self.call_prelude("_next", &[it], dst, Resume::Complete),
                }
            }
            Err(exit) => self.deliver(Err(exit), dst, Resume::Complete),
        }
    }

    /// One step of a `yield from`.
    fn send(&mut self, iter: u16, value: u16) -> Flow {
        let (it, v) = (self.peek(iter), self.peek(value).or(Value::None));
        if it.is_unset() {
            // Entered from the side: there is nothing to delegate to.
            return self.advance();
        }
        if let Some(Object::Generator(_)) = self.heap.object(it)
            && let Value::Obj(h) = it
        {
            return self.resume_generator(h, Resumption::Send(v), 0, Resume::Complete);
        }
        if matches!(v, Value::None) {
            match iterate::next(&mut self.ctx(), it) {
                Ok(Step::Item(v)) => return self.complete(v),
                Ok(Step::Done) => {
                    let (Op::Send { dst, .. } | Op::SendNext { dst, .. }) = self.current_op() else { return self.advance() };
                    return self.put(dst, Value::None);
                }
                Ok(Step::Foreign) => {}
                Err(exit) => return self.deliver(Err(exit), 0, Resume::Complete),
            }
        }
        self.call_prelude("_send", &[it, v], 0, Resume::Complete)
    }
}
