# `list.sort` when user code computes or compares the keys. The algorithm is the one of CPython 3.12 (listsort.txt describes
# it: natural runs, extended by binary insertion, merged by powersort's order, with galloping), because a program sees which
# comparisons are made, and in which order.

_MIN_GALLOP = 7


def _list_sort(items, key, reverse):
    saved = _list_take(items)
    try:
        done = None
        keys = saved
        if key is not None:
            keys = []
            for x in saved:
                keys.append(key(x))
            done = _sort_by_keys(saved, keys, reverse)
        if done is None:
            rows = list(zip(keys, saved))
            if reverse:
                rows.reverse()
            try:
                _sort_rows(rows)
            finally:
                if reverse:
                    rows.reverse()
                done = []
                for row in rows:
                    done.append(row[1])
                saved = done
        saved = done
    finally:
        modified = _list_put(items, saved)
    if modified:
        raise ValueError('list modified during sort')


# Sort rows of (key, value) in place.
def _sort_rows(a):
    n = len(a)
    if n < 2:
        return
    minrun = n
    odd = 0
    while minrun >= 64:
        odd |= minrun & 1
        minrun >>= 1
    minrun += odd
    # Runs not merged yet: [start, length, power of the boundary behind it].
    runs = []
    state = [_MIN_GALLOP]
    lo = 0
    while lo < n:
        length = _count_run(a, lo, n)
        if length < minrun:
            force = min(minrun, n - lo)
            _binary_insertion(a, lo, lo + force, lo + length)
            length = force
        if runs:
            last = runs[-1]
            power = _power(last[0], last[1], length, n)
            while len(runs) > 1 and runs[-2][2] > power:
                _merge_at(a, runs, len(runs) - 2, state)
            runs[-1][2] = power
        runs.append([lo, length, 0])
        lo += length
    while len(runs) > 1:
        i = len(runs) - 2
        if i > 0 and runs[i - 1][1] < runs[i + 1][1]:
            i -= 1
        _merge_at(a, runs, i, state)


# The length of the run that begins at `lo`; a strictly falling one is turned around.
def _count_run(a, lo, hi):
    i = lo + 1
    if i == hi:
        return 1
    if a[i][0] < a[lo][0]:
        i += 1
        while i < hi:
            if a[i][0] < a[i - 1][0]:
                i += 1
            else:
                break
        part = a[lo:i]
        part.reverse()
        a[lo:i] = part
    else:
        i += 1
        while i < hi:
            if a[i][0] < a[i - 1][0]:
                break
            i += 1
    return i - lo


# Sort a[lo:hi], of which a[lo:start] is sorted.
def _binary_insertion(a, lo, hi, start):
    while start < hi:
        row = a[start]
        pivot = row[0]
        l = lo
        r = start
        while l < r:
            p = l + (r - l >> 1)
            if pivot < a[p][0]:
                r = p
            else:
                l = p + 1
        if l < start:
            del a[start]
            a.insert(l, row)
        start += 1


def _power(s1, n1, n2, n):
    result = 0
    a = 2 * s1 + n1
    b = a + n1 + n2
    while True:
        result += 1
        if a >= n:
            a -= n
            b -= n
        elif b >= n:
            return result
        a <<= 1
        b <<= 1


def _merge_at(a, runs, i, state):
    sa, na, power = runs[i]
    sb, nb, power = runs[i + 1]
    runs[i][1] = na + nb
    runs[i][2] = power
    del runs[i + 1]
    k = _gallop_right(a[sb][0], a, sa, na, 0)
    sa += k
    na -= k
    if na == 0:
        return
    nb = _gallop_left(a[sa + na - 1][0], a, sb, nb, nb - 1)
    if nb <= 0:
        return
    if na <= nb:
        _merge_low(a, sa, na, sb, nb, state)
    else:
        _merge_high(a, sa, na, sb, nb, state)


# Where to insert `key` into the n rows from a[base] on, before those that are equal; `hint` is a good place to begin.
def _gallop_left(key, a, base, n, hint):
    at = base + hint
    last = 0
    ofs = 1
    if a[at][0] < key:
        most = n - hint
        while ofs < most:
            if a[at + ofs][0] < key:
                last = ofs
                ofs = (ofs << 1) + 1
            else:
                break
        if ofs > most:
            ofs = most
        last += hint
        ofs += hint
    else:
        most = hint + 1
        while ofs < most:
            if a[at - ofs][0] < key:
                break
            last = ofs
            ofs = (ofs << 1) + 1
        if ofs > most:
            ofs = most
        last, ofs = hint - ofs, hint - last
    last += 1
    while last < ofs:
        m = last + (ofs - last >> 1)
        if a[base + m][0] < key:
            last = m + 1
        else:
            ofs = m
    return ofs


# The same, behind those that are equal.
def _gallop_right(key, a, base, n, hint):
    at = base + hint
    last = 0
    ofs = 1
    if key < a[at][0]:
        most = hint + 1
        while ofs < most:
            if key < a[at - ofs][0]:
                last = ofs
                ofs = (ofs << 1) + 1
            else:
                break
        if ofs > most:
            ofs = most
        last, ofs = hint - ofs, hint - last
    else:
        most = n - hint
        while ofs < most:
            if key < a[at + ofs][0]:
                break
            last = ofs
            ofs = (ofs << 1) + 1
        if ofs > most:
            ofs = most
        last += hint
        ofs += hint
    last += 1
    while last < ofs:
        m = last + (ofs - last >> 1)
        if key < a[base + m][0]:
            ofs = m
        else:
            last = m + 1
    return ofs


# Merge two neighbouring runs from the left; the first is the shorter one. Whatever happens, no row gets lost: what is
# left of the copy is put where the gap is.
def _merge_low(a, sa, na, sb, nb, state):
    copy = a[sa:sa + na]
    dest = sa
    i = 0
    last_of_a = False
    try:
        a[dest] = a[sb]
        dest += 1
        sb += 1
        nb -= 1
        if nb == 0:
            return
        if na == 1:
            last_of_a = True
            return
        min_gallop = state[0]
        while True:
            acount = 0
            bcount = 0
            while True:
                if a[sb][0] < copy[i][0]:
                    a[dest] = a[sb]
                    dest += 1
                    sb += 1
                    nb -= 1
                    bcount += 1
                    acount = 0
                    if nb == 0:
                        return
                    if bcount >= min_gallop:
                        break
                else:
                    a[dest] = copy[i]
                    dest += 1
                    i += 1
                    na -= 1
                    acount += 1
                    bcount = 0
                    if na == 1:
                        last_of_a = True
                        return
                    if acount >= min_gallop:
                        break
            min_gallop += 1
            while True:
                if min_gallop > 1:
                    min_gallop -= 1
                state[0] = min_gallop
                k = _gallop_right(a[sb][0], copy, i, na, 0)
                acount = k
                if k:
                    a[dest:dest + k] = copy[i:i + k]
                    dest += k
                    i += k
                    na -= k
                    if na == 1:
                        last_of_a = True
                        return
                    if na == 0:
                        return
                a[dest] = a[sb]
                dest += 1
                sb += 1
                nb -= 1
                if nb == 0:
                    return
                k = _gallop_left(copy[i][0], a, sb, nb, 0)
                bcount = k
                if k:
                    a[dest:dest + k] = a[sb:sb + k]
                    dest += k
                    sb += k
                    nb -= k
                    if nb == 0:
                        return
                a[dest] = copy[i]
                dest += 1
                i += 1
                na -= 1
                if na == 1:
                    last_of_a = True
                    return
                if acount < _MIN_GALLOP and bcount < _MIN_GALLOP:
                    break
            min_gallop += 1
            state[0] = min_gallop
    finally:
        if last_of_a:
            a[dest:dest + nb] = a[sb:sb + nb]
            a[dest + nb] = copy[i]
        elif na:
            a[dest:dest + na] = copy[i:i + na]


# The same from the right; the second run is the shorter one.
def _merge_high(a, sa, na, sb, nb, state):
    copy = a[sb:sb + nb]
    dest = sb + nb - 1
    at = sa + na - 1
    i = nb - 1
    first_of_b = False
    try:
        a[dest] = a[at]
        dest -= 1
        at -= 1
        na -= 1
        if na == 0:
            return
        if nb == 1:
            first_of_b = True
            return
        min_gallop = state[0]
        while True:
            acount = 0
            bcount = 0
            while True:
                if copy[i][0] < a[at][0]:
                    a[dest] = a[at]
                    dest -= 1
                    at -= 1
                    na -= 1
                    acount += 1
                    bcount = 0
                    if na == 0:
                        return
                    if acount >= min_gallop:
                        break
                else:
                    a[dest] = copy[i]
                    dest -= 1
                    i -= 1
                    nb -= 1
                    bcount += 1
                    acount = 0
                    if nb == 1:
                        first_of_b = True
                        return
                    if bcount >= min_gallop:
                        break
            min_gallop += 1
            while True:
                if min_gallop > 1:
                    min_gallop -= 1
                state[0] = min_gallop
                k = na - _gallop_right(copy[i][0], a, sa, na, na - 1)
                acount = k
                if k:
                    dest -= k
                    at -= k
                    a[dest + 1:dest + 1 + k] = a[at + 1:at + 1 + k]
                    na -= k
                    if na == 0:
                        return
                a[dest] = copy[i]
                dest -= 1
                i -= 1
                nb -= 1
                if nb == 1:
                    first_of_b = True
                    return
                k = nb - _gallop_left(a[at][0], copy, 0, nb, nb - 1)
                bcount = k
                if k:
                    dest -= k
                    i -= k
                    a[dest + 1:dest + 1 + k] = copy[i + 1:i + 1 + k]
                    nb -= k
                    if nb == 1:
                        first_of_b = True
                        return
                    if nb == 0:
                        return
                a[dest] = a[at]
                dest -= 1
                at -= 1
                na -= 1
                if na == 0:
                    return
                if acount < _MIN_GALLOP and bcount < _MIN_GALLOP:
                    break
            min_gallop += 1
            state[0] = min_gallop
    finally:
        if first_of_b:
            part = a[at + 1 - na:at + 1]
            a[dest + 1 - na:dest + 1] = part
            a[dest - na] = copy[0]
        elif nb:
            a[dest + 1 - nb:dest + 1] = copy[:nb]
