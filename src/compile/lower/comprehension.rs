//! Comprehensions. Those of lists, sets and dicts are loops inside the body around them, their variables in slots of
//! their own; a generator expression is a generator function that gets the first iterator as its argument `.0`.

use super::Result;
use super::builder::Builder;
use crate::bytecode::{CodeKind, Params, RegionKind, Span};
use crate::compile::ir::{Inst, Label, Operand, Place, SlotId, Temp};
use crate::syntax::ast::{self, Comprehension, Expr, Ranged};

/// What is done with each element.
enum Element<'e> {
    List(Temp, &'e Expr),
    Set(Temp, &'e Expr),
    Dict(Temp, &'e Expr, &'e Expr),
    Yield(&'e Expr),
}

/// The loops of one comprehension.
struct Loops<'e> {
    span: Span,
    generators: &'e [Comprehension],
    element: Element<'e>,
    /// The hidden iterators made so far.
    iterators: Vec<SlotId>,
}

impl Builder<'_> {
    /// A list, set or dict comprehension.
    pub fn comprehension(&mut self, e: &Expr, dst: Place) -> Result {
        let span = self.span(e.range());
        let base = self.temp();
        let place = Place::Temp(base);
        let (generators, build, element) = match e {
            Expr::ListComp(c) => (&c.generators, Inst::BuildList { dst: place, base, n: 0 }, Element::List(base, &c.elt)),
            Expr::SetComp(c) => (&c.generators, Inst::BuildSet { dst: place, base, n: 0 }, Element::Set(base, &c.elt)),
            Expr::DictComp(c) => {
                (&c.generators, Inst::BuildDict { dst: place, base, n: 0 }, Element::Dict(base, &c.key, &c.value))
            }
            other => return Err(self.unsupported(other.range(), "this comprehension")),
        };
        let Some(first) = generators.first() else { return Ok(()) };
        self.emit(span, build);
        let it = self.iterator_of(first, span)?;
        let outer = std::mem::replace(&mut self.scope, self.cx.scopes.of_node(e.range()));
        let mut loops = Loops { span, generators, element, iterators: vec![it] };
        let result = self.inlined(&mut loops);
        self.scope = outer;
        result?;
        self.copy(span, dst, Operand::Temp(base));
        Ok(())
    }

    /// The loops of an inlined comprehension, with the scope's variables around them.
    fn inlined(&mut self, loops: &mut Loops) -> Result {
        let (span, it) = (loops.span, loops.iterators[0]);
        let scope = self.scope;
        let symbols = self.cx.scopes.get(scope).symbols.iter();
        let own: Vec<(String, bool)> =
            symbols.filter(|(_, s)| s.bound && !s.global && !s.nonlocal).map(|(n, s)| (n.clone(), s.cell)).collect();
        let mut slots = vec![];
        for (name, cell) in &own {
            let slot = self.variable_slot(scope, name)?;
            if *cell {
                self.clear(span, slot);
                self.emit(span, Inst::MakeCell { slot });
            }
            slots.push(slot);
        }
        let start = self.here();
        let done = self.label();
        self.scoped(|b| b.nest_loops(loops, 0, it, done))?;
        self.place(done);
        for &slot in &slots {
            self.clear(span, slot);
        }
        let end = self.here();
        slots.append(&mut loops.iterators);
        self.region(RegionKind::Comprehension, start, end, span.line, slots, None);
        Ok(())
    }

    /// A new hidden iterator over `e`.
    fn iterator(&mut self, e: &Expr, span: Span) -> Result<SlotId> {
        let mark = self.depth;
        let it = self.hidden("it")?;
        let src = self.operand(e, &[])?;
        self.depth = mark;
        self.emit(span, Inst::GetIter { dst: Place::Slot(it), src });
        Ok(it)
    }

    fn iterator_of(&mut self, generator: &Comprehension, span: Span) -> Result<SlotId> {
        if generator.is_async { self.async_iterator(&generator.iter, span) } else { self.iterator(&generator.iter, span) }
    }

    /// The loop of generator `i` and, inside, all that follow. `done` is where it goes when it is exhausted.
    fn nest_loops(&mut self, loops: &mut Loops, i: usize, it: SlotId, done: Label) -> Result {
        let span = loops.span;
        let generators = loops.generators;
        let generator = &generators[i];
        let head = self.here();
        if matches!(loops.element, Element::Yield(_)) && i == 0 {
            self.begin_stmt(span);
        }
        // No statement is inside, so nothing enters from the side: the loop is never without its iterator.
        if generator.is_async {
            let (_, wait) = self.next_async(span, &generator.target, it, done)?;
            loops.iterators.push(wait);
        } else {
            self.next_item(span, &generator.target, it, done, done)?;
        }
        self.mark_targets(&generator.target)?;
        for test in &generator.ifs {
            self.jump_if(test, false, head)?;
        }
        if i + 1 < generators.len() {
            let inner = self.iterator_of(&generators[i + 1], span)?;
            loops.iterators.push(inner);
            self.nest_loops(loops, i + 1, inner, head)?;
        } else {
            self.element(&loops.element)?;
            self.goto(span, head);
        }
        Ok(())
    }

    fn element(&mut self, element: &Element) -> Result {
        let mark = self.depth;
        let span = |b: &Self, e: &Expr| b.span(e.range());
        match element {
            Element::List(list, e) => {
                let src = self.operand(e, &[])?;
                self.emit(span(self, e), Inst::ListAppend { list: Operand::Temp(*list), src });
            }
            Element::Set(set, e) => {
                let src = self.operand(e, &[])?;
                self.emit(span(self, e), Inst::SetAdd { set: Operand::Temp(*set), src });
            }
            Element::Dict(dict, k, v) => {
                let key = self.operand(k, &[v])?;
                let src = self.operand(v, &[])?;
                self.emit(span(self, k), Inst::DictInsert { dict: Operand::Temp(*dict), key, src });
            }
            Element::Yield(e) => {
                let src = self.operand(e, &[])?;
                let sent = Place::Temp(Temp(mark));
                self.yield_value(span(self, e), sent, src);
            }
        }
        self.depth = mark;
        Ok(())
    }

    pub fn generator_expression(&mut self, g: &ast::ExprGeneratorExp, dst: Place) -> Result {
        let span = self.span(g.range);
        let Some(first) = g.generators.first() else { return Ok(()) };
        let base = self.temp();
        let mut inner = self.inner(g.range, CodeKind::GeneratorExpression, "<genexpr>", span.line);
        let it = inner.parameter(".0")?;
        inner.make_cells(span)?;
        let done = inner.label();
        let mut loops = Loops { span, generators: &g.generators, element: Element::Yield(&g.elt), iterators: vec![] };
        inner.scoped(|b| b.nest_loops(&mut loops, 0, it, done))?;
        inner.place(done);
        let body = inner.finish(Params { positional: 1, ..Params::default() })?;
        let body = self.nest(body)?;
        let function = Place::Temp(base);
        let plain = Inst::MakeFunction { dst: function, body, base, defaults: false, kwdefaults: false, annotations: false };
        self.emit(span, plain);
        let arg = Temp(self.depth);
        let src = self.operand(&first.iter, &[])?;
        self.depth = arg.0;
        if first.is_async {
            self.run_routine(span, crate::bytecode::Routine::GetAsyncIter, &[src]);
        } else {
            let arg = self.temp();
            self.emit(span, Inst::GetIter { dst: Place::Temp(arg), src });
        }
        self.emit(span, Inst::Call { dst, base, argc: 1 });
        Ok(())
    }
}
