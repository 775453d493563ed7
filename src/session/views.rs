//! What a face shows of the present moment: plain data made from the VM.

use super::api::*;
use super::face::{Debugger, Interrupt};
use super::{Session, parts};
use crate::bytecode::{Op, Operand};
use crate::vm::Vm;
use crate::vm::stack::Frame;
use crate::vm::value::Value;
use crate::world::{Entry, Event, Stream};

/// Characters of a value that a view shows.
const VIEWED: usize = 200;

/// All text that was written in a stretch of the journal.
pub(super) fn written(entries: &[Entry]) -> String {
    entries.iter().filter_map(|e| if let Event::Wrote { text, .. } = &e.event { Some(text.as_str()) } else { None }).collect()
}

/// The frames that the user sees, innermost first.
pub(super) fn stack_view(vm: &Vm) -> Vec<FrameView> {
    let view = |f: &Frame| {
        let code = &vm.codes.get(f.code).code;
        FrameView { function: code.name.clone(), file: vm.codes.source_of(f.code).file.clone(), line: code.line_at(f.pc) }
    };
    vm.stack.frames.iter().rev().filter(|f| !f.hidden).map(view).collect()
}

impl Session {
    /// Indices of the frames that the user sees, innermost first.
    fn visible_frames(&self) -> Vec<usize> {
        let frames = &self.timeline.vm.stack.frames;
        (0..frames.len()).rev().filter(|&i| !frames[i].hidden).collect()
    }

    /// Index of the selected frame on the stack.
    pub(super) fn selected_frame(&self) -> Option<usize> {
        let visible = self.visible_frames();
        visible.get(self.selected).or(visible.first()).copied()
    }

    pub(super) fn frame_views(&self) -> (Vec<FrameView>, usize) {
        (stack_view(&self.timeline.vm), self.selected)
    }

    pub(super) fn position_view(&mut self, reason: Reason) -> Stopped {
        let (frames, _) = self.frame_views();
        let ended = self.timeline.vm.is_finished();
        let ending = self.timeline.ending().cloned();
        let top =
            frames.first().cloned().unwrap_or(FrameView { function: "<module>".into(), file: self.program.clone(), line: 0 });
        Stopped {
            reason,
            file: top.file,
            line: top.line,
            function: top.function,
            depth: frames.len(),
            time: self.timeline.now(),
            output: String::new(),
            notes: self.notes.clone(),
            breakpoint: self.hit.filter(|&n| n != 0),
            exception: ending
                .as_ref()
                .filter(|_| reason == Reason::Exception || ended)
                .and_then(|e| e.exception.clone())
                .map(|e| e.1),
            exit: ending.filter(|_| ended).map(|e| e.status),
        }
    }

    /// Variables of the selected frame that have a value, as text, without running user code: to tell what changed.
    pub(super) fn plain_variables(&mut self) -> Vec<(String, String)> {
        let Some(frame) = self.selected_frame() else { return Vec::new() };
        let vm = &self.timeline.vm;
        vm.variables(frame).into_iter().map(|(n, v)| (n, format!("{v:?}"))).collect()
    }

    /// The variables of the selected frame, with their whole values.
    pub(super) fn variable_views(&mut self) -> Vec<VariableView> {
        self.variables_up_to(None)
    }

    fn variables_up_to(&mut self, limit: Option<usize>) -> Vec<VariableView> {
        let Some(frame) = self.selected_frame() else { return Vec::new() };
        let variables = self.timeline.vm.variables(frame);
        variables
            .into_iter()
            .filter(|(n, _)| !(n.starts_with("__") && n.ends_with("__")))
            .map(|(n, v)| self.variable_view(n, v, limit))
            .collect()
    }

    fn variable_view(&mut self, name: String, v: Value, limit: Option<usize>) -> VariableView {
        let raw = format!("{v:?}");
        let changed = self.before.iter().find(|(n, _)| *n == name).is_some_and(|(_, old)| *old != raw);
        if v.is_unset() {
            return VariableView { name, value: None, kind: String::new(), object: None, changed, has_children: false };
        }
        let vm = &mut self.timeline.vm;
        let kind = vm.heap.type_of(v).name.to_string();
        let has_children = parts::count(&vm.heap, v) > 0;
        let value = match limit {
            Some(limit) => vm.show_briefly(v, limit),
            None => vm.show(v),
        };
        VariableView { name, value: Some(value), kind, object: v.handle().map(|h| h.0), changed, has_children }
    }

    pub(super) fn lowered_lines(&mut self) -> (String, Vec<CodeLine>) {
        let Some(frame) = self.selected_frame() else { return (String::new(), Vec::new()) };
        let vm = &self.timeline.vm;
        let f = vm.stack.frames[frame];
        let code = &vm.codes.get(f.code).code;
        let current = code.lowered.of_pc.get(f.pc as usize).copied();
        let lines = code.lowered.lines.iter().enumerate().map(|(i, l)| CodeLine {
            text: l.text.clone(),
            source_line: l.source_line,
            current: current == Some(i as u32),
            is_label: l.is_label,
            target: l.target.map(|t| t as usize),
            help: None,
        });
        (code.qualname.clone(), lines.collect())
    }

    pub(super) fn bytecode_lines(&mut self) -> (String, Vec<CodeLine>) {
        let Some(frame) = self.selected_frame() else { return (String::new(), Vec::new()) };
        let vm = &self.timeline.vm;
        let f = vm.stack.frames[frame];
        let code = &vm.codes.get(f.code).code;
        let lines = code.ops.iter().enumerate().map(|(pc, op)| CodeLine {
            text: crate::bytecode::instruction_text(code, pc as u32),
            source_line: code.line_at(pc as u32),
            current: pc == f.pc as usize,
            is_label: false,
            target: jump_target(*op, pc),
            help: Some(op.help().to_owned()),
        });
        (code.qualname.clone(), lines.collect())
    }

    fn output_tail(&self, limit: usize) -> OutputTail {
        let world = &self.timeline.vm.world;
        let mut bytes = 0;
        let mut pieces = Vec::new();
        for entry in world.journal()[..world.cursor()].iter().rev() {
            let (text, is_error, typed) = match &entry.event {
                Event::Wrote { stream, text } => (text, *stream == Stream::Err, false),
                Event::Read { line: Some(line) } => (line, false, true),
                _ => continue,
            };
            if bytes >= limit {
                pieces.reverse();
                return OutputTail { pieces, earlier: true };
            }
            bytes += text.len();
            pieces.push(OutputView { time: entry.time, text: text.clone(), is_error, typed });
        }
        pieces.reverse();
        OutputTail { pieces, earlier: false }
    }
}

fn jump_target(op: Op, pc: usize) -> Option<usize> {
    op.operands().into_iter().find_map(|(_, o)| match o {
        Operand::To(to) => Some(to as usize),
        Operand::Rel(rel) => pc.checked_add_signed(rel as isize),
        _ => None,
    })
}

impl Debugger for Session {
    fn execute(&mut self, command: Command) -> Reply {
        Session::execute(self, command)
    }
    fn interrupt_handle(&self) -> Interrupt {
        self.interrupt.clone()
    }
    fn position(&mut self) -> Stopped {
        self.position_view(self.last_reason)
    }
    fn source(&mut self) -> SourceView {
        let file = self.current_file().unwrap_or_else(|| self.program.clone());
        let text = self.timeline.vm.codes.sources.iter().find(|s| s.file == file).map_or(String::new(), |s| s.text.clone());
        SourceView { file, text }
    }
    fn frames(&mut self) -> (Vec<FrameView>, usize) {
        self.frame_views()
    }
    fn variables(&mut self) -> Vec<VariableView> {
        self.variables_up_to(Some(VIEWED))
    }
    fn children(&mut self, path: &[String], limit: usize) -> Children {
        let (Some(frame), Some((first, rest))) = (self.selected_frame(), path.split_first()) else { return Children::default() };
        let vm = &self.timeline.vm;
        let Some(mut v) = vm.variables(frame).into_iter().find(|(n, _)| n == first).map(|(_, v)| v) else {
            return Children::default();
        };
        for name in rest {
            match parts::named(&vm.heap, v, name) {
                Some(inner) => v = inner,
                None => return Children::default(),
            }
        }
        let total = parts::count(&vm.heap, v);
        let first = parts::first(&vm.heap, v, limit);
        Children { shown: first.into_iter().map(|(n, v)| self.variable_view(n, v, Some(VIEWED))).collect(), total }
    }
    fn lowered(&mut self) -> (String, Vec<CodeLine>) {
        self.lowered_lines()
    }
    fn bytecode(&mut self) -> (String, Vec<CodeLine>) {
        self.bytecode_lines()
    }
    fn output(&mut self, limit: usize) -> OutputTail {
        self.output_tail(limit)
    }
    fn timeline(&mut self) -> TimelineView {
        let t = &self.timeline;
        let exception = t.ending().and_then(|e| e.exception.as_ref()).map(|e| (e.0, MarkKind::Exception));
        let mut marks: Vec<_> = exception.into_iter().collect();
        for (id, until) in t.path(t.branch()) {
            let own = t.branches()[id.0].interventions.iter().map(|i| i.0);
            marks.extend(own.filter(|time| *time < until).map(|time| (time, MarkKind::Intervention)));
        }
        TimelineView {
            start: self.origin,
            now: t.now(),
            known_end: t.known_end(),
            ended: t.ending().is_some(),
            marks,
            branch: t.branch().0,
            branches: t.branches().len(),
        }
    }
    fn breakpoints(&mut self) -> Vec<BreakpointView> {
        self.breakpoints.iter().map(super::Breakpoint::view).collect()
    }
    fn waiting_for_input(&mut self) -> Option<String> {
        self.waiting.clone()
    }
    fn enterable_lines(&mut self) -> Vec<u32> {
        let vm = &self.timeline.vm;
        match vm.stack.frames.last() {
            Some(f) => crate::vm::jump::enterable_lines(&vm.codes.get(f.code).code),
            None => Vec::new(),
        }
    }
}
