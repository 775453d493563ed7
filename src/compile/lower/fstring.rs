//! f-strings: each part is formatted, then all are joined.

use super::Result;
use super::builder::Builder;
use crate::bytecode::{Const, Conversion, Span};
use crate::compile::ir::{Inst, Operand, Place, Temp};
use crate::syntax::TextRange;
use crate::syntax::ast::{self, Constant, ConversionFlag, Expr, Ranged};

impl Builder<'_> {
    pub fn joined_str(&mut self, j: &ast::ExprJoinedStr, dst: Place) -> Result {
        let span = self.span(j.range);
        let base = Temp(self.depth);
        let mut n = 0;
        let mut i = 0;
        // Neighbouring texts are one part.
        while i < j.values.len() {
            let mut text = String::new();
            while let Some(Expr::Constant(ast::ExprConstant { value: Constant::Str(s), .. })) = j.values.get(i) {
                text.push_str(s);
                i += 1;
            }
            if !text.is_empty() {
                self.push_const(span, Const::Str(text))?;
                n += 1;
            }
            if let Some(value) = j.values.get(i) {
                if let (Expr::FormattedValue(f), 1) = (value, j.values.len()) {
                    return self.formatted_value(f, dst);
                }
                self.push(value)?;
                n += 1;
                i += 1;
            }
            if n >= 64 {
                // A long one is joined piece by piece.
                self.emit(span, Inst::BuildString { dst: Place::Temp(base), base, n });
                self.depth = base.0 + 1;
                n = 1;
            }
        }
        if n == 0 {
            let src = self.constant(Const::Str(String::new()))?;
            self.emit(span, Inst::Copy { dst, src });
        } else if self.is_text(j) {
            self.copy(span, dst, Operand::Temp(base));
        } else {
            self.emit(span, Inst::BuildString { dst, base, n });
        }
        Ok(())
    }

    fn is_text(&self, j: &ast::ExprJoinedStr) -> bool {
        j.values.iter().all(|v| matches!(v, Expr::Constant(_)))
    }

    /// From `{` to `}`: the parser knows only the whole string.
    fn replacement_span(&self, f: &ast::ExprFormattedValue) -> Span {
        let whole = self.span(f.range);
        let text = self.cx.source.text.as_str();
        let value = f.value.range();
        let (start, end) = (usize::from(value.start()), usize::from(value.end()));
        let (Some(before), Some(behind)) = (text.get(..start), text.get(end..)) else { return whole };
        let before = before.trim_end_matches([' ', '\t', '\n', '(']);
        let mut depth = 0;
        let close = behind.char_indices().find(|&(_, c)| {
            depth += i32::from(c == '{');
            depth -= i32::from(c == '}');
            depth < 0
        });
        match close {
            Some((close, _)) if before.ends_with('{') => {
                let range = TextRange::new((before.len() as u32 - 1).into(), ((end + close + 1) as u32).into());
                self.span(range)
            }
            _ => whole,
        }
    }

    pub fn formatted_value(&mut self, f: &ast::ExprFormattedValue, dst: Place) -> Result {
        let span = self.replacement_span(f);
        let conversion = match f.conversion {
            ConversionFlag::None => Conversion::None,
            ConversionFlag::Str => Conversion::Str,
            ConversionFlag::Repr => Conversion::Repr,
            ConversionFlag::Ascii => Conversion::Ascii,
        };
        let later: Vec<&Expr> = f.format_spec.as_deref().into_iter().collect();
        let src = self.operand(&f.value, &later)?;
        let spec = match f.format_spec.as_deref() {
            None => None,
            Some(Expr::JoinedStr(j)) if self.is_text(j) => {
                let text = j.values.iter().filter_map(|v| match v {
                    Expr::Constant(ast::ExprConstant { value: Constant::Str(s), .. }) => Some(s.as_str()),
                    _ => None,
                });
                let text: String = text.collect();
                if text.is_empty() { None } else { Some(self.constant(Const::Str(text))?) }
            }
            Some(e) => Some(self.operand(e, &[])?),
        };
        self.emit(span, Inst::Format { dst, src, conversion, spec });
        Ok(())
    }
}
