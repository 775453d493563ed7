//! Source in, goto form out: one test per kind of construct.

use crate::compile::{ir_check, ir_text, lower};
use crate::syntax::{SyntaxError, parse_expression, parse_module};

fn text(source: &str) -> Result<String, SyntaxError> {
    let body = lower::module(&parse_module(source, "x.py")?, "x.py")?;
    assert_eq!(ir_check::check(&body), None);
    Ok(ir_text::print_all(&body))
}

/// The goto form of `source`. Where the source is functions only, the module's own is left out of `expected`.
fn check(source: &str, expected: &str) {
    let whole = text(source).unwrap_or_else(|e| panic!("{e}"));
    let shown = if source.trim_start().starts_with("def") { whole.split_once("\n\n").map_or("", |p| p.1) } else { &whole };
    let shown: Vec<&str> = shown.trim().lines().collect();
    let expected: Vec<&str> = expected.trim().lines().collect();
    assert!(shown == expected, "got:\n{}", shown.join("\n"));
}

fn check_error(source: &str, message: &str) {
    let error = text(source).expect_err("an error");
    assert_eq!(format!("line {}: {}: {}", error.line, error.kind.class(), error.message), message);
}

#[test]
fn an_expression_knows_the_names_it_is_given() {
    let parsed = parse_expression("n + len([x for x in xs if x > n])", "<x>").unwrap();
    let body = lower::expression(&parsed, "<x>", &["n".into(), "xs".into()]).unwrap();
    assert_eq!(body.params.positional, 2);
    let text = ir_text::print_all(&body);
    assert!(text.contains("t0 = global len"), "{text}");
    assert!(text.contains("it1 = iter(xs)"), "{text}");
}

#[test]
fn every_statement_has_a_place_to_stand_on() {
    let source = "x = (\n    1,\n    y)\npass\nglobal z\nwhile True:\n    break\ntry:\n    pass\nfinally:\n    pass\n'text'\n";
    let body = lower::module(&parse_module(source, "x.py").unwrap(), "x.py").unwrap();
    let lines: Vec<u32> = body.insts.iter().filter(|l| l.stmt).map(|l| l.span.line).collect();
    // The loop's line twice: its start, and the end of each round.
    assert_eq!(lines, [1, 4, 5, 6, 7, 6, 8, 9, 11, 12]);
}

#[test]
fn deep_nesting_is_refused_before_the_stack_ends() {
    let nested = |n: usize| format!("x = {}1{}", "[".repeat(n), "]".repeat(n));
    assert!(text(&nested(200)).is_ok());
    check_error(&nested(5000), "line 1: SyntaxError: too many nested parentheses");
    let calls = |n: usize| format!("x = y{}", ".m(1)".repeat(n));
    assert!(text(&calls(200)).is_ok());
    check_error(&format!("x = {}1", "not ".repeat(5000)), "line 1: SyntaxError: too many nested expressions");
    check_error(&format!("x = {}1", "lambda: ".repeat(600)), "line 1: SyntaxError: too many nested expressions");
    // Sums and chains of `elif` may be as long as they like.
    assert!(text(&format!("x = y{}", " + y".repeat(5000))).is_ok());
    assert!(text(&format!("if x: pass\n{}", "elif x: pass\n".repeat(2000))).is_ok());
    let blocks = |n: usize| {
        let heads: String = (0..n).map(|i| format!("{}if x:\n", " ".repeat(i))).collect();
        format!("{heads}{}pass\n", " ".repeat(n))
    };
    assert!(text(&blocks(99)).is_ok());
    check_error(&blocks(100), "line 101: IndentationError: too many levels of indentation");
}

#[test]
fn errors_of_the_compiler() {
    check_error("return 1", "line 1: SyntaxError: 'return' outside function");
    check_error("if x:\n    break", "line 2: SyntaxError: 'break' outside loop");
    check_error("def f():\n    continue", "line 2: SyntaxError: 'continue' not properly in loop");
    check_error("class C:\n    yield 1", "line 2: SyntaxError: 'yield' outside function");
    check_error("nonlocal x", "line 1: SyntaxError: nonlocal declaration not allowed at module level");
    check_error("def f():\n    nonlocal x", "line 2: SyntaxError: no binding for nonlocal 'x' found");
    check_error("def f(x):\n    global x", "line 2: SyntaxError: name 'x' is parameter and global");
    check_error("def f():\n    x = 1\n    global x", "line 3: SyntaxError: name 'x' is assigned to before global declaration");
    check_error("def f(a, a): pass", "line 1: SyntaxError: duplicate argument 'a' in function definition");
    check_error("f() = 1", "line 1: SyntaxError: cannot assign to function call here. Maybe you meant '==' instead of '='?");
    check_error("def f():\n    from x import *", "line 2: SyntaxError: import * only allowed at module level");
    check_error("a, *b, *c = x", "line 1: SyntaxError: multiple starred expressions in assignment");
    check_error("await x", "line 1: SyntaxError: 'await' outside function");
    check_error(
        "def f():\n    [x async for x in y]",
        "line 2: SyntaxError: asynchronous comprehension outside of an asynchronous function",
    );
    check_error("async def f():\n    yield\n    return 1", "line 3: SyntaxError: 'return' with value in async generator");
    check_error("async def f():\n    yield from x", "line 2: SyntaxError: 'yield from' inside async function");
    let star = "SyntaxError: 'break', 'continue' and 'return' cannot appear in an except* block";
    check_error("def f():\n    try: pass\n    except* E: return", &format!("line 3: {star}"));
    check_error("for x in y:\n    try: pass\n    except* E: break", &format!("line 3: {star}"));
    check_error(
        "match x:\n    case y: pass\n    case 1: pass",
        "line 2: SyntaxError: name capture 'y' makes remaining patterns unreachable",
    );
    check_error("match x:\n    case _ | 1: pass", "line 2: SyntaxError: wildcard makes remaining patterns unreachable");
    check_error("match x:\n    case (1, a) | 2: pass", "line 2: SyntaxError: alternative patterns bind different names");
    check_error("match x:\n    case [a, a]: pass", "line 2: SyntaxError: multiple assignments to name 'a' in pattern");
    check_error("match x:\n    case {1: _, True: _}: pass", "line 2: SyntaxError: mapping pattern checks duplicate key (True)");
    check_error("def f[T, T](): pass", "line 1: SyntaxError: duplicate type parameter 'T'");
}

#[test]
fn arithmetic_reads_locals_in_place() {
    check(
        r#"
def f(a, b):
    c = a + b
    c += 1
    c -= a * b
    return -c
"#,
        r#"
def f(a, b):
    c = a + b
    c += 1
    t0 = a * b
    c -= t0
    t0 = -c
    return t0
"#,
    );
}

#[test]
fn an_unbound_local_is_noticed_in_order() {
    check(
        r#"
def f(g):
    if g:
        x = 1
    return x + g()
"#,
        r#"
def f(g):
    if not g goto L1
    x = 1
L1:
    t0 = x
    t1 = g
    t1 = call g()
    t0 = t0 + t1
    return t0
"#,
    );
}

#[test]
fn a_walrus_does_not_disturb_what_was_read() {
    check(
        r#"
def f(y):
    return y + (y := 3)
"#,
        r#"
def f(y):
    t0 = y
    y = 3
    t0 = t0 + y
    return t0
"#,
    );
}

#[test]
fn globals_and_calls() {
    check(
        r#"
def fact(n):
    if n < 2:
        return 1
    return n * fact(n - 1)
"#,
        r#"
def fact(n):
    if not n < 2 goto L1
    return 1
L1:
    t0 = global fact
    t1 = n - 1
    t0 = call fact(t1)
    t0 = n * t0
    return t0
"#,
    );
}

#[test]
fn conditions_short_circuit() {
    check(
        r#"
def f(a, b, c):
    if a and not b or c:
        return 1
    x = a and b
    y = 1 if a else 2
    while 0 < x < y <= 9:
        x = x < y < c
"#,
        r#"
def f(a, b, c):
    if not a goto L1
    if not b goto L2
L1:
    if not c goto L3
L2:
    return 1
L3:
    t0 = a
    if not t0 goto L4
    t0 = b
L4:
    x = t0
    if not a goto L5
    y = 1
    goto L6
L5:
    y = 2
L6:
    pass
L7:
    if not 0 < x goto L9
    if not x < y goto L9
    if not y <= 9 goto L9
    t0 = x
    t0 = t0 < y
    if not t0 goto L8
    t0 = y < c
L8:
    x = t0
    goto L7
L9:
    return None
"#,
    );
}

#[test]
fn a_for_loop() {
    check(
        r#"
def f(items):
    for x, y in items:
        if x:
            continue
        if y:
            break
        items.append(x)
    else:
        return x
"#,
        r#"
def f(items):
    it1 = iter(items)
L1:
    t0 = next(it1) else goto L5
    t1, t2 = unpack t0
    x = t1
    y = t2
    if not x goto L2
    goto L4
L2:
    if not y goto L3
    clear it1
    goto L6
L3:
    t0, t1 = method items.append
    t2 = x
    t0 = call items.append(t2)
L4:
    goto L1
L5:
    return x
L6:
    return None
"#,
    );
}

#[test]
fn while_true_tests_nothing() {
    check(
        r#"
def f():
    while True:
        pass
    if 0:
        print("still there")
"#,
        r#"
def f():
    pass
L1:
    pass
    goto L1
    goto L2
    t0 = global print
    t1 = 'still there'
    t0 = call print(t1)
L2:
    return None
"#,
    );
}

#[test]
fn tuple_assignment_without_a_tuple() {
    check(
        r#"
def f(a, b):
    a, b = b, a + b
    a, *c = b
    x = y = a
    i, j = 0, 1
"#,
        r#"
def f(a, b):
    t0 = b
    b = a + b
    a = t0
    t0, *t1 = unpack b
    a = t0
    c = t1
    x = a
    y = x
    i = 0
    j = 1
    return None
"#,
    );
}

#[test]
fn targets_of_all_kinds() {
    check(
        r#"
def f(a, b):
    a.x = b[1] = 2
    a.x += 1
    b[a] += 1
    b[1:2] = a
    del a.x, b[0], a
"#,
        r#"
def f(a, b):
    a.x = 2
    b[1] = 2
    t0 = a.x
    t0 += 1
    a.x = t0
    t0 = b[a]
    t0 += 1
    b[a] = t0
    t0 = a
    t1 = 1
    t2 = 2
    t3 = None
    t1 = slice(t1, t2, t3)
    b[t1] = t0
    del a.x
    del b[0]
    del a
    return None
"#,
    );
}

#[test]
fn try_except() {
    check(
        r#"
def f(g):
    try:
        g()
    except ValueError as e:
        print(e)
    except (TypeError, KeyError):
        raise
    else:
        g()
"#,
        r#"
def f(g):
    pass
    # try: an exception goes to L1 as exc1
    t0 = g
    t0 = call g()
    # end of try
    t0 = g
    t0 = call g()
    goto L4
L1:
    # except
    t0 = global ValueError
    t0 = exc1 matches t0
    if not t0 goto L2
    e = exc1
    t0 = global print
    t1 = e
    t0 = call print(t1)
    clear e
    clear exc1
    goto L4
L2:
    # except
    t0 = global TypeError
    t1 = global KeyError
    t0 = (t0, t1)
    t0 = exc1 matches t0
    if not t0 goto L3
    raise
L3:
    reraise exc1
L4:
    return None
"#,
    );
}

#[test]
fn the_name_of_a_clause_in_a_module() {
    check(
        r#"
try:
    f()
except E as e:
    g()
"#,
        r#"
module:
    pass
    # try: an exception goes to L1 as exc1
    t0 = global f
    t0 = call f()
    # end of try
    goto L4
L1:
    # except
    t0 = global E
    t0 = exc1 matches t0
    if not t0 goto L3
    global e = exc1
    # try: an exception goes to L2 as exc2
    t0 = global g
    t0 = call g()
    # end of try
    global e = None
    del global e
    clear exc1
    goto L4
L2:
    global e = None
    del global e
    reraise exc2
L3:
    reraise exc1
L4:
    return None
"#,
    );
}

#[test]
fn one_copy_of_finally() {
    check(
        r#"
def f(items):
    for x in items:
        try:
            if x:
                return x
            if not x:
                break
            continue
        finally:
            print(x)
"#,
        r#"
def f(items):
    it1 = iter(items)
L1:
    x = next(it1) else goto L8
    pass
    # try: an exception goes to L4 as exc1
    if not x goto L2
    ret1 = x
    pend1 = 2 (return)
    goto L4
L2:
    if x goto L3
    pend1 = 3 (break)
    goto L4
L3:
    pend1 = 4 (continue)
L4:
    # end of try
    # finally
    t0 = global print
    t1 = x
    t0 = call print(t1)
    if pend1 == 2 (return) goto L5
    if pend1 == 3 (break) goto L6
    if pend1 == 4 (continue) goto L7
    reraise exc1
    goto L7
L5:
    return ret1
L6:
    clear it1
    goto L8
L7:
    goto L1
L8:
    return None
"#,
    );
}

#[test]
fn nested_finally_passes_on() {
    check(
        r#"
def f():
    try:
        try:
            return 1
        finally:
            a()
    finally:
        b()
"#,
        r#"
def f():
    pass
    # try: an exception goes to L3 as exc1
    pass
    # try: an exception goes to L1 as exc2
    ret1 = 1
    pend1 = 2 (return)
L1:
    # end of try
    # finally
    t0 = global a
    t0 = call a()
    if pend1 == 2 (return) goto L2
    reraise exc2
    goto L3
L2:
    ret2 = ret1
    clear ret1
    pend2 = 2 (return)
L3:
    # end of try
    # finally
    t0 = global b
    t0 = call b()
    if pend2 == 2 (return) goto L4
    reraise exc1
    goto L5
L4:
    return ret2
L5:
    return None
"#,
    );
}

#[test]
fn with_remembers_its_exit() {
    check(
        r#"
def f(m):
    with m as x:
        return x
"#,
        r#"
def f(m):
    t0 = m
    t1 = type(t0).__enter__
    t0 = type(t0).__exit__
    t1 = call t1()
    exit1 = t0
    # try: an exception goes to L3 as exc1
    x = t1
    ret1 = x
    pend1 = 2 (return)
    # end of try
    if exit1 unset goto L1
    t0 = call exit1(None, None, None)
    clear exit1
L1:
    if pend1 == 2 (return) goto L2
    goto L6
L2:
    return ret1
L3:
    # __exit__ gets the exception
    if exit1 unset goto L4
    t0 = call exit1(exc1)
    if t0 goto L5
L4:
    reraise exc1
L5:
    clear exc1
    clear exit1
L6:
    return None
"#,
    );
}

#[test]
fn two_managers() {
    check(
        r#"
def f(m, n):
    with m, n() as x:
        pass
"#,
        r#"
def f(m, n):
    t0 = m
    t1 = type(t0).__enter__
    t0 = type(t0).__exit__
    t1 = call t1()
    exit1 = t0
    # try: an exception goes to L7 as exc1
    t0 = n
    t0 = call n()
    t1 = type(t0).__enter__
    t0 = type(t0).__exit__
    t1 = call t1()
    exit2 = t0
    # try: an exception goes to L2 as exc2
    x = t1
    pass
    # end of try
    if exit2 unset goto L1
    t0 = call exit2(None, None, None)
    clear exit2
L1:
    goto L5
L2:
    # __exit__ gets the exception
    if exit2 unset goto L3
    t0 = call exit2(exc2)
    if t0 goto L4
L3:
    reraise exc2
L4:
    clear exc2
    clear exit2
L5:
    # end of try
    if exit1 unset goto L6
    t0 = call exit1(None, None, None)
    clear exit1
L6:
    goto L10
L7:
    # __exit__ gets the exception
    if exit1 unset goto L8
    t0 = call exit1(exc1)
    if t0 goto L9
L8:
    reraise exc1
L9:
    clear exc1
    clear exit1
L10:
    return None
"#,
    );
}

#[test]
fn closures_and_cells() {
    check(
        r#"
def f(a):
    n = 0
    def g():
        nonlocal n
        n += a
        return n
    return g
"#,
        r#"
def f(a):
    make cell a
    make cell n
    cell n = 0
    t0 = function g
    g = t0
    return g

def f.<locals>.g():
    pass
    t0 = closure n
    t1 = closure a
    t0 += t1
    closure n = t0
    t0 = closure n
    return t0
"#,
    );
}

#[test]
fn functions_with_all_kinds_of_parameters() {
    check(
        r#"
@deco
def f(a: int, /, b=1, *args, c, d=2, **kw) -> str:
    """doc"""
    return lambda x=a, *, y: x
"#,
        r#"
module:
    t0 = global deco
    t1 = (1,)
    t2 = 'd'
    t3 = 2
    t2 = {t2: t3}
    t3 = 'a'
    t4 = global int
    t5 = 'return'
    t6 = global str
    t3 = {t3: t4, t5: t6}
    t1 = function f, defaults t1, keyword defaults t2, annotations t3
    t0 = call deco(t1)
    global f = t0
    return None

def f(a, /, b, *args, c, d, **kw):
    t0 = a
    t0 = (t0,)
    t0 = function <lambda>, defaults t0
    return t0

def f.<locals>.<lambda>(x, *, y):
    return x
"#,
    );
}

#[test]
fn a_class() {
    check(
        r#"
class C(B, metaclass=M):
    """doc"""
    x: int = 1
    def m(self):
        self.__p = super().m()
        return __class__
"#,
        r#"
module:
    t0 = build_class
    t1 = function C
    t2 = 'C'
    t3 = global B
    t4 = global M
    t0 = call build_class(t1, t2, t3, metaclass=t4)
    global C = t0
    return None

class C:
    make cell __class__
    t0 = name __name__
    name __module__ = t0
    name __qualname__ = 'C'
    name __doc__ = 'doc'
    t0 = {}
    name __annotations__ = t0
    name x = 1
    t0 = name int
    t1 = name __annotations__
    t1['x'] = t0
    t0 = function m
    name m = t0
    t0 = the cell __class__
    name __classcell__ = t0
    return t0

def C.m(self):
    t0 = global super
    t1 = closure __class__
    t2 = self
    t0 = call super(t1, t2)
    t0, t1 = method t0.m
    t0 = call t0.m()
    self._C__p = t0
    t0 = closure __class__
    return t0
"#,
    );
}

#[test]
fn class_scope_and_functions() {
    check(
        r#"
def f(x):
    class C:
        y = x
        x = 1
        z = [x for i in y]
"#,
        r#"
def f(x):
    make cell x
    t0 = build_class
    t1 = function C
    t2 = 'C'
    t0 = call build_class(t1, t2)
    C = t0
    return None

class f.<locals>.C:
    t0 = name __name__
    name __module__ = t0
    name __qualname__ = 'f.<locals>.C'
    t0 = name x
    name y = t0
    name x = 1
    t0 = []
    t1 = name y
    it1 = iter(t1)
L1:
    i = next(it1) else goto L2
    t1 = closure x
    append(t0, t1)
    goto L1
L2:
    clear i
    name z = t0
    return None
"#,
    );
}

#[test]
fn comprehensions_are_inlined() {
    check(
        r#"
def f(a):
    b = [x * y for x in a if x for y in x]
    c = {k: v for k, v in a}
    return {x for x in b}, [lambda: x for x in a]
"#,
        r#"
def f(a):
    t0 = []
    it1 = iter(a)
L1:
    x = next(it1) else goto L3
    if not x goto L1
    it2 = iter(x)
L2:
    y = next(it2) else goto L1
    t1 = x * y
    append(t0, t1)
    goto L2
L3:
    clear x
    clear y
    b = t0
    t0 = {}
    it3 = iter(a)
L4:
    t1 = next(it3) else goto L5
    t2, t3 = unpack t1
    k = t2
    v = t3
    insert(t0, k: v)
    goto L4
L5:
    clear k
    clear v
    c = t0
    t0 = set()
    it4 = iter(b)
L6:
    x = next(it4) else goto L7
    add(t0, x)
    goto L6
L7:
    clear x
    t1 = []
    it5 = iter(a)
    clear x
    make cell x
L8:
    t2 = next(it5) else goto L9
    cell x = t2
    t2 = function <lambda>
    append(t1, t2)
    goto L8
L9:
    clear x
    t0 = (t0, t1)
    return t0

def f.<locals>.<lambda>():
    t0 = closure x
    return t0
"#,
    );
}

#[test]
fn generator_expression() {
    check(
        r#"
def f(a):
    return sum(x for x in a if x)
"#,
        r#"
def f(a):
    t0 = global sum
    t1 = function <genexpr>
    t2 = iter(a)
    t1 = call t1(t2)
    t0 = call sum(t1)
    return t0

def f.<locals>.<genexpr>(.0):
L1:
    x = next(.0) else goto L2
    if not x goto L1
    t0 = yield x
    goto L1
L2:
    return None
"#,
    );
}

#[test]
fn generators() {
    check(
        r#"
def f(a):
    x = yield a
    y = yield from x
    return y
"#,
        r#"
def f(a):
    x = yield a
    from1 = iter(x) to yield from
    t0 = None
L1:
    t0 = send(from1, t0) done goto L2
    t0 = yield t0
    goto L1
L2:
    clear from1
    y = t0
    return y
"#,
    );
}

#[test]
fn calls_of_all_kinds() {
    check(
        r#"
def f(a, b):
    a(b, k=1)
    a(*b, 1, k=2, **b, z=3)
    a.m(b, k=1)
    a.m(*b)
"#,
        r#"
def f(a, b):
    t0 = a
    t1 = b
    t2 = 1
    t0 = call a(t1, k=t2)
    t0 = a
    t1 = []
    extend(t1, b)
    append(t1, 1)
    t2 = 'k'
    t3 = 2
    t2 = {t2: t3}
    merge(t2, b)
    t3 = 'z'
    t4 = 3
    t3 = {t3: t4}
    merge(t2, t3)
    t0 = call a(*t1, **t2)
    t0, t1 = method a.m
    t2 = b
    t3 = 1
    t0 = call a.m(t2, k=t3)
    t0 = a.m
    t1 = []
    extend(t1, b)
    t0 = call t0(*t1)
    return None
"#,
    );
}

#[test]
fn displays() {
    check(
        r#"
def f(a):
    x = [a, 1], (a,), {a}, {a: 1}, {}, ()
    y = [*a, 1], (*a, 2), {*a}, {**a, 1: 2}
    return a in [1, 2], a not in {1, 2}
"#,
        r#"
def f(a):
    t0 = a
    t1 = 1
    t0 = [t0, t1]
    t1 = a
    t1 = (t1,)
    t2 = a
    t2 = {t2}
    t3 = a
    t4 = 1
    t3 = {t3: t4}
    t4 = {}
    t5 = ()
    x = (t0, t1, t2, t3, t4, t5)
    t0 = []
    extend(t0, a)
    append(t0, 1)
    t1 = []
    extend(t1, a)
    append(t1, 2)
    t1 = tuple(t1)
    t2 = set()
    update(t2, a)
    t3 = {}
    update(t3, a)
    insert(t3, 1: 2)
    y = (t0, t1, t2, t3)
    t0 = a in (1, 2)
    t1 = a not in {1, 2}
    t0 = (t0, t1)
    return t0
"#,
    );
}

#[test]
fn f_strings() {
    check(
        r#"
def f(a, b):
    return f"a={a!r} {b:>{a}}{{}} {a=}" + f"{a:.2f}" + f"x"
"#,
        r#"
def f(a, b):
    t0 = 'a='
    t1 = format(a!r)
    t2 = ' '
    t3 = '>'
    t4 = format(a)
    t3 = join(t3, t4)
    t3 = format(b, t3)
    t4 = '{} a='
    t5 = format(a!r)
    t0 = join(t0, t1, t2, t3, t4, t5)
    t1 = format(a, '.2f')
    t0 = t0 + t1
    t1 = 'x'
    t0 = t0 + t1
    return t0
"#,
    );
}

#[test]
fn imports() {
    check(
        r#"
import a.b, c.d as e
from . import f
from ..g import h as i, j
from k import *
"#,
        r#"
module:
    t0 = import a.b
    global a = t0
    t0 = import c.d
    t0 = from t0 import d
    global e = t0
    t0 = import . for f
    t1 = from t0 import f
    global f = t1
    t0 = import ..g for h, j
    t1 = from t0 import h
    global i = t1
    t1 = from t0 import j
    global j = t1
    t0 = import k for *
    from t0 import *
    return None
"#,
    );
}

#[test]
fn assertions() {
    check(
        r#"
def f(a):
    assert a, "no"
    assert a > 1
"#,
        r#"
def f(a):
    if a goto L1
    t0 = AssertionError
    t1 = 'no'
    t0 = call AssertionError(t1)
    raise t0
L1:
    if a > 1 goto L2
    t0 = AssertionError
    raise t0
L2:
    return None
"#,
    );
}

#[test]
fn globals_in_functions() {
    check(
        r#"
def f():
    global x
    x = 1
    x += 1
    del x
"#,
        r#"
def f():
    pass
    global x = 1
    t0 = global x
    t0 += 1
    global x = t0
    del global x
    return None
"#,
    );
}

#[test]
fn a_match_keeps_its_subject_in_a_slot() {
    check(
        r#"
def f(x):
    match x:
        case [1, a] if a:
            return a
        case C(k=_) | None:
            pass
"#,
        r#"
def f(x):
    subject1 = x
    if subject1 unset goto L1
    t0 = subject1
    t1 = 2
    t2 = 0
    t0 = match_sequence(t0, t1, t2)
    if not t0 goto L2
    t0, t1 = unpack subject1
    if not t0 == 1 goto L2
    a = t1
    if not a goto L2
    clear subject1
L1:
    return a
L2:
    if subject1 unset goto L5
    t0 = global C
    t1 = subject1
    t2 = t0
    t3 = 0
    t4 = ('k',)
    t1 = match_class(t1, t2, t3, t4)
    t0 = t1
    if t0 is None goto L3
    t1, = unpack t0
    goto L4
L3:
    if not subject1 is None goto L6
L4:
    clear subject1
L5:
    pass
    goto L7
L6:
    clear subject1
L7:
    return None
"#,
    );
}

#[test]
fn a_group_is_handled_clause_by_clause() {
    check(
        r#"
def f(x):
    try:
        x()
    except* E as e:
        y = e
"#,
        r#"
def f(x):
    pass
    # try: an exception goes to L1 as exc1
    t0 = x
    t0 = call x()
    # end of try
    goto L7
L1:
    # except
    rest1 = exc1
    raised1 = []
    if rest1 unset goto L5
    t0 = global E
    t1 = rest1
    t2 = t0
    t1 = star_match(t1, t2)
    if t1 is None goto L5
    t1, t2 = unpack t1
    exc2 = t1
    rest1 = t2
    e = exc2
    # __exit__ gets the exception
    # try: an exception goes to L2 as exc3
    y = e
    # end of try
    clear e
    clear exc2
    goto L5
L2:
    clear e
    clear exc2
    if raised1 unset goto L3
    goto L4
L3:
    reraise exc3
L4:
    append(raised1, exc3)
    clear exc3
L5:
    if exc1 unset goto L7
    t0 = exc1
    t1 = raised1
    t2 = rest1
    t0 = star_result(t0, t1, t2)
    clear rest1
    clear raised1
    clear exc1
    if not t0 is None goto L6
    goto L7
L6:
    exc1 = t0
    reraise exc1
L7:
    return None
"#,
    );
}

#[test]
fn waiting_is_delegating() {
    check(
        r#"
def g():
    async def f(x):
        async for y in x:
            await y
"#,
        r#"
def g():
    t0 = function f
    f = t0
    return None

def g.<locals>.f(x):
L1:
    t0 = x
    t0 = get_async_iter(t0)
    it1 = t0
L2:
    if it1 unset goto L1
    t0 = it1
    t0 = get_async_next(t0)
    if t0 is None goto L5
    await1 = t0
    t0 = None
L3:
    t0 = send(await1, t0) done goto L4, StopAsyncIteration goto L5
    t0 = yield t0
    goto L3
L4:
    clear await1
    goto L6
L5:
    clear await1
    clear it1
    goto L9
L6:
    y = t0
    t0 = y
    t1 = 0
    t0 = get_awaitable(t0, t1)
    await2 = t0
    t0 = None
L7:
    t0 = send(await2, t0) done goto L8
    t0 = yield t0
    goto L7
L8:
    clear await2
    goto L2
L9:
    return None
"#,
    );
}

#[test]
fn an_asynchronous_with_waits_twice() {
    check(
        r#"
def g():
    async def f(x):
        async with x as y:
            z = y
"#,
        r#"
def g():
    t0 = function f
    f = t0
    return None

def g.<locals>.f(x):
    t0 = x
    t1 = type(t0).__aenter__
    t0 = type(t0).__aexit__
    t1 = call t1()
    t2 = 1
    t1 = get_awaitable(t1, t2)
    await1 = t1
    t1 = None
L1:
    t1 = send(await1, t1) done goto L2
    t1 = yield t1
    goto L1
L2:
    clear await1
    exit1 = t0
    # try: an exception goes to L6 as exc1
    y = t1
    z = y
    # end of try
    if exit1 unset goto L5
    t0 = call exit1(None, None, None)
    t1 = 2
    t0 = get_awaitable(t0, t1)
    await2 = t0
    t0 = None
L3:
    t0 = send(await2, t0) done goto L4
    t0 = yield t0
    goto L3
L4:
    clear await2
    clear exit1
L5:
    goto L11
L6:
    # __exit__ gets the exception
    if exit1 unset goto L9
    t0 = call exit1(exc1)
    t1 = 2
    t0 = get_awaitable(t0, t1)
    await3 = t0
    t0 = None
L7:
    t0 = send(await3, t0) done goto L8
    t0 = yield t0
    goto L7
L8:
    clear await3
    if t0 goto L10
L9:
    reraise exc1
L10:
    clear exc1
    clear exit1
L11:
    return None
"#,
    );
}

#[test]
fn type_parameters_have_a_function_of_their_own() {
    check(
        r#"
def g():
    def f[T: int](x: T = 1): pass
"#,
        r#"
def g():
    t0 = function <generic parameters of f>
    t1 = (1,)
    t2 = None
    t0 = call t0(t1, t2)
    f = t0
    return None

def <generic parameters of f>(.defaults, .kwdefaults):
    t0 = 'T'
    t1 = function T
    t2 = 0
    t0 = type_param(t0, t1, t2)
    T = t0
    t0 = (t0,)
    t1 = .defaults
    t2 = .kwdefaults
    t3 = 'x'
    t4 = T
    t3 = {t3: t4}
    t1 = function f, defaults t1, annotations t3
    t2 = t1
    t3 = t0
    t2 = set_type_params(t2, t3)
    return t2

def g.<locals>.T():
    t0 = global int
    return t0

def g.<locals>.f(x):
    pass
    return None
"#,
    );
}
